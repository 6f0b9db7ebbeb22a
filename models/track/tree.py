"""Who has it from whom: the posts that others passed on, and the channels that cite each other in a circle.

Kept of the tree are its branches, the posts most others have it from: as many as `MOST_BRANCHES`, exactly as
long as there are no more. Then the smallest makes room and hands its count on to the new one, as in the
SpaceSaving sketch (Metwally, Agrawal, El Abbadi 2005, "Efficient computation of frequent and top-k elements
in data streams"): a post that more than a `MOST_BRANCHES`-th of all have it from is never left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from models.mention import Mention
from models.post import channel_of, fold_uid
from models.track.recent import recall
from models.track.sketch import HASH_BYTES, digest, find
from models.track.windows import Buckets, count_shape, minute_of, uncount, united_shape

MOST_BRANCHES: Final = 8
MOST_UID: Final = 80
"""Characters of a post's name in the tree; a longer one is a hostile source's and stays out of it."""
MOST_CHILDREN: Final = 8
"""Posts remembered of those that have it from a branch, to find it again where they become one."""
CURVE: Final = 24
"""Buckets of a branch's curve since its beginning, one minute wide at first."""
MOST_LINKS: Final = 32
"""Citations between channels remembered, 12 bytes each."""
MOST_CIRCLES: Final = 4

_LINK: Final = 2 * HASH_BYTES
_PAGE: Final = "link:"
"""How the source of a post begins that cites a page."""


class Branch(NamedTuple):
    """A post that others have it from."""

    post: str
    parent: str = ""
    """The post it has it from itself, as far as that is known."""
    minute: int = 0
    """Of its publication; 0 where it was not read, or too long ago."""
    shares: int = 0
    """Posts that have it from there, and at most `over` others."""
    over: int = 0
    curve: Buckets = Buckets()
    """When they were published: the last `shares` - `over` of them."""
    told: int = 0
    """How many of them tell their audience."""
    reach: int = 0
    """Sum of these audiences, a channel counted as often as it shares."""
    children: bytes = b""

    @property
    def certain(self) -> int:
        """Posts that have it from there for certain."""
        return self.shares - self.over


class Circle(NamedTuple):
    """Two channels of which each has the claim from the other, at first hand or through more."""

    channel: str
    cites: str
    posts: int
    """Posts that closed the circle."""


Tree = tuple[Branch, ...]


def passes_on(mention: Mention) -> bool:
    """Tell whether a post carries on what another said, and says from which."""
    return mention.parent is not None and (mention.stance == "support" or mention.forward_of is not None)


def grown(tree: Tree, mention: Mention, recent: bytes) -> Tree:
    """Give the tree with a new post in it; ``recent`` are the posts before it (`models.track.recent`)."""
    passed = passes_on(mention)
    parent = mention.parent if passed and mention.parent and len(mention.parent) <= MOST_UID else ""
    if tree:
        tree = _placed(tree, fold_uid(mention.post), parent, minute_of(mention.at))
    if not parent or fold_uid(parent) == fold_uid(mention.post):
        return tree
    key = fold_uid(parent)
    at = _place(tree, key)
    if at is not None:
        return (*tree[:at], _shared(tree[at], mention), *tree[at + 1 :])
    return _with(tree, _new(tree, key, recent), mention)


def _place(tree: Tree, post: str) -> int | None:
    for i, branch in enumerate(tree):
        if branch.post == post:
            return i
    return None


def _placed(tree: Tree, post: str, parent: str, minute: int) -> Tree:
    """Give the tree with what a post that is a branch tells of itself, once it is read after its shares."""
    at = _place(tree, post)
    if at is None:
        return tree
    branch = tree[at]
    known = branch._replace(parent=fold_uid(parent) if parent else branch.parent, minute=minute)
    return (*tree[:at], known, *tree[at + 1 :])


def _new(tree: Tree, key: str, recent: bytes) -> Branch:
    mark = digest(key)
    known = recall(recent, mark)
    above = next((branch.post for branch in tree if find(branch.children, mark, HASH_BYTES) >= 0), "")
    return Branch(key, above, known.minute if known else 0)


def _with(tree: Tree, new: Branch, mention: Mention) -> Tree:
    if len(tree) < MOST_BRANCHES:
        return (*tree, _shared(new, mention))
    least = min(tree, key=lambda branch: (branch.shares, branch.curve.end * branch.curve.width, branch.post))
    new = new._replace(shares=least.shares, over=least.shares)
    return (*(branch for branch in tree if branch is not least), _shared(new, mention))


def _shared(branch: Branch, mention: Mention) -> Branch:
    audience = mention.audience or 0
    return Branch(
        branch.post,
        branch.parent,
        branch.minute,
        branch.shares + 1,
        branch.over,
        count_shape(branch.curve, minute_of(mention.at), (1,), CURVE, 1),
        branch.told + (audience > 0),
        branch.reach + audience,
        (branch.children + digest(fold_uid(mention.post)))[-MOST_CHILDREN * HASH_BYTES :],
    )


def pruned(tree: Tree, mention: Mention) -> Tree:
    """Give the tree without a post that leaves the claim; what others have from it goes by itself."""
    if mention.parent is None or not passes_on(mention):
        return tree
    key = fold_uid(mention.parent)
    at = _place(tree, key)
    if at is None:
        return tree
    branch = tree[at]
    less = branch._replace(
        shares=branch.shares - 1, curve=uncount(branch.curve, minute_of(mention.at), (1,)),
        over=min(branch.over, branch.shares - 1),
    )  # fmt: skip
    return (*tree[:at], *((less,) if less.shares > 0 else ()), *tree[at + 1 :])


def joined(one: Tree, other: Tree) -> Tree:
    """Give the branches of both trees, each once, the largest where they are too many."""
    found: dict[str, Branch] = {}
    for branch in (*one, *other):
        known = found.get(branch.post)
        found[branch.post] = branch if known is None else _both(known, branch)
    largest = sorted(found.values(), key=lambda branch: (-branch.shares, branch.post))[:MOST_BRANCHES]
    return tuple(branch for branch in found.values() if branch in largest)


def _both(one: Branch, other: Branch) -> Branch:
    return Branch(
        post=one.post,
        parent=one.parent or other.parent,
        minute=one.minute or other.minute,
        shares=one.shares + other.shares,
        over=one.over + other.over,
        curve=united_shape(one.curve, other.curve, CURVE),
        told=one.told + other.told,
        reach=one.reach + other.reach,
        children=(one.children + other.children)[-MOST_CHILDREN * HASH_BYTES :],
    )


def linked(links: bytes, citing: str, cited: str) -> bytes:
    """Give the citations between channels with one more; the very same where it is known."""
    link = digest(citing) + digest(cited)
    return links if find(links, link, _LINK) >= 0 else (links + link)[-MOST_LINKS * _LINK :]


def closes(links: bytes, citing: str, cited: str) -> bool:
    """Tell whether the cited channel has the claim from the citing one, at first hand or through others."""
    target, reached = digest(citing), {digest(cited)}
    if target not in links:
        return False
    starts = range(0, len(links), _LINK)
    pairs = [(links[at : at + HASH_BYTES], links[at + HASH_BYTES : at + _LINK]) for at in starts]
    while True:
        further = {cites for channel, cites in pairs if channel in reached} - reached
        if target in further:
            return True
        if not further:
            return False
        reached |= further


def cited_by(mention: Mention) -> str:
    """Give the channel, feed or page that an asserting post has it from; empty where it is itself."""
    if mention.stance != "support":
        return ""
    cited = channel_of(mention.parent) if mention.parent else mention.source
    if cited.startswith(_PAGE):
        # A page is of its host, and a feed is named by it.
        cited = "feed:" + cited.removeprefix(_PAGE).partition("/")[0]
    return "" if cited == mention.channel else cited


def circled(circles: tuple[Circle, ...], links: bytes, mention: Mention) -> tuple[Circle, ...]:
    """Give the circles with one that a post closes; ``links`` are those before it."""
    cited = cited_by(mention)
    long = max(len(mention.channel), len(cited)) > MOST_UID
    if not cited or not links or long or not closes(links, mention.channel, cited):
        return circles
    return circles_of((*circles, Circle(mention.channel, cited, 1)))


def circles_of(circles: Iterable[Circle]) -> tuple[Circle, ...]:
    """Give circles, each pair of channels once, as many as are kept."""
    found: dict[tuple[str, ...], Circle] = {}
    for circle in circles:
        pair = tuple(sorted((circle.channel, circle.cites)))
        known = found.get(pair)
        found[pair] = circle if known is None else known._replace(posts=known.posts + circle.posts)
    return tuple(sorted(found.values(), key=lambda circle: -circle.posts)[:MOST_CIRCLES])
