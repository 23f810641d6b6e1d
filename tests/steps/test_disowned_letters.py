"""Whoever has the address says that they did not send it: no draft to them repeats a word of the
complaint, and nothing but a bare acknowledgement leaves before staff have settled whose it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from tests import stories
from tests.steps.acts import a_chance
from tests.steps.test_planted import ANNA, DRAFTS
from tests.stories import NOW

from upheld.core.words import CaseId, LetterKind
from upheld.steps.acknowledge import draft_acknowledgement
from upheld.steps.answer import NotReady, answer, draft_question, draft_reply
from upheld.steps.decide import decide
from upheld.steps.hold import draft_holding
from upheld.steps.investigate import add_evidence
from upheld.steps.letters import LetterBlocked, problems_of
from upheld.steps.merge import merge, undo_merge
from upheld.store import load, save
from upheld.store.merged import own_day
from upheld.store.models import Case, Idea, Letter, Merge, Person

WORDS = ("Quondelfar", "Quastrimel", "Quibernot", "Quixtorand", "Vicky", "12.50")


@pytest.fixture
def disowned(handler: Person) -> CaseId:
    case = stories.an_open_case(
        handler, text="The Quondelfar came late.", name="Vicky Victim", email="v@example.net"
    )
    pk = stories.an_allegation(case, handler, statement="The Quastrimel came nine days late.")
    add_evidence(case, pk, "record", "The Quibernot scan", handler, NOW)
    stories.a_finding(case, pk, handler, because="The record shows it.")
    decide(case, handler, NOW)
    Idea.objects.create(case_id=case, text="Use Quixtorand.", may_tell=True, at=NOW)
    with transaction.atomic():
        save.disowned(Case.objects.get(pk=case), "the complainant", NOW)
    return case


@pytest.mark.parametrize("kind", [each for each in DRAFTS if each is not LetterKind.QUESTION])
def test_no_draft_repeats_a_word_of_it(kind: LetterKind, disowned: CaseId, handler: Person) -> None:
    a_chance(disowned)
    letter = DRAFTS[kind](load.page(disowned), handler)
    told = f"{letter.subject}\n{letter.body}"
    assert [each for each in WORDS if each in told] == []
    codes = {each.code for each in problems_of(letter, None, load.page(disowned), NOW)}
    assert ("disowned" in codes) is (kind is not LetterKind.ACKNOWLEDGEMENT)


def test_the_answer_is_held_whatever_is_written_until_it_is_settled(
    disowned: CaseId, handler: Person
) -> None:
    bare = draft_reply(load.page(disowned), handler, NOW)
    row = stories.the_decision(disowned)
    with pytest.raises(LetterBlocked, match="disowned: Whoever has this address says"):
        answer(disowned, row, bare, handler, NOW)
    assert not Letter.objects.filter(kind="final").exists()
    save.known_to_be_theirs(Case.objects.get(pk=disowned), "Alice Moore", NOW, settled=True)
    letter = draft_reply(load.page(disowned), handler, NOW)
    assert "Quastrimel" in letter.body
    answer(disowned, row, letter, handler, NOW)
    assert Letter.objects.filter(kind="final").exists()


def test_a_letter_in_the_case_that_it_was_merged_into_is_held_too(
    disowned: CaseId, handler: Person
) -> None:
    hers = stories.an_investigated_case(handler, name="Vicky Victim", email="v@example.net")
    merge(disowned, hers, "", handler, NOW)
    letter = draft_holding(load.page(hers), handler, NOW)
    (held,) = problems_of(letter, None, load.page(hers), NOW)
    assert held.code == "disowned"
    assert f"Where UP-{disowned:06d} is not, undo the merge." in held.mend
    undo_merge(hers, Merge.objects.get().pk, handler, NOW)
    assert (
        problems_of(draft_holding(load.page(hers), handler, NOW), None, load.page(hers), NOW) == ()
    )


@pytest.fixture
def beside(disowned: CaseId, handler: Person) -> CaseId:
    """A case that is known to be hers, into which the one was merged that she did not send."""
    hers = stories.an_open_case(
        handler, text="The Ambrelith is faint.", name="Vicky Victim", email="v@example.net"
    )
    facts = {**stories.SHELVES_LATE, "delivery_paid": "9.75"}
    pk = stories.an_allegation(hers, handler, statement="The Ambrelith came late.", facts=facts)
    stories.a_finding(hers, pk, handler, because="The carrier says so.")
    Case.objects.filter(pk=hers).update(known_to_be_theirs=True)
    merge(disowned, hers, "", handler, NOW)
    a_chance(hers)
    return hers


ANSWERS = (LetterKind.FINAL, LetterKind.SUMMARY_RESOLUTION)
# Everything that was said, found, shown and is owed in the case that is not hers.
OF_IT = (*WORDS, "The record shows it")


@pytest.mark.parametrize(
    "kind", [LetterKind.FINAL, LetterKind.SUMMARY_RESOLUTION, LetterKind.APOLOGY]
)
def test_no_draft_repeats_a_word_of_it_in_the_case_that_it_was_merged_into(
    kind: LetterKind, beside: CaseId, handler: Person
) -> None:
    decide(beside, handler, NOW)
    letter = DRAFTS[kind](load.page(beside), handler)
    told = f"{letter.subject}\n{letter.body}"
    assert [each for each in OF_IT if each in told.replace("Vicky Victim", "")] == []
    assert "Ambrelith" in told
    assert ("9.75" in told) is (kind in ANSWERS)
    codes = {each.code for each in problems_of(letter, None, load.page(beside), NOW)}
    assert "disowned" in codes


def test_she_is_asked_nothing_of_it_and_told_nothing_of_what_is_open_there(handler: Person) -> None:
    told: Any = {"name": "Vicky Victim", "email": "v@example.net"}
    not_hers, hers = (stories.an_open_case(handler, **told) for _ in range(2))
    stories.an_allegation(
        not_hers, handler, kind=ANNA.kind, statement="The Quondelfar was promised.",
        facts=ANNA.facts,
    )  # fmt: skip
    pk = stories.an_allegation(hers, handler, statement="The Ambrelith came late.")
    stories.a_finding(hers, pk, handler, because="The carrier says so.")
    merge(not_hers, hers, "", handler, NOW)
    assert ANNA.asks in draft_question(load.page(hers), handler, NOW).body
    assert "Quondelfar" in draft_holding(load.page(hers), handler, NOW).body
    with transaction.atomic():
        save.disowned(Case.objects.get(pk=not_hers), "the complainant", NOW)
    with pytest.raises(NotReady):
        draft_question(load.page(hers), handler, NOW)
    assert "Quondelfar" not in draft_holding(load.page(hers), handler, NOW).body


def test_the_day_that_she_is_told_is_that_of_her_own_complaint(handler: Person) -> None:
    told: Any = {"name": "Vicky Victim", "email": "v@example.net"}
    earlier = NOW - timedelta(days=3)
    not_hers = stories.an_open_case(handler, earlier, text="The Quondelfar.", **told)
    hers = stories.an_open_case(handler, text="The Ambrelith is faint.", **told)
    with transaction.atomic():
        save.disowned(Case.objects.get(pk=not_hers), "the complainant", NOW)
    merge(not_hers, hers, "", handler, NOW)
    there = Case.objects.get(pk=hers)
    assert own_day.theirs(there) == NOW
    assert "2 November" in draft_holding(load.page(hers), handler, NOW).body


def test_what_is_settled_to_be_hers_is_told_of_again(
    beside: CaseId, disowned: CaseId, handler: Person
) -> None:
    save.known_to_be_theirs(Case.objects.get(pk=disowned), "Alice Moore", NOW, settled=True)
    decide(beside, handler, NOW)
    told = draft_reply(load.page(beside), handler, NOW).body
    assert "Quastrimel" in told
    assert "12.50" in told


def test_the_acknowledgement_that_says_nothing_of_it_may_leave(handler: Person) -> None:
    case = stories.a_received_case(handler, text="The Quondelfar came late.")
    with transaction.atomic():
        save.disowned(Case.objects.get(pk=case), "the complainant", NOW)
    letter = draft_acknowledgement(load.page(case), handler, NOW)
    assert "If you sent us no complaint" in letter.body
    assert problems_of(letter, None, load.page(case), NOW) == ()
