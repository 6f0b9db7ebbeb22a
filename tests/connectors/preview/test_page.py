"""The page of a channel as posts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.preview.page import PreviewError, Shown, count, read_page
from connectors.preview.sync import Change, Seen, changes


def page(inside: str, *, post: str = "synthetic_herald/7", classes: str = "", more: str = "") -> str:
    return (
        '<section class="tgme_channel_history"><div class="tgme_widget_message_wrap">'
        f'<div class="tgme_widget_message {classes} js-widget_message" data-post="{post}" {more}>{inside}'
        '<a class="tgme_widget_message_date"><time datetime="2026-03-02T11:00:00+00:00">11:00</time></a>'
        "</div>"
        "</div></section>"
    )


def text(html: str) -> str:
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{html}</div>'


def only(source: str) -> Shown:
    (post,) = read_page(source, "Synthetic_Herald").posts
    return post


def test_a_text_is_what_telegram_calls_one() -> None:
    """Line breaks stay, emoji are letters, a link is its words."""
    html = (
        'Ports are <b>open</b>,<br/>says <a href="https://harbours.example/1" rel="noopener">the ministry</a>'
        '<br/><br/><i class="emoji" style="background-image:url(x)"><b>👍</b></i> &amp;'
        " <tg-spoiler>so</tg-spoiler>"
    )
    assert only(page(text(html))).text == "Ports are open,\nsays the ministry\n\n👍 & so"


def test_what_a_reply_quotes_is_not_the_posts_text() -> None:
    reply = (
        '<a class="tgme_widget_message_reply" href="https://t.me/synthetic_herald/3">'
        '<div class="tgme_widget_message_text js-message_reply_text">Ports are closed</div></a>'
    )
    post = only(page(reply + text("No, they are open")))
    assert (post.text, post.reply_to) == ("No, they are open", "telegram:Synthetic_Herald/3")


@pytest.mark.parametrize(
    ("href", "origin"),
    [
        ("https://t.me/second_herald/55", "telegram:second_herald/55"),
        ("https://t.me/s/second_herald/55", "telegram:second_herald/55"),
        ("https://t.me/second_herald/55?single", "telegram:second_herald/55"),
        ("https://t.me/c/1234567/55", "telegram:#1234567/55"),
        ("https://t.me/second_herald", None),
        ("https://t.me/second_herald/0", None),
        ("https://t.me/second_herald/99999999999", None),
        ("https://t.me/second%2Fherald/5", None),
        ("https://evil.example/second_herald/55", None),
        ("javascript:alert(1)", None),
        ("https://[broken", None),
    ],
)
def test_a_forward_names_the_post_it_is_of(href: str, origin: str | None) -> None:
    html = f'<a class="tgme_widget_message_forwarded_from_name" href="{href}"><span>Second</span></a>'
    assert only(page(html + text("Ports"))).forward_of == origin


def test_media_without_words_are_a_post_without_text() -> None:
    video = '<a class="tgme_widget_message_video_player"><div class="message_media_not_supported">x</div></a>'
    assert only(page(video)).text == ""
    assert only(page('<a class="tgme_widget_message_photo_wrap"></a>')).text == ""


def test_what_is_left_to_the_app_is_known_to_be_hidden() -> None:
    """An empty text in its place would pass for its words."""
    hidden = '<div class="message_media_not_supported_label">Please open Telegram to view this post</div>'
    assert only(page(hidden)).hidden
    assert not only(page(hidden + text("Words beside a file"))).hidden
    seen = Seen(7)
    seen.note(Change("post", 7, Shown(7, (7,), "Words of its own page", None)))
    assert changes([only(page(hidden))], seen) == []


def test_what_nobody_posted_is_left_out() -> None:
    service = read_page(page(text("Channel photo updated"), classes="service_message"), "synthetic_herald")
    assert (service.posts, service.lowest) == ((), 7)


def test_a_quote_without_its_usual_mark_is_none_of_the_text() -> None:
    quote = (
        f'<a class="tgme_widget_message_reply" href="https://t.me/x_herald/3">{text("Ports are closed")}</a>'
    )
    assert only(page(quote + text("They are open"))).text == "They are open"
    assert only(page(quote)).text == ""


def test_a_post_of_another_channel_is_left_out() -> None:
    assert read_page(page(text("x"), post="second_herald/7"), "synthetic_herald").posts == ()


@pytest.mark.parametrize(
    "more", ['data-peer="c1234567_-99"', 'data-view="eyJjIjotMTIzNDU2NywicCI6NywidCI6MX0"']
)
def test_the_channels_number_is_read(more: str) -> None:
    """It stays when a name is given away."""
    assert read_page(page(text("x"), more=more), "synthetic_herald").channel_id == "1234567"


@pytest.mark.parametrize(
    "more", ['data-peer="x"', 'data-view="%%%"', 'data-view="W10"', 'data-view="eyJjIjp0cnVlfQ"', ""]
)
def test_a_number_that_cannot_be_read_is_none(more: str) -> None:
    assert read_page(page(text("x"), more=more), "synthetic_herald").channel_id is None


def test_its_time_is_read() -> None:
    assert only(page(text("x"))).published == datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
    assert only(page(text("x")).replace("2026-03-02T11:00:00+00:00", "yesterday")).published is None


@pytest.mark.parametrize(
    ("words", "number"),
    [("7", 7), ("1.2K", 1_200), ("436.6K", 436_600), ("3.45M", 3_450_000), ("1B", 10**9), ("11 204", 11_204),
     ("11\u00a0204", 11_204), ("1,5k", 1_500), ("", None), ("many", None), ("-3", None), ("1.2.3K", None),
     ("9" * 50, None), ("٣", None)],
)  # fmt: skip
def test_a_count_is_read_as_it_is_shortened(words: str, number: int | None) -> None:
    assert count(words) == number


def test_what_is_no_channel_is_told() -> None:
    for source in ("", "<html><body>Open in Telegram</body></html>", "\x00"):
        with pytest.raises(PreviewError, match="shows no channel"):
            read_page(source, "synthetic_herald")


PARTS = st.sampled_from(
    [page(text("a")), page("", more="data-view='e30'"), "5'>", "</div>", "<time datetime='",
     "<div class='tgme_widget_message' data-post='synthetic_herald/",
     "<a class='grouped_media_wrap' href='https://t.me/synthetic_herald/9?single'>",
     "<span class='tgme_widget_message_views'>", "1e9K", "<", ">", "&#0;", "\x00", "\ud800", "'",
     "99999999999999",
     "<div class='tgme_channel_info_counter'><span class='counter_type'>subscribers", "<!--", "<svg><style>"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PARTS, max_size=12).map("".join) | st.text())
def test_no_page_breaks_it(source: str) -> None:
    try:
        found = read_page(source, "synthetic_herald")
    except PreviewError:
        return
    assert all(0 < post.id < 2**31 and post.id == post.pieces[0] for post in found.posts)


def shown(id_: int, words: str = "x", *others: int) -> Shown:
    return Shown(id_, (id_, *others), words, None)


def test_a_post_is_deleted_when_two_looks_in_a_row_do_not_find_it() -> None:
    seen = Seen(3)
    for id_ in (1, 2, 3):
        seen.note(Change("post", id_, shown(id_)))
    without = [shown(1), shown(3)]
    assert changes(without, seen) == []
    assert changes([shown(1), shown(2), shown(3)], seen) == []
    assert changes(without, seen) == []
    assert changes(without, seen) == [Change("delete", 2)]


def test_beyond_what_a_page_shows_nothing_is_deleted() -> None:
    seen = Seen(9)
    for id_ in range(1, 10):
        seen.note(Change("post", id_, shown(id_)))
    for _ in range(3):
        assert changes([shown(4), shown(5)], seen) == []


def test_an_album_goes_when_all_of_it_is_gone() -> None:
    seen = Seen(6)
    for one in (shown(1), shown(2, "album", 3, 4), shown(5)):
        seen.note(Change("post", one.id, one))
    rest = [shown(1), shown(3, "album", 4), shown(5)]
    assert changes(rest, seen) == changes(rest, seen) == []
    bare = [shown(1), shown(5)]
    assert changes(bare, seen) == []
    assert changes(bare, seen) == [Change("delete", 2)]
    seen.note(Change("delete", 2))
    assert set(seen.digests) == {1, 5}
