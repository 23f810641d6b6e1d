"""Whoever has the address says that they did not send it: no draft to them repeats a word of the
complaint, and nothing but a bare acknowledgement leaves before staff have settled whose it is."""

import pytest
from django.db import transaction
from tests import stories
from tests.steps.acts import a_chance
from tests.steps.test_planted import DRAFTS
from tests.stories import NOW

from upheld.core.words import CaseId, LetterKind
from upheld.steps.acknowledge import draft_acknowledgement
from upheld.steps.answer import answer, draft_reply
from upheld.steps.decide import decide
from upheld.steps.hold import draft_holding
from upheld.steps.investigate import add_evidence
from upheld.steps.letters import LetterBlocked, problems_of
from upheld.steps.merge import merge, undo_merge
from upheld.store import load, save
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


def test_the_acknowledgement_that_says_nothing_of_it_may_leave(handler: Person) -> None:
    case = stories.a_received_case(handler, text="The Quondelfar came late.")
    with transaction.atomic():
        save.disowned(Case.objects.get(pk=case), "the complainant", NOW)
    letter = draft_acknowledgement(load.page(case), handler, NOW)
    assert "If you sent us no complaint" in letter.body
    assert problems_of(letter, None, load.page(case), NOW) == ()
