"""Settings come from the environment, and a wrong one is named."""

from pathlib import Path

import pytest

from streams.settings import Settings, SettingsError, from_env


def test_nothing_set_gives_the_defaults() -> None:
    """Empty variables count as unset: compose files write them."""
    assert from_env({}) == Settings()
    assert from_env({"RUMOR_PARTITIONS": ""}) == Settings()


def test_a_variable_has_the_type_of_its_setting() -> None:
    """Numbers are numbers, folders are folders."""
    found = from_env({"RUMOR_PARTITIONS": "8", "RUMOR_DATA": "there", "RUMOR_SESSION": "2.5"})
    assert (found.partitions, found.data, found.session) == (8, Path("there"), 2.5)


def test_a_wrong_value_is_named_with_an_example() -> None:
    """One sentence."""
    with pytest.raises(SettingsError, match=r"RUMOR_PARTITIONS='many' must be a int, like 4"):
        from_env({"RUMOR_PARTITIONS": "many"})
