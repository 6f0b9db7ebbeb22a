"""The text of a piece of HTML as a reader sees it: paragraphs and breaks kept, all else gone."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree, html  # type: ignore[import-untyped,unused-ignore]

MAX_HTML: Final = 1_000_000
"""Characters of HTML that are looked at."""
BLOCKS: Final = frozenset(
    ("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
     "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p",
     "pre", "section", "table", "td", "th", "tr", "ul")
)  # fmt: skip
HIDDEN: Final = frozenset(
    ("embed", "head", "iframe", "math", "noscript", "object", "script", "style", "svg", "template", "title")
)

_SPACES: Final = re.compile(r"[^\S\n]+")
_BLANKS: Final = re.compile(r"\s+")
_LINES: Final = re.compile(r" ?\n ?")
_GAPS: Final = re.compile(r"\n{3,}")


def plain_text(source: str) -> str:
    """Give the text of HTML, entities resolved; of what cannot be read as HTML nothing."""
    if "<" not in source and "&" not in source:
        return _tidy(source.encode("utf-8", "ignore").decode())
    tree = parsed(source)
    return "" if tree is None else text_of(tree)


def parsed(source: str) -> Any:
    """Read HTML as a tree; None where there is nothing in it."""
    # As bytes: a declaration inside must not be believed, and lxml refuses one in a string.
    body = source[:MAX_HTML].encode("utf-8", "ignore").replace(b"\0", b"")
    try:
        return html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def text_of(tree: Any) -> str:
    """Give the text of an element of a tree."""
    pieces: list[str] = []
    hidden = 0
    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            pieces.append("" if hidden else node.tail or "")
            continue
        name = node.tag if isinstance(node.tag, str) else ""
        hides = name in HIDDEN
        breaks = "\n" if name in BLOCKS or (name == "br" and event == "start") else ""
        if event == "start":
            hidden += hides
            pieces.append("" if hidden else breaks + _BLANKS.sub(" ", node.text or ""))
        else:
            hidden -= hides
            tail = "" if node is tree else node.tail or ""
            pieces.append("" if hidden else breaks + _BLANKS.sub(" ", tail))
    return _tidy("".join(pieces))


def _tidy(text: str) -> str:
    text = _LINES.sub("\n", _SPACES.sub(" ", text))
    return _GAPS.sub("\n\n", text).strip()
