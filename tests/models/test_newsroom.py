"""What is our own. All hosts and accounts are invented."""

import pytest

from models.newsroom import NewsroomError, parse_newsroom
from models.post import parse_post

OURS = parse_newsroom(
    '[own]\ndomains = ["Velmar-Post.example"]\naccounts = ["twitter:VelmarPost"]', "newsroom.toml"
)


def post(platform: str, channel: str) -> bool:
    return OURS.owns(
        parse_post(
            {
                "platform": platform,
                "channel": channel,
                "post_id": "1",
                "published_at": "2026-03-02T12:00:00Z",
                "text": "x",
            }
        )
    )


def test_a_page_of_our_host_or_below_it_is_ours() -> None:
    """But no host that only looks like it."""
    assert post("feed", "velmar-post.example")
    assert post("feed", "www.velmar-post.example")
    assert not post("feed", "not-velmar-post.example")
    assert not post("feed", "velmar-post.example.net")


def test_our_account_is_ours_in_any_case_and_on_its_platform_only() -> None:
    """Handles compare without case."""
    assert post("twitter", "velmarpost")
    assert not post("telegram", "VelmarPost")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[own", "newsroom.toml"),
        ('[own]\ndomains = "x"', "domains"),
        ('[own]\naccounts = ["x"]', "telegram:our_channel"),
    ],
)
def test_a_wrong_file_is_named_with_its_mend(text: str, word: str) -> None:
    """One clear sentence."""
    with pytest.raises(NewsroomError, match=word):
        parse_newsroom(text, "newsroom.toml")
