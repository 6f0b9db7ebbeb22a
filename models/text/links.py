"""The links of a text, in one spelling each."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

MOST_LINKS: Final = 8
LONGEST: Final = 2_048
"""Characters of a link; what is longer is cut off by many servers and leads nowhere."""

LINK: Final = re.compile(
    r"(?:https?|\bat)://[^\s<>\"'«»“”，。、）]+|(?<![\w@./-])(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,5}[A-Za-z]{2,24}/[^\s<>\"'«»“”，。、）]*"
)
"""A link with its scheme, or a host with a path."""
_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|yclid|dclid|msclkid|igshid|mc_[ce]id|ref|ref_src|ref_url|src|source|from|share|si|s|t|amp|cmpid"
    r"|_openstat|spm"
)
_TRAILING: Final = ".,;:!?…*_|"
_AT: Final = re.compile(r"at://([^/\s]{1,253})/app\.bsky\.feed\.post/([A-Za-z0-9._:~-]{1,512})")
"""A post of Bluesky as its own network names it (https://atproto.com/specs/at-uri-scheme)."""


@lru_cache(maxsize=16)
def urls(text: str) -> tuple[str, ...]:
    """Name the first links of a text as ``https://host/path``, each once.

    Host in lower case without ``www.``; fragment, final slash and what only tracks the reader are dropped,
    a query that names the page (``?id=7``) stays. The ``at://`` address of a post is its page on bsky.app.
    """
    if "/" not in text:
        return ()
    found: dict[str, None] = {}
    for match in LINK.finditer(text):
        if len(match[0]) <= LONGEST and (link := _canonical(match[0])):
            found[link] = None
            if len(found) == MOST_LINKS:
                break
    return tuple(found)


def _canonical(link: str) -> str | None:
    link = link.rstrip(_TRAILING)
    while link.endswith("]") or (link.endswith(")") and link.count("(") < link.count(")")):
        link = link[:-1].rstrip(_TRAILING)
    if link.startswith("at://"):
        post = _AT.fullmatch(link)
        return f"https://bsky.app/profile/{post[1]}/post/{post[2]}" if post else None
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a host or port that no browser takes
        return None
    host = host.removeprefix("www.").rstrip(".")
    if "." not in host:
        return None
    place = f"{host}:{port}" if port and port not in (80, 443) else host
    kept = sorted((k, v) for k, v in parse_qsl(parts.query)[:20] if not _TRACKING.fullmatch(k.lower()))
    return f"https://{place}{parts.path.rstrip('/')}" + (f"?{urlencode(kept)}" if kept else "")
