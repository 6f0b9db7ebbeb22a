"""A gazetteer with an invented office, its head and an invented pact."""

from __future__ import annotations

import pytest

from models.facts import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    aliases = {
        "org:pact": ("NPX", "Северный пакт", "Northern Pact", "Пивнічний пакт"),
        "org:who": ("WHO", "World Health Organization", "ВОЗ"),
        "org:pact-plus": ("NPX+",),
    }
    names = {
        "office:kz-lighthouses": ("Lighthouse Service of Kazakhstan", "Маячная служба Казахстана", "МС РК"),
        "person:torvald-ilmaren": ("Torvald Ilmaren", "Торвальд Ильмарен", "Ильмарен", "Ilmaren"),
    }
    return Gazetteer(aliases, names)
