"""First-hand: posts of an office's own accounts and hosts."""

from __future__ import annotations

from collections.abc import Callable

from models.reading import Statement

Find = Callable[..., tuple[Statement, ...]]


def test_the_quote_is_the_denying_sentence(found: Find) -> None:
    """Of an office's post the sentence that denies is kept, not the greeting before it."""
    greeting = "Dear travellers, thank you for all your many questions of this long week."
    denial = "Reports that the big quay of Velmar will be closed are false."
    (said,) = found(f"{greeting} {denial}", channel="velmar_port")
    assert said.quote == denial
    assert (said.office, said.first_hand, said.standing, said.official) == ("port", True, 2, None)


def test_a_sentence_that_points_back_brings_the_one_before(found: Find) -> None:
    """Alone, "such reports are false" would not tell what is denied."""
    text = "The quay stays open to ships of every size this spring. Such reports are false."
    (said,) = found(text, channel="velmar_port")
    assert said.quote == text


def test_without_a_denial_the_first_sentence_stands(found: Find) -> None:
    """An office may also confirm, so its post always has a statement."""
    (said,) = found("The quay closes on Monday at noon. Ships moor at the new pier.", channel="velmar_port")
    assert said.quote == "The quay closes on Monday at noon."


def test_the_signing_person_is_the_official(found: Find) -> None:
    """Under a release, or in its words, the office's person is named."""
    signed = (
        "The quay is not being closed at all this year, whatever is said. – Ilsa Markovec, head of authority"
    )
    assert found(signed, channel="velmar_port")[0].official == "Ilsa Markovec"
    assert found("Markovec: the quay is not closed.", channel="velmar_port")[0].official == "Ilsa Markovec"


def test_an_office_that_is_checking_has_said_nothing(found: Find) -> None:
    """Neither denial nor confirmation comes of "we are aware of the reports and are checking them"."""
    assert found("We are aware of the reports and are checking them.", channel="velmar_port") == ()


def test_a_page_of_a_subdomain_is_first_hand(found: Find) -> None:
    """A feed post is told by its host."""
    text = "Reports that the quay will be closed are false."
    own = found(text, platform="feed", channel="news.port.velmar.example")
    assert own[0].first_hand
    assert found(text, platform="feed", channel="port.velmar.example.impostor.example") == ()


def test_a_forward_of_an_offices_post_is_second_hand(found: Find) -> None:
    """The words are the office's, the channel is not."""
    text = "Reports that the quay will be closed are false."
    (said,) = found(text, forward_of="telegram:Velmar_Port/7")
    assert (said.office, said.first_hand) == ("port", False)


def test_what_an_office_forwards_is_not_its_own_word(found: Find) -> None:
    """A post that an office only passes on is its author's."""
    text = "Reports that the quay will be closed are false."
    assert found(text, channel="velmar_port", forward_of="telegram:harbour_gossip/2") == ()


def test_a_deletion_says_nothing(found: Find) -> None:
    """A post without text has no statement."""
    assert found("", kind="delete", channel="velmar_port") == ()
    assert found("  ", channel="velmar_port") == ()
