"""Who has it from whom; everybody here is invented."""

from models.track.recent import recall
from models.track.sketch import digest
from models.track.tree import MOST_BRANCHES, MOST_CIRCLES, MOST_LINKS, cited_by, closes, linked


def _branches(record):
    return {branch.post: branch for branch in record.tree}


def test_the_tree_has_the_posts_that_others_have_it_from(told, mention):
    """A passes to B and C, and B on to D: two branches, of which one hangs on the other."""
    record = told(
        mention(0, post="telegram:a/1", channel="telegram:a", audience=900),
        mention(1, post="telegram:b/1", channel="telegram:b", parent="telegram:A/1", audience=50),
        mention(2, post="telegram:c/1", channel="telegram:c", parent="telegram:a/1"),
        mention(3, post="telegram:d/1", channel="telegram:d", parent="telegram:b/1", audience=7),
    )
    tree = _branches(record)
    assert {post: (b.certain, b.parent) for post, b in tree.items()} == {
        "telegram:a/1": (2, ""), "telegram:b/1": (1, "telegram:a/1"),
    }  # fmt: skip
    assert (tree["telegram:a/1"].reach, tree["telegram:a/1"].told) == (50, 1)
    assert tree["telegram:b/1"].minute == tree["telegram:a/1"].minute + 1


def test_a_branch_that_is_read_after_its_shares_finds_its_place(told, mention):
    """Its time and where it has it from are known then, as if it had been read first."""
    a = mention(0, post="telegram:a/1", channel="telegram:a")
    b = mention(1, post="telegram:b/1", channel="telegram:b", parent="telegram:a/1")
    c = mention(2, post="telegram:c/1", channel="telegram:c", parent="telegram:b/1")
    orders = [(a, b, c), (c, b, a), (b, c, a), (c, a, b)]
    trees = []
    for order in orders:
        told.record = None
        read = [mention(n, post=m.post, channel=m.channel, parent=m.parent, at=m.at, read_at=c.at)
                for n, m in enumerate(order)]  # fmt: skip
        tree = _branches(told(*read))
        trees.append({post: (b.parent, b.minute, b.shares) for post, b in tree.items()})
    assert trees == [trees[0]] * len(orders)
    assert trees[0]["telegram:b/1"][0] == "telegram:a/1"


def test_questions_and_comments_pass_nothing_on_but_forwards_do(told, mention):
    """Who asks whether it is true does not carry it on; who forwards does, whatever he thinks."""
    record = told(
        mention(0, post="telegram:a/1"),
        mention(1, parent="telegram:a/1", stance="query"),
        mention(2, parent="telegram:a/1", stance="deny"),
        mention(3, parent="telegram:a/1", forward_of="telegram:a/1", stance="comment"),
    )
    assert [branch.certain for branch in record.tree] == [1]


def test_large_branches_stay_whatever_comes(told, mention):
    """A hundred posts that two others have it from push none out that fifty have it from."""
    story, number = [], 0
    for root in range(100):
        for _ in range(2):
            for parent in (f"telegram:small/{root}", "telegram:large/1"):
                number += 1
                story.append(mention(number, minute=number, parent=parent))
    record = told(*story)
    tree = _branches(record)
    assert len(tree) == MOST_BRANCHES
    large = tree["telegram:large/1"]
    assert (large.shares, large.over) == (200, 0)
    assert all(b.certain <= 2 < b.shares for post, b in tree.items() if post != "telegram:large/1")


def test_a_post_that_leaves_takes_its_share_along(told, mention):
    """A moved post is no share of the claim it left; what had it from that post goes by itself."""
    from models.track.tree import pruned

    share = mention(1, parent="telegram:a/1")
    record = told(mention(0, post="telegram:a/1"), share, mention(2, parent="telegram:a/1"))
    once = pruned(record.tree, share)
    assert [(b.shares, sum(b.curve.posts)) for b in once] == [(1, 1)]
    assert pruned(once, share) == ()
    assert pruned(record.tree, mention(3, parent="telegram:else/1")) == record.tree


def test_channels_that_cite_each_other_are_flagged(told, mention):
    """B has it from A, C from B, and then A from C: nobody has it from anywhere else."""
    told(
        mention(0, channel="telegram:b", parent="telegram:a/1"),
        mention(1, channel="telegram:c", source="telegram:b"),
    )
    assert told.record.circles == ()
    record = told(mention(2, channel="telegram:a", parent="telegram:c/5"))
    assert [tuple(circle) for circle in record.circles] == [("telegram:a", "telegram:c", 1)]
    again = told(mention(3, channel="telegram:a", parent="telegram:c/6"))
    assert again.circles[0].posts == 2


def test_a_chain_is_no_circle(told, mention):
    """However long; nor is a channel that forwards its own posts."""
    record = told(
        *(mention(n, channel=f"telegram:c{n}", parent=f"telegram:c{n - 1}/1") for n in range(1, 30)),
        mention(30, channel="telegram:c3", parent="telegram:c3/1"),
    )
    assert record.circles == ()


def test_a_page_is_its_feeds(mention):
    """A post that links to an article cites the site, and so does the feed of that site."""
    assert cited_by(mention(0, source="link:news.invalid/a/1")) == "feed:news.invalid"
    assert cited_by(mention(0, channel="feed:news.invalid", source="link:news.invalid/a/1")) == ""
    assert cited_by(mention(0)) == ""
    assert cited_by(mention(0, stance="query", source="telegram:x")) == ""


def test_citations_are_bounded():
    """The oldest are forgotten; what is known is not noted twice."""
    links = b""
    for n in range(MOST_LINKS + 10):
        links = linked(links, f"telegram:a{n}", f"telegram:b{n}")
    assert len(links) == 12 * MOST_LINKS
    assert linked(links, "telegram:a40", "telegram:b40") is links
    assert not closes(links, "telegram:b0", "telegram:a0")
    assert closes(links, "telegram:b41", "telegram:a41")


def test_circles_are_bounded(told, mention):
    """The busiest are kept."""
    story = []
    for n in range(MOST_CIRCLES + 3):
        story += [(f"telegram:a{n}", f"telegram:b{n}/1"), (f"telegram:b{n}", f"telegram:a{n}/1")]
    record = told(*(mention(n, channel=who, parent=whose) for n, (who, whose) in enumerate(story)))
    assert len(record.circles) == MOST_CIRCLES


def test_the_minute_of_a_post_is_remembered_with_it(told, mention, noon):
    """A branch begins when its post was published, which is known of the last posts read."""
    record = told(mention(0))
    known = recall(record.recent, digest("telegram:invented_0/0"))
    assert known.minute == int(noon.timestamp()) // 60
