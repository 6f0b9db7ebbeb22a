"""What waits of offices: few, of each speaker the best, and nothing in the way of his next word."""

from models.track.waiting import MOST_PENDING, heard_of, queued, thinned


class TestThinned:
    """What is left when all were weighed."""

    def test_of_each_speaker_his_best_is_left_and_of_equals_the_first(self, denial, statement):
        """The office's own word before a quoted one."""
        quoted, own, later = (
            heard_of(denial(n), statement(first_hand=hand)) for n, hand in ((0, False), (1, True), (2, True))
        )
        assert thinned((quoted, own, later)) == (own,)

    def test_a_few_of_the_best_are_left(self, denial, statement):
        """A flood of members says nothing for the ministry."""
        heard = tuple(heard_of(denial(n), statement(office=f"o{n}", standing=1)) for n in range(9))
        ministry = heard_of(denial(9), statement())
        left = thinned((*heard, ministry))
        assert len(left) == MOST_PENDING
        assert left[-1] is ministry

    def test_what_is_few_is_left_alone(self, denial, statement):
        """The very same."""
        heard = (heard_of(denial(0), statement()),)
        assert thinned(heard) is heard


def test_a_post_speaks_once_for_an_office(denial, statement):
    """A second statement of the same post adds nothing; one of another office does."""
    first = queued((), heard_of(denial(0), statement()))
    assert queued(first, heard_of(denial(0), statement(quote="Again: no."))) is first
    assert len(queued(first, heard_of(denial(0), statement(office="council")))) == 2


def test_a_statement_of_something_else_is_not_in_the_way_of_the_next(told, mention, denial, statement):
    """The ministry first denies what the claim is not about; then the claim."""
    other, weighed = statement(quote="The Z5 is fine."), told.weigher

    def weigh(mention, said, wordings, began):
        return None if said == other else weighed(mention, said, wordings, began)

    told.weigher = weigh
    told(mention(0), denial(1, other))
    assert told.kinds == []
    record = told(denial(2))
    assert told.kinds == ["denied"]
    assert [heard.denial is not None for heard in record.heard] == [False, True]
    record = told(denial(3, other), denial(4, other))
    assert len(record.heard) == 2
