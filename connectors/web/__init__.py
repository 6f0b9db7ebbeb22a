"""Pages of the public web, read politely and within bounds: for feeds and for the preview of channels."""

from connectors.web.fetch import Answer, FetchError, Version, Web, user_agent
from connectors.web.origins import Origins
from connectors.web.plain import plain_text
from connectors.web.robots import Robots
from connectors.web.turns import Turns

__all__ = ["Answer", "FetchError", "Origins", "Robots", "Turns", "Version", "Web", "plain_text", "user_agent"]
