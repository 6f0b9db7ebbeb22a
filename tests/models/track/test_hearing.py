"""Which words of offices fire which alerts: the contract's rules."""

from datetime import timedelta

from models.track import alert_record

RUMOUR = range(3)


def test_the_first_strong_denial_fires_denied_once_and_its_relays_nothing(told, mention, denial, statement):
    """Two hundred channels that relay one denial add to its relays, not to the alerts."""
    told(*map(mention, RUMOUR), denial(3))
    relay = statement(first_hand=False)
    record = told(*(denial(n, relay) for n in range(4, 204)))
    assert told.kinds == ["denied"]
    assert record.status == "denied"
    assert [heard.relays for heard in record.heard] == [200]


def test_a_higher_office_fires_an_update(told, mention, denial, statement):
    """A named member through a newspaper, then the ministry itself: denied, then denial_update."""
    member = statement(office="parliament", official="Ilo Varn", standing=2, first_hand=False)
    told(mention(0), denial(1, member), denial(2))
    assert told.kinds == ["denied", "denial_update"]
    assert told.alerts[1].denial.office == "ministry"


def test_first_hand_after_second_hand_fires_an_update(told, mention, denial, statement):
    """The same office, of the same standing, now in its own words."""
    told(mention(0), denial(1, statement(first_hand=False)), denial(2), denial(3))
    assert told.kinds == ["denied", "denial_update"]


def test_exact_after_wider_fires_an_update(told, mention, denial, statement):
    """What lacks a caution that all before carried is news."""
    told(mention(0), denial(1, statement(quote="A wider denial.")), denial(2, statement(office="council")))
    assert told.kinds == ["denied", "denial_update"]


def test_an_equal_or_lower_office_fires_nothing_more(told, mention, denial, statement):
    """It stands on the card all the same."""
    record = told(mention(0), denial(1), denial(2, statement(office="council", standing=2)))
    assert told.kinds == ["denied"]
    assert len(record.denials) == 2


def test_the_first_weak_denial_fires_unconfirmed_and_changes_no_status(told, mention, denial, statement):
    """A source in the ministry is not the ministry; a second one is no news."""
    source = statement(unnamed=True, first_hand=False, standing=1)
    record = told(
        mention(0), denial(1, source), denial(2, statement(office="b", unnamed=True, first_hand=False))
    )
    assert told.kinds == ["unconfirmed_denial"]
    assert record.status == "emerging"


def test_a_weak_denial_after_a_strong_one_fires_nothing(told, mention, denial, statement):
    """An old quote stands on the card with its caution, and that is all."""
    old = statement(office="president", said_at="2025-06-18", first_hand=False)
    record = told(mention(0), denial(1), denial(2, old))
    assert told.kinds == ["denied"]
    assert record.denials[1].cautions == ("stale", "second_hand")


def test_a_strong_denial_after_a_weak_one_fires_denied(told, mention, denial, statement):
    """The office itself after a source in it: no relay of the source."""
    told(mention(0), denial(1, statement(unnamed=True, first_hand=False, standing=1)), denial(2))
    assert told.kinds == ["unconfirmed_denial", "denied"]


def test_an_office_out_of_its_remit_fires_nothing(told, mention, denial, statement):
    """Nor does it change the status; it waits in case a wording brings it into its remit."""
    told.weigher.out_of_remit.add("elsewhere")
    record = told(mention(0), denial(1, statement(office="elsewhere")))
    assert (told.kinds, record.status, record.denials) == ([], "emerging", ())
    told.weigher.out_of_remit.clear()
    told(mention(2))
    assert told.kinds == ["denied"]


def test_a_denial_read_before_its_rumour_denies_it_at_birth(told, mention, denial, noon):
    """The alert fires when the rumour joins, naming the post that was read before."""
    record = told(denial(0))
    assert (told.kinds, record.status) == ([], "emerging")
    record = told(mention(1))
    assert (told.kinds, record.status) == (["denied"], "denied")
    assert told.alerts[0].fired_at == noon + timedelta(minutes=1)
    assert told.alerts[0].denial.post == "telegram:invented_0/0"


def test_an_office_is_no_rumour_against_itself(told, mention, denial, statement):
    """What an office itself asserted and denies again needs somebody else to have asserted it."""
    told(mention(0, statements=(statement(),)), denial(1))
    assert told.kinds == []
    told(mention(2))
    assert told.kinds == ["denied"]


def test_an_older_rumour_makes_a_stale_denial_fresh(told, mention, denial, noon):
    """A rumour read late, from before the denial, shows that the denial answered it."""
    told(denial(0), mention(1, minute=3 * 24 * 60))
    assert told.kinds == ["unconfirmed_denial"]
    late = mention(2, at=noon - timedelta(hours=1), read_at=noon + timedelta(days=3))
    record = told(late)
    assert told.kinds == ["unconfirmed_denial", "denied"]
    assert record.status == "denied"


def test_an_office_that_deletes_its_denial_withdraws_it(told, mention, denial, noon):
    """The status falls back; quote and time stay on record."""
    told(mention(0), denial(1))
    record = told(denial(1, kind="delete", offset=2, minute=9))
    assert told.kinds == ["denied", "denial_withdrawn"]
    assert record.status == "emerging"
    assert record.denials[0].quote == "The bridge stays open."
    assert record.denials[0].withdrawn_at == noon + timedelta(minutes=9)


def test_an_office_that_reverses_its_denial_withdraws_it(told, mention, denial):
    """An edit that no longer denies is as good as a deletion; one that still denies is not."""
    told(mention(0), denial(1), denial(1, kind="edit", offset=2))
    assert told.kinds == ["denied"]
    told(denial(1, kind="edit", offset=3, stance="comment"))
    assert told.kinds == ["denied", "denial_withdrawn"]


def test_a_relay_that_is_deleted_withdraws_nothing(told, mention, denial, statement):
    """A newspaper that takes its report down does not speak for the office."""
    told(mention(0), denial(1, statement(first_hand=False)))
    record = told(denial(1, statement(first_hand=False), kind="delete", offset=2))
    assert told.kinds == ["denied"]
    assert record.status == "denied"


def test_a_claim_that_spreads_goes_on_spreading_after_a_withdrawal(told, mention, denial):
    """It falls back to where its counts put it; that it spreads is told once."""
    told(*map(mention, range(6)), denial(6))
    record = told(denial(6, kind="delete", offset=7))
    assert told.kinds == ["spreading", "denied", "denial_withdrawn"]
    assert record.status == "spreading"


def test_a_denial_renewed_after_its_withdrawal_is_an_update(told, mention, denial):
    """``denied`` fires once in a claim's life; each alert has an id of its own."""
    told(mention(0), denial(1), denial(1, kind="delete", offset=2, minute=2), denial(3))
    record = told(denial(3, kind="delete", offset=4, minute=4), denial(5))
    assert told.kinds == ["denied", "denial_withdrawn", "denial_update", "denial_withdrawn", "denial_update"]
    assert len({alert.alert for alert in told.alerts}) == 5
    assert record.status == "denied"


def test_an_office_confirms_what_others_asserted(told, mention, statement):
    """First-hand and in its remit: confirmed, once."""
    record = told(mention(0), mention(1, statements=(statement(),)), mention(2, statements=(statement(),)))
    assert told.kinds == ["confirmed"]
    assert record.status == "confirmed"
    shown = alert_record(told.alerts[0])
    assert shown["denial"] is None
    assert (shown["confirmation"]["office"], shown["confirmation"]["quote"]) == (
        "ministry",
        "The bridge stays open.",
    )
    assert shown["text"].startswith('CONFIRMED by ministry (first-hand): "The bridge stays open."')
    assert shown["delay_seconds"] == 60


def test_an_office_that_says_it_first_confirms_nothing(told, mention, statement):
    """It made the news; those who relay it do not turn that into a confirmation."""
    told(mention(0, statements=(statement(),)), mention(1))
    assert told.kinds == []


def test_a_second_hand_confirmation_is_none(told, mention, statement):
    """A newspaper that has the ministry say so is one more post."""
    told(mention(0), mention(1, statements=(statement(first_hand=False),)))
    assert told.kinds == []


def test_of_contradicting_offices_the_newest_word_stands(told, mention, denial, statement):
    """Confirmed by one, denied by another."""
    told(mention(0), mention(1, statements=(statement(office="council"),)))
    record = told(denial(2))
    assert told.kinds == ["confirmed", "denied"]
    assert record.status == "denied"


def test_a_confirmation_after_a_denial_stands_and_so_does_the_reverse(told, mention, denial, statement):
    """Offices contradict each other: each is told once, and the newest word is shown."""
    record = told(mention(0), denial(1), mention(2, statements=(statement(office="council"),)))
    assert (record.status, told.kinds) == ("confirmed", ["denied", "confirmed"])
    # Others who carry the old denial on do not turn it back; the office that renews it itself does.
    record = told(denial(3, statement(first_hand=False)), denial(4, statement(first_hand=False)))
    assert record.status == "confirmed"
    record = told(denial(5))
    assert (record.status, told.kinds) == ("denied", ["denied", "confirmed"])
    assert record.turns[-1].evidence == "telegram:invented_5/5"
    assert told(mention(6, statements=(statement(office="council"),))).status == "confirmed"


def test_an_office_that_answers_its_denial_to_say_it_is_so_withdraws_it(told, mention, denial, statement):
    """In a new post, not by an edit: withdrawn and confirmed. The denial of another office stands."""
    told(mention(0), denial(1), denial(2, statement(office="council", standing=2)))
    turned = statement(quote="The bridge closes on Monday after all.")
    record = told(mention(3, statements=(turned,), parent="telegram:Invented_1/1"))
    assert told.kinds == ["denied", "denial_withdrawn", "confirmed"]
    assert [denial.office for denial in record.strong_denials] == ["council"]
    assert record.denials[0].withdrawn_at is not None
    told(mention(4, statements=(turned,), parent="telegram:invented_1/1"))
    assert told.kinds == ["denied", "denial_withdrawn", "confirmed"]


def test_an_office_that_turns_after_another_confirmed_withdraws_its_denial_too(
    told, mention, denial, statement
):
    """It is confirmed already; that the ministry gives in is news."""
    told(mention(0), denial(1), mention(2, statements=(statement(office="council"),)))
    said = (statement(quote="The bridge closes on Monday."),)
    told(mention(3, statements=said, parent="telegram:invented_1/1"))
    assert told.kinds == ["denied", "confirmed", "denial_withdrawn"]


def test_a_confirmation_that_names_no_denial_takes_none_back(told, mention, denial, statement):
    """An office can deny the date and confirm the place: what it denied stands on the card."""
    said = (statement(quote="The bridge closes on Monday."),)
    record = told(
        mention(0), denial(1), mention(2, statements=said), mention(3, statements=said, parent="a:b/c")
    )
    assert told.kinds == ["denied", "confirmed"]
    assert len(record.strong_denials) == 1


def test_words_of_denial_take_no_denial_back(told, mention, denial, statement):
    """Even where they were taken for a confirmation."""
    no = statement(quote="That report is false, the bridge does not close.")
    record = told(mention(0), denial(1), mention(2, statements=(no,), parent="telegram:invented_1/1"))
    assert "denial_withdrawn" not in told.kinds
    assert len(record.strong_denials) == 1


def test_what_waits_is_few_and_the_best_of_each_speaker(told, denial, statement):
    """A flood of statements before any rumour cannot push the ministry's own out."""
    told(denial(0))
    record = told(*(denial(n, statement(office=f"o{n}", standing=1, first_hand=False)) for n in range(1, 50)))
    assert len(record.heard) == 4
    assert record.heard[0].stated().office == "ministry"


def test_two_offices_in_one_post_are_two_denials(told, mention, denial, statement):
    """Each is weighed by itself, with what the claim is told in and when it began."""
    record = told(mention(0), denial(1, statement(office="council", standing=2), statement()))
    assert told.kinds == ["denied", "denial_update"]
    assert len(record.denials) == 2
    assert told.weigher.calls[0] == (
        "council",
        ("The Velmar bridge closes, says source number 0.",),
        record.began,
    )


def test_an_undated_repeat_of_an_old_quote_is_a_relay_of_it(told, mention, denial, statement):
    """Those who repeat leave out when it was said; a week later it would be a new word."""
    old = statement(office="president", said_at="2025-06-18", first_hand=False)
    told(mention(0), denial(1), denial(2, old))
    record = told(denial(3, statement(office="president", first_hand=False)))
    assert told.kinds == ["denied"]
    assert [heard.relays for heard in record.heard] == [0, 1]
