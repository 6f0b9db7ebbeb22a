"""Exports that a newsroom has, read as posts of the contract: one module a format, and what runs them."""

from connectors.exports.error import ExportError
from connectors.exports.run import FORMATS, Counts, import_posts
from connectors.exports.taken import Options

__all__ = ["FORMATS", "Counts", "ExportError", "Options", "import_posts"]
