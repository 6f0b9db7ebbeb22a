"""Know a half-written or altered model folder: a list of its files with their hashes, written last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

MANIFEST: Final = "manifest.json"


def write_manifest(folder: Path, made_by: str) -> None:
    """List every file of a folder with its SHA-256; ``made_by`` is compared when the list is read."""
    files = {name: _hash(folder / name) for name in _files(folder)}
    text = json.dumps({"made_by": made_by, "files": files}, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def fault(folder: Path, made_by: str | None = None) -> str | None:
    """Say in words what is wrong with a folder; None if every listed file is as it was written."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {str(name): str(digest) for name, digest in manifest["files"].items()}
        if made_by is not None and manifest["made_by"] != made_by:
            return f"made by {manifest['made_by']}, not by {made_by}"
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return f"its {MANIFEST} cannot be read ({error})"
    return next(_faults(folder, files), None)


def _faults(folder: Path, files: dict[str, str]) -> Iterator[str]:
    for name in sorted(set(_files(folder)) - set(files)):
        yield f"{name} was not there when it was written"
    for name, digest in files.items():
        try:
            if _hash(folder / name) != digest:
                yield f"{name} was altered"
        except OSError:
            yield f"{name} cannot be read"


def _files(folder: Path) -> list[str]:
    found = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return sorted(name for name in found if name != MANIFEST)


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
