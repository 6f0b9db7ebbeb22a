"""What a target looks like, and what is told where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.notify import TargetError, parse_target, parse_targets


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("terminal", "terminal", "terminal"),
        (" telegram:-1001234567890 ", "telegram", "telegram:-1001234567890"),
        ("telegram:@velmar_desk", "telegram", "telegram:@velmar_desk"),
        ("HTTPS://Hooks.Example:8443/In/Secret?x=1", "webhook", "https://hooks.example:8443/…"),
        ("http://127.0.0.1:9/x", "webhook", "http://127.0.0.1:9/…"),
        ("http://[::1]:9/x", "webhook", "http://[::1]:9/…"),
    ],
)
def test_targets_are_read(text, kind, shown):
    """And shown without the path of a web hook, which is often its secret."""
    address = parse_target(text)
    assert (address.kind, address.shown) == (kind, shown)
    assert parse_target(str(address)) == address


def test_the_host_of_a_hook_is_folded_and_its_path_is_not():
    """Two spellings of one target are one; paths may hold capitals."""
    assert str(parse_target("HTTPS://Hooks.Example/In/Secret")) == "https://hooks.example/In/Secret"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is no target"),
        ("mail:desk@velmar.example", "is no target: write telegram:"),
        ("telegram:", "names no chat"),
        ("telegram:velmar_desk", "names no chat"),
        ("telegram:@no", "names no chat"),
        ("telegram:0", "names no chat"),
        ("telegram:١٢٣", "names no chat"),
        ("http://hooks.example/x", "needs https"),
        ("http://127.0.0.1.evil.example/x", "needs https"),
        ("https://", "needs a host"),
        ("https:///x", "needs a host"),
        ("https://me:pw@hooks.example/", "must not hold a name or password"),
        ("https://hooks.example/x#y", "must not have a # part"),
        ("https://hooks.example:99999/", "cannot be read"),
        ("https://[::1/", "cannot be read"),
        ("https://hooks.example/a b", "no blanks"),
        ("https://hooks.example/a\nHost: evil", "no blanks"),
        ("https://hooks.example/" + "x" * 2_000, "at most 2000 characters"),
    ],
)
def test_what_is_no_target_is_told(text, says):
    """With the mend."""
    with pytest.raises(TargetError, match=says):
        parse_target(text)


@given(st.text() | st.text().map("https://{}".format) | st.text().map("telegram:{}".format))
def test_any_text_is_a_target_or_told(text):
    """Nothing else is raised, and what is read can be read again."""
    try:
        address = parse_target(text)
    except TargetError:
        return
    assert parse_target(str(address)) == address


def test_a_setting_holds_several_targets():
    """Parted by blanks, each once."""
    assert parse_targets("terminal telegram:@velmar_desk\nterminal") == ("terminal", "telegram:@velmar_desk")
    assert parse_targets("") == ()
