"""Like cases alike: one that differs needs a reason that is kept, and what was unfair is not
followed."""

import pytest
from tests.stories import (
    NOW,
    SHELVES_LATE,
    a_decided_case,
    a_finding,
    an_allegation,
    an_investigated_case,
    an_open_case,
    told_about,
)

from upheld.core.words import CaseId, FindingResult
from upheld.steps.decide import Differs, decide
from upheld.steps.follow import NotToFollow, do_not_follow, follow_again
from upheld.steps.may import NotAllowed, WrongState
from upheld.store import load
from upheld.store.models import Case, Decision, Distinction, Event, NotFollowed, Person


def found_otherwise(by: Person, **facts: object) -> CaseId:
    """The same kind of thing happened, and a person finds that it did not."""
    case = an_open_case(by, name="Bob", email="bob@example.org")
    allegation = an_allegation(case, by, facts={**SHELVES_LATE, **facts})
    a_finding(case, allegation, by, result=FindingResult.NOT_SUBSTANTIATED, because="We rang.")
    return case


class TestADecisionThatDiffersFromLikeCases:
    @pytest.mark.parametrize("why", ["", " ", "\u200b", "\u2800"])
    def test_needs_a_reason_that_can_be_seen(self, why: str, handler: Person) -> None:
        first = a_decided_case(handler)
        case = found_otherwise(handler)
        with pytest.raises(Differs, match=f"{Case(pk=first).reference} was found otherwise"):
            decide(case, handler, NOW, why)
        assert load.latest_decision(case) is None

    def test_keeps_its_reason_with_the_cases_that_it_was_beside(self, handler: Person) -> None:
        first = a_decided_case(handler)
        row = decide(found_otherwise(handler), handler, NOW, "The carrier's clock was wrong.")
        kept = Distinction.objects.get(decision=row)
        assert (kept.why, kept.cases) == ("The carrier's clock was wrong.", [first])
        event = Event.objects.get(kind="distinguished")
        assert (event.data["why"], event.by) == (kept.why, "Alice Moore")

    def test_needs_none_where_the_facts_are_far_apart(self, handler: Person) -> None:
        a_decided_case(handler)
        case = found_otherwise(handler, days_late=90, price_paid="9.00", delivery_paid="2.00")
        assert decide(case, handler, NOW).outcome == "not_upheld"

    def test_needs_none_where_nothing_is_known_of_either(self, handler: Person) -> None:
        for result in (FindingResult.SUBSTANTIATED, FindingResult.NOT_SUBSTANTIATED):
            case = an_open_case(handler)
            a_finding(case, an_allegation(case, handler, facts={}), handler, result=result)
            assert decide(case, handler, NOW)

    def test_is_found_and_owed_the_same_whatever_reason_is_given(self, handler: Person) -> None:
        """Nor does a mark, or a like case, move what was found or is owed."""
        case = found_otherwise(handler)
        alone = decide(case, handler, NOW).record
        decide(an_investigated_case(handler), handler, NOW, "We had not rung them.")
        beside = decide(case, handler, NOW, "The carrier's clock was wrong.").record
        names = ("findings", "outcome", "entitlement")
        assert [alone[name] for name in names] == [beside[name] for name in names]

    def test_may_give_other_goodwill_to_another_band(self, handler: Person) -> None:
        sally = a_decided_case(handler)
        told_about(sally, "0.9", "0.9", "0.9")
        bob = a_decided_case(handler, name="Bob", email="bob@example.org")
        told_about(bob, "0.1", "0.1", "0.1")
        row = decide(bob, handler, NOW)
        assert (row.stance, row.goodwill) == ("honour", 0)


class TestAPrecedentNotToFollow:
    def test_weighs_nothing_until_a_lead_says_otherwise(
        self, handler: Person, lead: Person
    ) -> None:
        first = a_decided_case(handler)
        do_not_follow(first, "It was paid to whoever asked twice.", lead, NOW)
        case = found_otherwise(handler)
        assert decide(case, handler, NOW)
        follow_again(first, "The record shows that it was owed.", lead, NOW)
        with pytest.raises(Differs):
            decide(case, handler, NOW)
        kinds = Event.objects.filter(case=first).order_by("number").values_list("kind", flat=True)
        assert [*kinds][-2:] == ["precedent_not_followed", "precedent_followed_again"]

    def test_stays_what_it_was_in_its_own_case(self, handler: Person, lead: Person) -> None:
        case = a_decided_case(handler)
        before = Decision.objects.values().get()
        do_not_follow(case, "It was unfair.", lead, NOW)
        assert Decision.objects.values().get() == before
        mark = NotFollowed.objects.get()
        assert (mark.why, mark.marked_by, mark.ended_at) == ("It was unfair.", lead, None)

    def test_is_marked_by_a_lead_once_and_with_a_reason(
        self, handler: Person, lead: Person, open_case: CaseId
    ) -> None:
        case = a_decided_case(handler, name="Bob", email="bob@example.org")
        with pytest.raises(NotAllowed):
            do_not_follow(case, "It was unfair.", handler, NOW)
        with pytest.raises(NotToFollow, match="say what was unfair"):
            do_not_follow(case, " ", lead, NOW)
        with pytest.raises(NotToFollow, match="no mark to end"):
            follow_again(case, "It was fair.", lead, NOW)
        with pytest.raises(WrongState):
            do_not_follow(open_case, "It was unfair.", lead, NOW)
        do_not_follow(case, "It was unfair.", lead, NOW)
        with pytest.raises(NotToFollow, match="marked already"):
            do_not_follow(case, "It was unfair.", lead, NOW)
