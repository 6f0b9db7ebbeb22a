"""Whose words a claim is judged by, and what becomes of them."""

from models.claim.edit import Merge, Move, Moved, Split
from models.claim.editing import change
from models.claim.live import without_words
from models.claim.words import outlined, words_after
from models.mention import Mention
from models.outline import outline
from models.stance import StanceModel

FIRST = "telegram:invented_0/0"


def changed(desk, reading):
    """Decide an edit or a deletion, and change the claim's words by it."""
    decision = desk(reading)
    claim = words_after(desk.memory, decision, reading)
    if claim is not None:
        desk.memory.remember_claim(claim)
    return claim


def test_a_claim_has_the_words_of_the_post_that_founded_it(desk, reading):
    """Until that post takes them back."""
    claim = desk.memory.claim(desk(reading(0)).claim)
    assert (claim.wording, claim.words_of) == ("text 0", FIRST)


def test_the_words_of_a_deleted_post_go_and_the_next_post_lends_its_own(desk, reading):
    """Counts and centroid stay."""
    first = desk(reading(0)).claim
    desk(reading(1))
    claim = changed(desk, reading(0, kind="delete", text="", sentence="", vector=None))
    assert (claim.wording, claim.words_of, claim.posts) == ("", "", 2)
    desk(reading(2))
    claim = desk.memory.claim(first)
    assert (claim.wording, claim.words_of) == ("text 2", "telegram:invented_2/2")


def test_a_second_delivery_brings_deleted_words_not_back(desk, reading):
    """Neither of the deleted post nor of one that joined before the deletion."""
    first, second = reading(0), reading(1)
    claim_id = desk(first, second).claim
    gone = reading(0, kind="delete", text="", sentence="", vector=None)
    changed(desk, gone)
    desk(first, second)
    assert desk.memory.claim(claim_id).wording == ""
    assert changed(desk, gone) is None


def test_an_edit_mends_the_words_of_its_post_only(desk, reading):
    """Another post's edit leaves them alone."""
    desk(reading(0), reading(1))
    assert changed(desk, reading(1, kind="edit", text="other")) is None
    assert changed(desk, reading(0, kind="edit", text="mended")).wording == "mended"


def test_an_edit_that_turned_leaves_what_was_said(desk, reading):
    """Later posts are judged against the claim, not against its denial."""
    desk(reading(0))
    assert changed(desk, reading(0, kind="edit", text="UPDATE: not so", denies=True)) is None


def test_words_of_nobody_are_left_alone(desk, reading):
    """A claim that was kept before words had an owner."""
    claim = desk.memory.claim(desk(reading(0)).claim)
    assert without_words(claim, "") is claim
    assert without_words(claim, "telegram:other/1") is claim


def test_a_claim_without_words_still_has_stances():
    """By cues and vectors."""
    stance, sure = StanceModel.load().judge("The bridge is open.", "en", None, "", None, reply=False)
    assert stance in ("support", "deny", "query", "comment")
    assert 0 < sure <= 1


def test_a_post_that_supports_its_claim_is_outlined(desk, reading):
    """Only such a post can be what the claim is known by."""
    read = reading(0)
    supports, denies = desk(read), desk(reading(1, denies=True))
    assert outlined(supports, read.vector) == outline(read.vector)
    assert outlined(denies, read.vector) is None
    assert outlined(supports, None) is None


def carried(read, claim, sentence):
    """Give a supporting post as an edit carries it."""
    post = read.post
    mention = Mention(
        post=post.uid, claim=claim, kind="post", primary=True, stance="support", similarity=1.0,
        path="vector", why=(), offset=0, published_at=post.published_at, read_at=post.published_at,
        platform=post.platform, channel=post.channel_uid, lang="en", sentence=sentence, asserts=True,
        source=post.channel_uid,
    )  # fmt: skip
    return Moved(mention, "support", read.vector)


def test_a_founder_that_is_moved_takes_its_words_along(desk, reading, along):
    """So that its deletion finds them where it is then, and none are left behind."""
    read = reading(0)
    old, new = desk(read).claim, desk(reading(5, along(5))).claim
    desk(reading(1))
    edit = Move(post=read.post.key, to=new, by="editor:ines", at=read.post.at)
    left = {c.id: c for c in change(desk.memory, edit, [carried(read, old, "text 0")], 9).claims}
    assert (left[old].wording, left[old].words_of, left[new].wording) == ("", "", "text 5")
    assert left[old].posts == 1


def test_a_split_claim_has_the_words_of_its_first_post(desk, reading):
    """And knows whose they are."""
    read = reading(1)
    old = desk(reading(0), read).claim
    edit = Split(claim=old, posts=(read.post.key,), by="editor:ines", at=read.post.at)
    founded = next(
        c for c in change(desk.memory, edit, [carried(read, old, "text 1")], 9).claims if c.id != old
    )
    assert (founded.wording, founded.words_of) == ("text 1", read.post.key)


def test_a_merged_claim_knows_whose_words_it_has(desk, reading, along):
    """Those of a rumour, where the other is only a denial that waits for one."""
    denial, rumour = desk(reading(0, denies=True)).claim, desk(reading(5, along(5))).claim
    edit = Merge(into=denial, gone=rumour, by="editor:ines", at=reading(6).post.at)
    (one,) = change(desk.memory, edit, (), 9).claims
    assert (one.id, one.wording, one.words_of) == (denial, "text 5", "telegram:invented_5/5")
