"""Mark: where an allegation is said, through a mended text; and what is asked for, apart."""

import pytest
from tests.stories import NOW, SHELVES_LATE, a_decided_case, an_allegation, an_open_case

from upheld.core.spans import Span, SpanError
from upheld.core.words import AllegationKind, CaseState
from upheld.steps.investigate import allege
from upheld.steps.mark import mark, record_demand
from upheld.steps.mend_case import Words, mend_case
from upheld.store.load import CaseMissing
from upheld.store.models import Allegation, Case, Event, Person

LATE = "My shelves arrived nine days late and nobody told me."
NINE_DAYS = Span(19, 33)  # nine days late


def test_an_allegation_is_tied_to_the_words_that_say_it(handler: Person) -> None:
    case = an_open_case(handler)
    allege(case, AllegationKind.LATE, "Late", {}, handler, NOW, [NINE_DAYS])
    assert Allegation.objects.get().spans == [[19, 33]]
    assert Event.objects.get(kind="alleged").data["spans"] == [[19, 33]]


def test_words_can_be_marked_later_in_place_of_others(handler: Person) -> None:
    case = an_open_case(handler)
    allegation = an_allegation(case, handler)
    mark(case, allegation, [Span(0, 10)], handler, NOW)
    mark(case, allegation, [Span(40, 52), NINE_DAYS], handler, NOW)
    assert Allegation.objects.get().spans == [[19, 33], [40, 52]]


def test_a_mark_moves_no_decision(handler: Person) -> None:
    case = a_decided_case(handler)
    mark(case, Allegation.objects.get().pk, [NINE_DAYS], handler, NOW)
    assert Case.objects.get().state == CaseState.DECIDED


def test_a_place_that_is_not_in_the_text_is_refused_and_nothing_is_kept(handler: Person) -> None:
    case = an_open_case(handler)
    with pytest.raises(SpanError, match="mark the words again"):
        allege(case, AllegationKind.LATE, "Late", SHELVES_LATE, handler, NOW, [Span(10, 999)])
    assert not Allegation.objects.exists()


def test_an_allegation_of_another_case_is_not_marked(handler: Person) -> None:
    case, other = an_open_case(handler), an_open_case(handler)
    with pytest.raises(CaseMissing):
        mark(case, an_allegation(other, handler), [NINE_DAYS], handler, NOW)


class TestAMendedText:
    def test_carries_its_marks_with_it(self, handler: Person) -> None:
        case = an_open_case(handler)
        allege(case, AllegationKind.LATE, "Late", {}, handler, NOW, [NINE_DAYS])
        words = Words(LATE, f"Dear all,\n{LATE}", "", NOW)
        assert mend_case(case, words, handler, NOW) == ("text",)
        (start, end), = Allegation.objects.get().spans  # fmt: skip
        assert Case.objects.get().text[start:end] == "nine days late"

    def test_tells_what_is_no_longer_said(self, handler: Person) -> None:
        case = an_open_case(handler)
        allege(case, AllegationKind.LATE, "Late", {}, handler, NOW, [NINE_DAYS])
        assert mend_case(case, Words(LATE, "They came.", "", NOW), handler, NOW) == (
            "text",
            "marks",
        )
        assert Allegation.objects.get().spans == []
        assert Event.objects.get(kind="marked").data["lost"] == ["nine days late"]


def test_what_is_asked_for_is_kept_and_moves_nothing(handler: Person) -> None:
    case = a_decided_case(handler)
    record_demand(case, " A refund of everything ", handler, NOW)
    found = Case.objects.get()
    assert (found.demand, found.state) == ("A refund of everything", CaseState.DECIDED)
    assert Event.objects.get(kind="case_mended").data["after"] == {"demand": found.demand}
