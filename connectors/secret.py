"""Secrets come from the environment, or from a file that it names; they are never logged nor shown."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from models.errors import RumorError


class SecretError(RumorError):
    """A secret that is missing or cannot be read; the message names the variable, never the value."""


def secret(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """Give the secret ``NAME``, or the content of the file that ``NAME_FILE`` names; raise `SecretError`."""
    if value := environ.get(name, "").strip():
        return value
    if not (path := environ.get(f"{name}_FILE", "").strip()):
        raise SecretError(f"{name} is not set: put the secret there, or the path of its file in {name}_FILE")
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise SecretError(f"{name}_FILE names {path}, which cannot be read: {reason}") from None
    if not value:
        raise SecretError(f"{name}_FILE names {path}, which is empty: put the secret there")
    return value
