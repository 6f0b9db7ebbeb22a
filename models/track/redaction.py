"""Strike the words of a deleted post out of the alerts that carry them.

What was sent is sent; what is kept, or not sent yet, can be mended. So a claim remembers whose words its
alerts carry, and shows which of these posts were deleted since. A denial's quote stays: it is an office's own
word, and on record.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace

from models.mention import Mention
from models.post import fold_uid
from models.track.alerts import Alert, claim_told, page_told
from models.track.record import ClaimRecord
from models.track.wording import MOST_NAME

MOST_TOLD: Final = 8
"""Posts remembered: a claim has few alerts, and a wording that seldom changes."""
STRUCK: Final = "[deleted]"


def noted(record: ClaimRecord, alerts: Sequence[Alert]) -> ClaimRecord:
    """Give the record with the posts whose words these alerts carry."""
    told = dict(record.told)
    for alert in alerts:
        for uid in (alert.claim_post, *(page.uid for page in alert.own_pages)):
            if uid and uid not in told and len(uid) <= MOST_NAME and len(told) < MOST_TOLD:
                told[uid] = False
    return record if told == record.told else replace(record, told=told)


def struck(record: ClaimRecord, mention: Mention) -> ClaimRecord:
    """Give the record with a deleted post marked, where an alert carries its words."""
    if mention.kind != "delete":
        return record
    post = fold_uid(mention.post)
    told = {uid: deleted or fold_uid(uid) == post for uid, deleted in record.told.items()}
    return record if told == record.told else replace(record, told=told)


def without_words(alert: Mapping[str, Any], deleted: Collection[str]) -> dict[str, Any]:
    """Give an alert's record without the words of these posts; an equal one where it has none of theirs.

    ``deleted`` is ``deleted_words`` of the claim's record, which spells each post as its alerts do.
    """
    shown = dict(alert)
    wording, pages = alert.get("claim_text"), alert.get("own_pages")
    if isinstance(wording, str) and wording and alert.get("claim_post") in deleted:
        shown["text"] = shown["text"].replace(claim_told(wording), f"claim: {STRUCK}")
        shown["claim_text"] = ""
    for page in pages if isinstance(pages, list) else ():
        words = page.get("sentence") if isinstance(page, dict) and page.get("post") in deleted else None
        if isinstance(words, str) and words:
            shown["text"] = shown["text"].replace(page_told(words), f": {STRUCK}")
            bare = {**page, "sentence": "", "state": "removed"}
            shown["own_pages"] = [bare if other is page else other for other in shown["own_pages"]]
    return shown
