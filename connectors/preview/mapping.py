"""A post of a page as a post of the contract: named as the account's connector names it, so both agree."""

from __future__ import annotations

from datetime import datetime

from connectors import bounds
from connectors.preview.cursor import Channel
from connectors.preview.sync import Change
from models.post import Post


def change_to_post(change: Change, name: str, channel: Channel, noticed: datetime) -> Post:
    """Make a post, an edit or a deletion; the page does not say when the last two happened."""
    shown = change.shown
    published = shown.published if shown and change.kind == "post" else None
    return Post(
        platform="telegram",
        channel=name,
        post_id=str(change.id),
        kind=change.kind,
        published_at=bounds.time(published, noticed),
        read_at=noticed,
        text=shown.text if shown else "",
        channel_id=channel.channel_id,
        channel_name=channel.title,
        url=f"https://t.me/{name}/{change.id}",
        audience=channel.audience,
        forward_of=shown.forward_of if shown else None,
        reply_to=shown.reply_to if shown else None,
        views=shown.views if shown else None,
        same_text=change.views_only,
    )
