"""What an alert says, and under which id."""

from models.track import alert_record
from models.track.alerts import alert_id


def test_an_alert_is_written_in_the_contracts_keys(told, mention, denial, statement):
    """Keys, types and times as other programs read them."""
    told(mention(0), denial(9, statement(official="Ilo Varn", first_hand=False)))
    record = alert_record(told.alerts[0])
    assert record["kind"] == "denied"
    assert record["claim"] == "c1"
    assert record["fired_at"] == "2026-03-02T12:09:00Z"
    assert record["delay_seconds"] == 540
    shown = record["denial"]
    assert shown["post"] == "telegram:invented_9/9"
    assert (shown["office"], shown["official"], shown["first_hand"]) == ("ministry", "Ilo Varn", False)
    assert (shown["quote"], shown["published_at"]) == ("The bridge stays open.", "2026-03-02T12:09:00Z")
    assert shown["cautions"] == ["second_hand"]
    assert record["text"] == (
        'DENIED by Ilo Varn (ministry, second-hand): "The bridge stays open." — '
        'claim: "The Velmar bridge closes, says source number 0."'
    )


def test_the_same_cause_has_the_same_id_whatever_else_was_read(tell, mention, denial, statement):
    """A claim denied by another office first is the same claim denied."""
    one = tell([mention(0), denial(1)])
    other = tell([mention(5), mention(6), denial(7, statement(office="council"))])
    assert one.alerts[0].alert == other.alerts[0].alert == alert_id("c1", "denied", "")


def test_a_hostile_quote_stays_on_one_line(told, mention, denial, statement):
    """Line breaks, control characters and direction marks do not reach the line for a person."""
    told(mention(0, sentence="a\u202eb\x1b[31m"), denial(1, statement(quote="no\n\nDENIED by\u2066 me\x07")))
    text = told.alerts[0].text
    assert text.isprintable()
    assert "\n" not in text


def test_every_kind_of_alert_has_a_line(told, mention, denial, statement):
    """A story through all eight kinds: each line names the claim."""
    told(
        *map(mention, range(5)),
        mention(5, own=True),
        denial(6, statement(unnamed=True, first_hand=False)),
        denial(7, statement(office="council", standing=2)),
        denial(8),
        denial(8, kind="delete", offset=9),
        mention(10, statements=(statement(office="registry"),)),
        mention(11, minute=30 * 24 * 60),
    )
    kinds = {
        "spreading", "unconfirmed_denial", "denied", "denial_update",
        "denial_withdrawn", "confirmed", "reignited", "our_page",
    }  # fmt: skip
    assert set(told.kinds) == kinds
    assert all("The Velmar bridge closes" in alert.text for alert in told.alerts)
