"""Exports of invented channels and accounts, written as their programs do. All posts are synthetic."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectors.exports import Counts, Options, import_posts

Import = Callable[..., tuple[list[dict[str, Any]], list[dict[str, Any]], Counts]]


@pytest.fixture
def imported(tmp_path: Path) -> Import:
    """Import bytes as a file; give posts, rejected rows and the counts."""

    def run(format_: str, content: bytes, name: str = "export", **options: Any) -> Any:
        path = tmp_path / name
        path.write_bytes(content)
        out, rejected = io.BytesIO(), tmp_path / "rejected.jsonl"
        counts = import_posts(format_, Options(path, **options), out, rejected)
        return lines_of(out.getvalue()), lines_of(rejected.read_bytes()), counts

    return run


@pytest.fixture(scope="session")
def import_bytes(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Import bytes; give posts and rejected rows. For one test after the other in one folder."""
    folder = tmp_path_factory.mktemp("exports")

    def run(format_: str, content: bytes, **options: Any) -> Any:
        path, out = folder / "export", io.BytesIO()
        path.write_bytes(content)
        import_posts(format_, Options(path, **options), out, folder / "rejected.jsonl")
        return lines_of(out.getvalue()), lines_of((folder / "rejected.jsonl").read_bytes())

    return run


def lines_of(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]
