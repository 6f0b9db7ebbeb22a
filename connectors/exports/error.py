"""What a person can mend about an export."""

from models.errors import RumorError


class ExportError(RumorError):
    """An export that cannot be read at all; the message names file, line and mend."""
