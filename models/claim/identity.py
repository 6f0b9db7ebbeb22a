"""Find the claim of a post by what the post is: a forward, a copy, an answer; likeness is not asked for.

Also told here: where a post has it from.
"""

from __future__ import annotations

from models.claim.found import Match
from models.claim.memory import ClaimMemory
from models.mention import Path
from models.post import fold_uid
from models.reading import Reading


def forwarded(memory: ClaimMemory, reading: Reading) -> Match | None:
    """Give the claim of the post this one forwards, or of the first to forward it if it was never read."""
    if not (parent := reading.post.forward_of):
        return None
    original = memory.decision(fold_uid(parent)) or memory.of_unread(fold_uid(parent))
    claim = original and original.claim and memory.claim(original.claim)
    if not (original and claim):
        return None
    return Match(claim, "forward", 1.0, (f"forwards {parent}",), original.source, original.stance)


def copied(memory: ClaimMemory, reading: Reading) -> Match | None:
    """Give the claim of the first post with the same text."""
    original = memory.original(reading.copy_key)
    claim = original and original.claim and memory.claim(original.claim)
    if not (original and claim):
        return None
    return Match(claim, "copy", 1.0, (f"same text as {original.key}",), original.source)


def answered(memory: ClaimMemory, reading: Reading) -> Match | None:
    """Give the claim of the post that this one quotes or answers."""
    path: Path = "quote" if reading.post.quote_of else "reply"
    if not (parent := reading.post.quote_of or reading.post.reply_to):
        return None
    original = memory.decision(fold_uid(parent)) or memory.of_unread(fold_uid(parent))
    claim = original and original.claim and memory.claim(original.claim)
    if not (original and claim):
        return None
    return Match(claim, path, 1.0, (f"{path} of {parent}",))


def source_of(memory: ClaimMemory, reading: Reading) -> str:
    """Trace a post to where it has it from: a forwarded channel, a cited one, a link, or itself."""
    post = reading.post
    if post.forward_of:
        return fold_uid(post.forward_of).partition("/")[0]
    for cited in reading.cites:
        if not cited.startswith("@"):
            return cited
        for platform in (post.platform, "telegram", "twitter"):
            if memory.knows_channel(channel := f"{platform}:{cited[1:]}"):
                return channel
    return post.channel_uid
