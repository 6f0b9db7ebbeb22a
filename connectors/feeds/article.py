"""The article of a page whose feed holds only a teaser."""

from __future__ import annotations

import asyncio
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from trafilatura import extract

from connectors.feeds.document import Item
from connectors.web.charset import decoded

WHOLE: Final = 400
"""Characters of a body from which on it counts as the article itself, unless it ends in the middle."""
MOST_HTML: Final = 1_000_000
"""Characters of a page that are looked at."""
THREADS: Final = 2
PATIENCE: Final = 20.0
"""Seconds for one page; a thread that is stuck in a hostile one cannot be stopped, but is not waited for."""

SHARED: Final = 0.3
"""Of the words of a teaser, how many its article has at least."""

_WORD: Final = re.compile(r"\w{4,}")
_CUT: Final = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|→|>>)\s*$"
    r"|(?:^|[.!?…»]\s|\n)\s*(?:read (?:more|on|the full \w+)|continue reading|more|learn more"
    r"|full (?:text|story)"
    r"|читать (?:далее|дальше|полностью)|подробнее|далее|полный текст"
    r"|читати (?:далі|більше)|докладніше|детальніше|далі"
    r"|толығырақ|толық оқу|толық мәтін"
    r"|weiterlesen|mehr(?: lesen)?|zum artikel)\s*[.:…»›→>]*\s*$",
    re.I,
)
_CUT_WITHIN: Final = 60
"""Characters at the end of a body in which it says that there is more."""

# It tells of every page that it makes nothing of.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def is_teaser(item: Item) -> bool:
    """Tell whether an item's page is likely to say more than the feed does."""
    if item.link is None:
        return False
    return len(item.body) < WHOLE or _CUT.search(item.body[-_CUT_WITHIN:]) is not None


def is_fuller(article: str, item: Item) -> bool:
    """Tell whether a text says more than a teaser, and of the same: not a banner, a login or an apology."""
    said = set(_WORD.findall(item.text.casefold()))
    if len(article) <= len(item.body) or not said:
        return len(article) > len(item.body)
    return len(said & set(_WORD.findall(article.casefold()))) >= SHARED * len(said)


class Articles:
    """Takes articles out of pages, in threads of its own: feeds are read on when it has much to do."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "article")
        self._patience = patience

    async def take(self, body: bytes, content_type: str | None) -> str | None:
        """Give the article of a page, or None where there is none to be found, or not in time."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._patience):
                return await loop.run_in_executor(self._threads, article_of, body, content_type)
        except TimeoutError:
            return None

    def close(self) -> None:
        """Let go of the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def article_of(body: bytes, content_type: str | None) -> str | None:
    """Give the plain text of a page's article, without what stands around it; None where there is none."""
    source = decoded(body, content_type)[:MOST_HTML].replace("\0", "")
    try:
        found = extract(source, include_comments=False, include_tables=True, deduplicate=False)
    except Exception:  # whatever a hostile page makes of it, the teaser stays
        logging.getLogger(__name__).warning("a page breaks the reading of articles", exc_info=True)
        return None
    return found.strip() or None if found else None
