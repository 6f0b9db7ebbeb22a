"""The card of an alert: all that matters is on it, and hostile words stay words."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.notify import html_card, plain_card
from connectors.notify.card import MOST_MESSAGE, TITLES, one_line

HOSTILE = '</b><a href="tg://user?id=1">@everyone</a> & <script>\u202e\x1b[31m\nAlert: forged'


class Tags(HTMLParser):
    """Reads a message as Telegram does, and keeps its tags and its text."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.open, self.seen, self.links, self.text = [], set(), [], ""
        self.feed(message)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.add(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_a_card_says_what_a_journalist_needs(alert):
    """What, who, first-hand or not, when, what to beware of, our own pages, where to look."""
    assert plain_card(alert()).splitlines() == [
        "DENIED",
        "Claim: The Velmar bridge closes tomorrow.",
        "Quote: Көпір жабылмайды.",
        "By: Ilo Varn, Velmar Road Agency, standing 3 of 3, second-hand",
        "Said: 2026-03-01",
        "Reported: 02 Mar 2026 11:50 UTC, read 02 Mar 2026 11:59 UTC",
        "Caution: scope: it speaks of all bridges",
        "Caution: second_hand: quoted by feed:velmar-daily.example",
        "Post: feed:velmar-roads.example/7",
        "Delay: 5 h 50 min after the claim was first seen; false rumours take about 14 hours to be resolved",
        "Our page: https://desk.example/bridge, 02 Mar 2026 07:00 UTC: The bridge will close.",
        "Spread: 9 posts, 4 channels, 2 independent sources",
        "First seen: 02 Mar 2026 06:00 UTC by telegram:velmar_invented/1",
        "Link: https://velmar-daily.example/bridge?a=1&b=2",
        "Alert: a1b2c3d4e5f60718",
    ]


def test_telegram_gets_the_same_lines_in_its_html(alert):
    """The same words, the quote set off, the link to be followed."""
    message = html_card(alert())
    tags = Tags(message)
    assert tags.open == []
    assert tags.seen == {"b", "blockquote", "a", "code"}
    assert tags.links == ["https://velmar-daily.example/bridge?a=1&b=2"]
    assert tags.text == plain_card(alert()).replace("Quote: ", "")


@pytest.mark.parametrize("kind", sorted(TITLES))
def test_every_kind_has_a_title(alert, kind):
    """And one that is not known yet has its name."""
    assert plain_card(alert(kind=kind)).splitlines()[0] == TITLES[kind]
    assert plain_card(alert(kind="unheard_of")).splitlines()[0] == "unheard_of"


def test_a_card_names_the_rule_that_fired(alert):
    """So that a newsroom knows which of its rules to mend; its name is a word like others."""
    fired = alert(kind="spreading", denial=None, own_pages=[], rule="fast <b>and</b> wide")
    assert "Rule: fast <b>and</b> wide" in plain_card(fired)
    assert "fast &lt;b&gt;and&lt;/b&gt; wide" in html_card(fired)
    assert "Rule" not in plain_card(fired | {"rule": None})


def test_an_alert_without_denial_or_known_claim_shows_its_own_line(alert):
    """Nothing is made up for what is not known."""
    bare = alert(kind="spreading", denial=None, own_pages=[], text="SPREADING: 9 posts")
    del bare["claim_text"]
    assert plain_card(bare).splitlines() == [
        "SPREADING",
        "SPREADING: 9 posts",
        "Spread: 9 posts, 4 channels, 2 independent sources",
        "First seen: 02 Mar 2026 06:00 UTC by telegram:velmar_invented/1",
        "Alert: a1b2c3d4e5f60718",
    ]


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s after the claim was first seen; false"),
        (59, "59 s after"),
        (3_600, "1 h after"),
        (200_000, "2 days after"),
        (-7_500, "2 h 5 min before the claim was first seen"),
    ],
)
def test_the_delay_is_said_as_a_person_would(alert, seconds, shown):
    """A quote from before the rumour is not compared with how long rumours live."""
    card = plain_card(alert(delay_seconds=seconds))
    assert f"Delay: {shown}" in card
    assert ("14 hours" in card) == (seconds >= 0)


def test_our_pages_show_what_became_of_them(alert):
    """Corrected and removed ones too; more than five are counted."""
    page = alert()["own_pages"][0]
    pages = [page | {"state": state} for state in ("corrected", "removed", *["standing"] * 6)]
    card = plain_card(alert(own_pages=pages))
    assert "will close. (corrected)" in card
    assert "will close. (removed)" in card
    assert card.count("Our page:") == 5
    assert "and 3 more of our own pages" in card


def test_a_denial_taken_back_says_when(alert):
    """The quote stays on the card."""
    denial = alert()["denial"] | {"withdrawn_at": "2026-03-02T13:00:00Z"}
    card = plain_card(alert(kind="denial_withdrawn", denial=denial))
    assert "Withdrawn: 02 Mar 2026 13:00 UTC" in card
    assert "Көпір жабылмайды." in card


def test_a_confirmation_names_who_confirms_in_what_words(alert):
    """As a denial does; a link leads to them."""
    said = alert()["denial"] | {"first_hand": True, "cautions": [], "reasons": [], "quote": "Көпір жабылады."}
    card = plain_card(alert(kind="confirmed", denial=None, confirmation=said))
    assert card.startswith("CONFIRMED\nClaim: The Velmar bridge closes tomorrow.\nQuote: Көпір жабылады.\n")
    assert "By: Ilo Varn, Velmar Road Agency, standing 3 of 3, first-hand" in card
    assert "Link: https://velmar-daily.example/bridge?a=1&b=2" in card


def test_a_card_says_by_what_rule_a_claim_spreads_or_is_back(alert):
    """As the newsroom named it."""
    card = plain_card(alert(kind="reignited", denial=None, rule="faster than before its denial"))
    assert card.startswith("IT IS BACK\nClaim: ")
    assert "Why: faster than before its denial" in card


def test_an_office_without_a_name_is_called_by_its_id(alert):
    """And a caution without a reason says what it means."""
    bare = alert()["denial"] | {"office_name": None, "official": None, "standing": None, "reasons": []}
    card = plain_card(alert(denial=bare | {"said_at": None, "reported_at": None}))
    assert "By: velmar-roads, second-hand" in card
    assert "Caution: scope: denies something wider or narrower than the claim" in card
    assert "Said: 02 Mar 2026 11:50 UTC\nReported: 02 Mar 2026 11:50 UTC\n" in card


def hostile(alert, text):
    denial = alert()["denial"]
    return alert(
        claim_text=text,
        text=text,
        origin=text,
        denial=denial
        | dict.fromkeys(("quote", "official", "office", "office_name", "post", "url", "said_at"), text)
        | {"reasons": [text] * 9, "cautions": [text] * 9},
        own_pages=[{"post": text, "url": None, "sentence": text, "published_at": text}] * 9,
    )


def test_hostile_words_stay_words(alert):
    """No tag, no link, no call to a member, no forged line."""
    tags = Tags(html_card(hostile(alert, HOSTILE)))
    assert tags.seen <= {"b", "blockquote", "a", "code"}
    assert tags.links == []
    assert "@e" not in tags.text
    assert tags.text.count("\nAlert: ") == 1
    plain = plain_card(hostile(alert, HOSTILE))
    assert "\x1b" not in plain
    assert "\u202e" not in plain
    assert plain.count("\nAlert: ") == 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "tg://resolve?domain=x", "data:text/html,x"])
def test_only_web_links_can_be_followed(alert, url):
    """Others are shown as they are."""
    card = html_card(alert(denial=alert()["denial"] | {"url": url}))
    assert Tags(card).links == []
    assert f"Link: {url}" in Tags(card).text


@given(text=st.text(alphabet=st.sampled_from('<>&"@\u202e\U0001f600 aй\n\x00/:'), max_size=3_000))
def test_any_words_fit_into_one_message(text, alert):
    """Well formed, within Telegram's limit in UTF-16, with title and id."""
    message = html_card(hostile(alert, text))
    tags = Tags(message)
    assert tags.open == []
    assert len(message.encode("utf-16-le")) // 2 <= MOST_MESSAGE
    lines = tags.text.split("\n")
    assert (lines[0], lines[-1]) == ("DENIED", "Alert: a1b2c3d4e5f60718")


@given(st.text(max_size=500))
def test_a_line_is_one_line(text):
    """Short, without what a terminal or a reader could be misled by."""
    line = one_line(text, 100)
    assert len(line) <= 100
    assert line.replace("\u200c", "").replace("\u200d", "").isprintable() or not line.isascii()
    assert not set(line) & set("\x00\x1b\n\r\u2028\u202e\u2066\u200e\u200b\ufeff")


def test_joiners_of_words_are_kept():
    """Persian and emoji need them."""
    assert one_line("می‌خواهم 👩‍🚒", 50) == "می‌خواهم 👩‍🚒"


def test_a_card_of_our_page_has_a_draft_of_its_update(alert):
    """Set off for copying, and escaped like all else."""
    told = alert(kind="our_page", update_line=f"UPDATE 00:52 UTC: the ministry denies this: «{HOSTILE}»")
    assert "Draft: UPDATE 00:52 UTC: the ministry denies this: «</b>" in plain_card(told)
    message = Tags(html_card(told))
    assert message.links == [link for link in message.links if link.startswith("https://")]
    assert "script" not in message.seen
