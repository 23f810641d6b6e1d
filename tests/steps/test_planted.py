"""One letter, one reader: where the cases of two customers were merged, no draft of any kind for
one of them says a word of what the other alleged, showed or is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from tests import stories
from tests.steps.acts import END, HANDOVER, a_chance, parted
from tests.stories import NOW

from upheld.core.changes import IdeaState
from upheld.core.reply import Letter
from upheld.core.words import AllegationKind, CaseId, CaseState, LetterKind
from upheld.steps import apologise, hold, part, refer, resolve, restrict
from upheld.steps.acknowledge import draft_acknowledgement
from upheld.steps.answer import NotReady, answer, draft_question, draft_reply
from upheld.steps.answer_too import answer_too, draft_answer_too, is_for
from upheld.steps.ask_too import draft_question_too
from upheld.steps.decide import decide
from upheld.steps.investigate import add_evidence
from upheld.steps.look_at_ideas import draft_of_idea
from upheld.steps.merge import merge
from upheld.steps.tell_change import draft_news
from upheld.store import load
from upheld.store import models as rows
from upheld.store.models import Person


@dataclass(frozen=True)
class Planted:
    """Whoever complains, with a word of their own in all that is written of it. `asks` is what the
    policy asks of the point of theirs that is open."""

    name: str
    text: str
    found: str
    shown: str
    open: str
    asks: str
    kind: AllegationKind
    facts: Mapping[str, Any]
    idea: str


def _plain(**more: Any) -> dict[str, Any]:
    return {"touchpoint": "product", "price_paid": "50.00", "impact": "low", **more}


ANNA = Planted(
    "Anna Quimbry", "Quondelfar", "Quastrimel", "Quibernot", "Quemplovar",
    "Who made the promise, when and in which words?",
    AllegationKind.PROMISE_NOT_KEPT, _plain(promise_recorded=False), "Quixtorand",
)  # fmt: skip
BEN = Planted(
    "Ben Zorvath", "Zanthorime", "Zimbrelact", "Zolfanequor", "Zurmeckild",
    "Could you send us a photograph, or name a day when we may come and look?",
    AllegationKind.FAULTY, _plain(), "Zypharnoct",
)  # fmt: skip


@dataclass(frozen=True)
class Two:
    """Their two cases, his merged into hers."""

    hers: CaseId
    his: CaseId
    by: Person

    def page(self, case: CaseId) -> rows.Case:
        return load.page(case)


def case_of(who: Planted, by: Person) -> CaseId:
    email = f"{who.name.split()[0].lower()}@example.net"
    return stories.an_open_case(by, text=f"The {who.text} came late.", name=who.name, email=email)


def found(case: CaseId, who: Planted, by: Person, delivery: str) -> None:
    facts = {**stories.SHELVES_LATE, "delivery_paid": delivery}
    statement = f"The {who.found} came nine days late."
    pk = stories.an_allegation(case, by, statement=statement, facts=facts)
    add_evidence(case, pk, "record", f"The {who.shown} scan", by, NOW)
    stories.a_finding(case, pk, by, because="The record of the carrier shows it.")


def still_open(case: CaseId, who: Planted, by: Person) -> None:
    said = f"The {who.open} is not as it should be."
    pk = stories.an_allegation(case, by, kind=who.kind, statement=said, facts=who.facts)
    add_evidence(case, pk, "record", f"The {who.shown} note", by, NOW)


def two(by: Person, *, open_points: bool) -> Two:
    both = Two(case_of(ANNA, by), case_of(BEN, by), by)
    for case, who, delivery in ((both.hers, ANNA, "12.50"), (both.his, BEN, "30.00")):
        found(case, who, by, delivery)
        if open_points:
            still_open(case, who, by)
        rows.Idea.objects.create(case_id=case, text=f"Use {who.idea}.", may_tell=True, at=NOW)
    merge(both.his, both.hers, "One van.", by, NOW, sure=True)
    a_chance(both.hers)
    return both


def looked_into(by: Person) -> Two:
    return two(by, open_points=True)


def asked(by: Person) -> Two:
    both = two(by, open_points=True)
    decide(both.hers, by, NOW)
    assert rows.Case.objects.get(pk=both.hers).state == CaseState.INVESTIGATING
    return both


def decided(by: Person) -> Two:
    both = two(by, open_points=False)
    decide(both.hers, by, NOW)
    assert rows.Case.objects.get(pk=both.hers).state == CaseState.DECIDED
    return both


def answered(by: Person) -> Two:
    both = decided(by)
    row = stories.the_decision(both.hers)
    answer_too(both.his, row, draft_answer_too(both.page(both.his), by, NOW), by, NOW)
    answer(both.hers, row, draft_reply(both.page(both.hers), by, NOW), by, NOW)
    return both


def _question(case: rows.Case, by: Person) -> Letter:
    return (draft_question_too if is_for(case) else draft_question)(case, by, NOW)


def _final(case: rows.Case, by: Person) -> Letter:
    return (draft_answer_too if is_for(case) else draft_reply)(case, by, NOW)


def _limit(case: rows.Case) -> rows.Restriction:
    return rows.Restriction(
        case=case, customer=case.customer, scope="written_only", detail="by mail", reason="Shouts.",
        expires_on=NOW.date() + timedelta(days=90), review_due=NOW.date() + timedelta(days=30),
        decided_by_name="Lee Lead",
    )  # fmt: skip


def _change(case: rows.Case, by: Person) -> Letter:
    cause = rows.RootCause.objects.create(label="One van", owner=by, by=by.name, at=NOW)
    change = rows.Change.objects.create(
        root_cause=cause, name="Two vans", told_as="We have two vans now.", made_on=NOW.date(),
        about="cause", key="carrier_delay", expected="0.100", judge_from=NOW.date(), owner=by,
        by=by.name, at=NOW,
    )  # fmt: skip
    return draft_news(case, change, "", by)


def _idea(case: rows.Case, by: Person) -> Letter:
    idea = rows.Idea.objects.get(case=case)
    idea.fate = rows.IdeaFate(idea=idea, state=IdeaState.NOT_TAKEN_UP, because="Too dear.")
    return draft_of_idea(idea, by)


def _parting(case: rows.Case, by: Person) -> Letter:
    parted(CaseId(case.pk))
    return part.draft_parting(load.page(CaseId(case.pk)), END, by)


DRAFTS: Mapping[LetterKind, Callable[[rows.Case, Person], Letter]] = {
    LetterKind.ACKNOWLEDGEMENT: lambda case, by: draft_acknowledgement(case, by, NOW),
    LetterKind.QUESTION: _question,
    LetterKind.HOLDING: lambda case, by: hold.draft_holding(case, by, NOW),
    LetterKind.FINAL: _final,
    LetterKind.SUMMARY_RESOLUTION: lambda case, by: resolve.draft_resolution(case, "So.", by, NOW),
    LetterKind.REFERRAL: lambda case, by: refer.draft_referral(case, HANDOVER, by),
    LetterKind.APOLOGY: lambda case, by: apologise.draft_apology(case, "Two vans.", by),
    LetterKind.PARTING: _parting,
    LetterKind.RESTRICTION: lambda case, by: restrict.draft_letter(_limit(case), by),
    LetterKind.RESTRICTION_REVIEW: lambda case, by: restrict.draft_review(
        _limit(case), True, "It is needed still.", by, appealed=True
    ),
    LetterKind.CHANGE: _change,
    LetterKind.IDEA: _idea,
}
# Of an order, and of no case (steps/ask_kindly.py).
OF_NO_CASE = {LetterKind.KIND_QUESTION}
STAGES: Mapping[str, Callable[[Person], Two]] = {
    "looked into": looked_into, "asked": asked, "decided": decided, "answered": answered,
}  # fmt: skip


def test_every_kind_of_letter_is_drafted_here() -> None:
    assert {*LetterKind} == DRAFTS.keys() | OF_NO_CASE


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("kind", DRAFTS)
@pytest.mark.parametrize("whose", ["hers", "his"])
def test_no_draft_for_one_has_a_word_of_the_other(
    stage: str, kind: LetterKind, whose: str, handler: Person
) -> None:
    both = STAGES[stage](handler)
    other = BEN if whose == "hers" else ANNA
    try:
        letter = DRAFTS[kind](both.page(getattr(both, whose)), handler)
    except NotReady as error:
        told = str(error)
    else:
        told = f"{letter.subject}\n{letter.body}"
    said = (other.text, other.found, other.shown, other.open, other.asks, other.idea)
    assert [each for each in said if each.lower() in told.lower()] == []
