"""Bring a post's text to one spelling, so that copies are equal and nothing is left where nothing is said."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from functools import lru_cache
from typing import Final

SHORTEST_COPY: Final = 4
"""Words from which two equal texts are copies; shorter ones ("good morning") are written anew every day."""
_FEWEST_LETTERS: Final = 12
"""Letters that take the place of the words in scripts that leave no spaces between them."""

_RETWEET: Final = re.compile(r"^\s*RT\s+@\w{1,32}\s*:\s*")
_LINK_TITLE: Final = re.compile(r"\[([^\[\]\n]{1,300})\]\(\s*(?:https?|tg)://[^\s()]{1,2000}\)")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_AWAY: Final = re.compile(r"https?://\S+|\bwww\.\S+|(?<![\w.])@\w{2,32}")
_MARKUP: Final = re.compile(r"\*\*|__|~~|\|\||`+")
_MARKS: Final = "*_~|`"
_HASH: Final = re.compile(r"#(?=\w)")
_WORD: Final = re.compile(r"\w+")
UNSPACED: Final = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Lao, Japanese and Chinese letters."""


class _Plain(dict[int, str]):
    """Says for each character what stays of it: pictures go, unseen marks vanish."""

    def __missing__(self, code: int) -> str:
        category = unicodedata.category(chr(code))
        if category in ("So", "Cs", "Co", "Cn") or 0x1F3FB <= code <= 0x1F3FF:
            kept = " "
        elif (
            category in ("Cf", "Me") or 0xFE00 <= code <= 0xFE0F or (category == "Cc" and code not in (9, 10))
        ):
            kept = " " if chr(code) in "\r\v\f\x85" else ""
        else:
            kept = chr(code)
        self[code] = kept
        return kept


_PLAIN: Final = _Plain()


@lru_cache(maxsize=16)
def plain(text: str) -> str:
    """Give a text without links, handles, pictures and markup; case, punctuation and line ends stay."""
    text = _RETWEET.sub("", text)
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    if "](" in text:
        text = _LINK_TITLE.sub(r"\1", text)
    if "@" in text or "://" in text or "www." in text:
        text = _AWAY.sub(" ", text)
    if any(mark in text for mark in _MARKS):
        text = _MARKUP.sub("", text)
    text = text.translate(_PLAIN)
    return _HASH.sub("", text) if "#" in text else text


@lru_cache(maxsize=16)
def normalise(text: str) -> str:
    """Give the words of a text in one spelling (NFKC, lower case, single spaces); empty if it has no words.

    A prefix ``RT @name:`` is not the author's, so it goes too; hashtags stay as words.
    """
    words = " ".join(unicodedata.normalize("NFKC", plain(text)).lower().split())
    return words if any(map(str.isalnum, words)) else ""


@lru_cache(maxsize=16)
def words_of(normalised: str) -> tuple[str, ...]:
    """Cut a normalised text into words, once for all who count or hash them."""
    return tuple(_WORD.findall(normalised))


def copy_key(text: str) -> str | None:
    """Give the same key for texts that differ in punctuation, pictures and links; None for a few words."""
    words = words_of(normalise(text))
    letters = sum(map(len, words))
    if len(words) < SHORTEST_COPY and (letters < _FEWEST_LETTERS or not _unspaced("".join(words))):
        return None
    return hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=12).hexdigest()


def _unspaced(words: str) -> bool:
    return bool(UNSPACED.search(words))
