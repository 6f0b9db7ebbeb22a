"""Bytes as text, whatever their sender says of them.

A declaration is often wrong: of a server that says the same of all it sends, or of a template that outlived
its encoding. UTF-8 tells by itself, since other texts are hardly ever valid in it. Among the one-byte
encodings of Cyrillic the wrong one turns small letters into capitals, signs, or letters of the West: so the
one with the most small Cyrillic letters is right.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16's, which begins alike
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BARE: Final = (
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
    (b"<\0!\0", "utf-16-le"),
    (b"\0<\0!", "utf-16-be"),
)
"""How a document begins that has no mark of its byte order (XML 1.0, appendix F.1)."""
GUESSES: Final = ("cp1251", "koi8-u", "iso8859-5", "cp866")
"""In the order in which they are met."""
LAST_RESORT: Final = "cp1252"
"""What the web means by ISO-8859-1 (https://encoding.spec.whatwg.org/#names-and-labels)."""
HEAD: Final = 4_096
"""Bytes in which a document declares its encoding."""
SAMPLE: Final = 100_000
"""Bytes that are enough to judge by."""

_IN_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I | re.A)
_IN_HEAD: Final = re.compile(rb"(?:encoding|charset)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_WORDS: Final = re.compile(rb"[\x80-\xff]{3,}")
"""Of another alphabet: the West's letters beyond ASCII stand alone among others."""
_NO_CHARSETS: Final = frozenset(
    ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7", "mbcs", "oem")
)
_SMALL: Final = re.compile("[а-яёђѓєѕіїјљњћќўџґ]")


def decoded(body: bytes, content_type: str | None) -> str:
    """Give the text of a body; what cannot be read of it becomes U+FFFD."""
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for start, encoding in BARE:
        if body.startswith(start):
            return body.decode(encoding, "replace")
    return body.decode(_encoding(body, content_type), "replace")


def _encoding(body: bytes, content_type: str | None) -> str:
    if _is_utf8(body):
        return "utf-8"
    declared = [found for name in _declared(body, content_type) if (found := _known(name))]
    for encoding in declared:
        if not _is_single_byte(encoding) and _fits(body, encoding):
            return encoding
    single = [one for one in declared if _is_single_byte(one)]
    words = b" ".join(_WORDS.findall(body[:SAMPLE]))
    if len(words) * 2 > sum(byte > 0x7F for byte in body[:SAMPLE]):
        best = max([*single, *GUESSES], key=lambda encoding: _cyrillic(words, encoding))  # first of equals
        if _cyrillic(words, best) * 2 > len(words):
            return best
    return single[0] if single else LAST_RESORT


def _declared(body: bytes, content_type: str | None) -> list[str]:
    inside = _IN_HEAD.search(body[:HEAD])
    outside = _IN_HEADER.search((content_type or "")[:400])
    return ([inside[1].decode("ascii", "replace")] if inside else []) + ([outside[1]] if outside else [])


def _known(name: str) -> str | None:
    """Give Python's name of a text encoding; the West's is read as browsers do."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name.replace("-", "_") in _NO_CHARSETS:
        return None
    return LAST_RESORT if found.name in ("iso8859-1", "ascii") else found.name


def _is_utf8(body: bytes) -> bool:
    # A character may be cut off at the end of what was read.
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError as error:
        # A stray byte in a long text does not make it another encoding.
        return len(body[: error.start].decode("utf-8")) < error.start - 100 and _mostly_utf8(body)
    return True


def _mostly_utf8(body: bytes) -> bool:
    text = body[:SAMPLE].decode("utf-8", "replace")
    beyond = sum(letter > "\x7f" for letter in text)
    return text.count("�") * 20 < beyond


def _is_single_byte(encoding: str) -> bool:
    return len(bytes(range(0xC0, 0x100)).decode(encoding, "replace")) == 64


def _fits(body: bytes, encoding: str) -> bool:
    text = body[:SAMPLE].decode(encoding, "replace")
    return text.count("�") * 100 <= len(text)


def _cyrillic(sample: bytes, encoding: str) -> int:
    return len(_SMALL.findall(sample.decode(encoding, "replace")))
