"""By whatever name we know whoever complained, it is kept from an assistant."""

from typing import Any

import pytest
from tests.other_names import CALLED, MERGED, SHOWN, TEXT, known_by_others
from tests.stories import an_allegation, an_open_case

from upheld.core.words import CaseId, LetterKind
from upheld.mcp.claims import StatedFact
from upheld.mcp.tools import Tools
from upheld.store.models import Case, Claim, Person

CLAIMED = StatedFact(name="days_late", value=9, source=f"The carrier's record of {MERGED}")


@pytest.fixture
def case(handler: Person) -> Case:
    return known_by_others(an_open_case(handler, text=TEXT, subject=f"Shelves of {MERGED}"))


def test_a_case_is_read_with_a_label_for_each_of_their_names(tools: Tools, case: Case) -> None:
    assert tools.read_case(case.reference).complaint.words == SHOWN


def test_statements_and_evidence_are_read_without_any_of_them(
    tools: Tools, case: Case, handler: Person
) -> None:
    an_allegation(CaseId(case.pk), handler, statement=f"The shelves of {MERGED} came late.")
    told = tools.read_case(case.reference).model_dump_json()
    assert "The shelves of [name] came late." in told
    assert CALLED not in told
    assert MERGED not in told


def test_a_case_is_listed_without_any_of_them(tools: Tools, case: Case) -> None:
    assert [line.subject.words for line in tools.find_case("shelves").cases] == [
        "Shelves of [name]"
    ]


def test_ten_cases_are_listed_in_as_many_statements_as_one(
    tools: Tools, case: Case, handler: Person, django_assert_max_num_queries: Any
) -> None:
    for number in range(9):
        an_open_case(handler, text=f"Shelves, the complaint number {number}.")
    with django_assert_max_num_queries(4):
        assert len(tools.find_case("shelves").cases) == 10


def test_a_sentence_that_they_are_named_in_may_be_quoted_as_it_was_shown(
    tools: Tools, case: Case
) -> None:
    said = "My shelves came nine days late, says [name]."
    tools.state_facts(case.reference, [CLAIMED], kind="late", words=said)  # type: ignore[arg-type]
    assert Claim.objects.get().statement == f"My shelves came nine days late, says {CALLED}."
    assert tools.read_case(case.reference).claims[0].facts[0].source.endswith("record of [name]")


@pytest.mark.parametrize("name", [CALLED, MERGED])
def test_a_letter_is_checked_without_telling_any_of_them(
    tools: Tools, case: Case, name: str
) -> None:
    body = f"Dear [name],\n\nIt is your own fault, as {name} knows."
    told = tools.check_reply(LetterKind.ACKNOWLEDGEMENT, body, "Yours", case.reference)
    assert told.problems
    assert name not in told.model_dump_json()
