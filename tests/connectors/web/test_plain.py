"""HTML as a reader sees it, and bytes as text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.web.charset import decoded
from connectors.web.plain import plain_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain", "plain"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("<p>One</p><p>Two<br/>Three</p>", "One\n\nTwo\nThree"),
        ("<div>a<div>b</div>c</div>", "a\nb\nc"),
        ("a<!-- no -->b<script>no</script>c<style>no</style>d", "abcd"),
        ("<b>so</b> <i>it</i> is", "so it is"),
        ("  many \n\n   blanks ", "many\n\nblanks"),
        ("<title>no</title><h1>yes</h1>", "yes"),
        ('<?xml version="1.0" encoding="koi8-r"?><p>порт</p>', "порт"),
        ("<meta charset=koi8-r><p>порт</p>", "порт"),
        ("", ""),
        ("<>", "<>"),
    ],
)
def test_tags_go_and_lines_stay(source: str, text: str) -> None:
    assert plain_text(source) == text


def test_a_thousand_open_tags_break_nothing() -> None:
    assert "deep" in plain_text("<div>" * 200 + "deep")
    assert plain_text("<div><p>" * 20_000) == ""


@settings(max_examples=200, deadline=None)
@given(
    st.text()
    | st.lists(st.sampled_from(["<", ">", "/", "p", "!--", "&", "#", "x", ";", "\x00", "\ud800", "<b"])).map(
        "".join
    )
)
def test_no_html_breaks_it(source: str) -> None:
    assert plain_text(source).encode() is not None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Übergröße, naïve café", "cp1252"),
        ("Міністерство портів: їх ніхто не зачиняв, ґанки теж", "koi8-u"),
        ("Міністерство портів: їх ніхто не зачиняв", "cp1251"),
        ("Порты открыты, сообщает вымышленное министерство", "iso8859-5"),
        ("Порттар ашық, деп хабарлайды министрлік", "utf-16-le"),
    ],
)
def test_an_encoding_is_told_from_the_text_alone(text: str, encoding: str) -> None:
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    assert decoded((mark + f"<p>{text}</p>").encode(encoding), None) == f"<p>{text}</p>"


def test_a_declared_encoding_of_the_east_is_believed() -> None:
    text = '<?xml version="1.0" encoding="shift_jis"?><a>港は開いている</a>'
    assert decoded(text.encode("shift_jis"), None) == text
    assert decoded("港口开放".encode("gb18030"), "text/xml; charset=gb2312") == "港口开放"


def test_one_bad_byte_does_not_make_a_text_another_one() -> None:
    text = "Порты открыты. " * 50
    assert decoded(text.encode()[:300] + b"\xff" + text.encode()[300:], None).count("Порты") >= 49


@given(st.binary(), st.none() | st.text())
def test_no_bytes_break_it(body: bytes, content_type: str | None) -> None:
    assert isinstance(decoded(body, content_type), str)


@given(
    st.binary(max_size=30),
    st.sampled_from(
        ["idna", "hex", "base64", "rot13", "zlib", "unicode_escape", "utf-7", "undefined", "punycode"]
    ),
)
def test_a_codec_that_is_no_charset_is_not_used(body: bytes, codec: str) -> None:
    assert isinstance(decoded(b"\xe0\xe1\xe2" + body, f"text/html; charset={codec}"), str)
