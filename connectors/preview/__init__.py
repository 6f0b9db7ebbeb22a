"""Public channels of Telegram without an account: the web page on which t.me shows their latest posts."""

from connectors.preview.pace import Pace
from connectors.preview.page import Page, PreviewError, Shown, read_page
from connectors.preview.run import HOST, run_preview

__all__ = ["HOST", "Pace", "Page", "PreviewError", "Shown", "read_page", "run_preview"]
