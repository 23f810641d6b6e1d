"""Everything about one person, where the case of another was decided in theirs: nothing of what the
other said, nor of what was found, written down or sent of it, in either direction."""

import json
import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from tests import stories
from tests.steps.test_answer_too import answered, answered_too
from tests.stories import NOW

from upheld.core.evidence import File
from upheld.core.references import reference
from upheld.core.words import CaseId
from upheld.steps import investigate, may
from upheld.steps.decide import decide
from upheld.steps.deliver import send_again
from upheld.steps.hand_over import hand_over
from upheld.steps.merge import merge, undo_merge
from upheld.steps.tell import Told, tell
from upheld.store import addresses, files, mail
from upheld.store.models import Allegation, Case, Letter, Person

BY = may.Operator()
HERS, HIS = "xherx", "xhimx"
EACH = (
    "complaint", "demand", "statementbefore", "evidencebefore", "before", "findingbefore", "later",
    "evidenceafter", "after", "findingafter",
)  # fmt: skip
PAID = {HERS: "888.88", HIS: "777.77"}


def said_by(mark: str, what: str) -> str:
    return f"The {what} of {mark}{what.replace(' ', '')} is so."


def a_file(mark: str, what: str) -> File:
    return files.keep_mail(f"{mark}{what}.txt", BytesIO(said_by(mark, what).encode()))


def investigated(mark: str, by: Person) -> CaseId:
    """A case in which each field that holds words has those of its customer."""
    case = stories.an_open_case(
        by, name=f"{mark.title()} Mercer", email=f"{mark}@example.org",
        text=said_by(mark, "complaint"), demand=said_by(mark, "demand"),
    )  # fmt: skip
    found_of(case, mark, "before", by)
    return case


def found_of(case: CaseId, mark: str, when: str, by: Person) -> int:
    facts = {**stories.SHELVES_LATE, "covered_by_another": False, "price_paid": PAID[mark]}
    words = said_by(mark, f"statement {when}")
    allegation = stories.an_allegation(case, by, statement=words, facts=facts)
    more_of(case, allegation, mark, when, by)
    return allegation


def more_of(case: CaseId, allegation: int, mark: str, when: str, by: Person) -> None:
    text = said_by(mark, f"evidence {when}")
    investigate.add_evidence(case, allegation, "record", text, by, NOW, file=a_file(mark, when))
    stories.a_finding(case, allegation, by, because=said_by(mark, f"finding {when}"))


def told_later(case: CaseId, mark: str) -> None:
    told = Told(said_by(mark, "later"), (a_file(mark, "later"),), None, "")
    tell(case, told, may.Complainant(), NOW)


def handed(case: CaseId) -> dict[str, Any]:
    packed = ZipFile(BytesIO(hand_over(Case.objects.get(pk=case).customer_id, BY, NOW)))
    told = {name: packed.read(name).decode() for name in packed.namelist()}
    return {**told, **json.loads(told.pop("customer.json"))}


def words_of(mark: str, case: CaseId) -> dict[str, list[str]]:
    """Where the words of this one stand in what is handed over."""
    found: dict[str, set[str]] = {}
    for name, told in handed(case).items():
        text = name + json.dumps(told)
        if hits := set(re.findall(rf"(?i){mark}\w*|{re.escape(PAID[mark])}", text)):
            found[name] = hits
    return {name: sorted(hits) for name, hits in found.items()}


Pair = tuple[CaseId, CaseId]


@pytest.fixture
def pair(handler: Person) -> Pair:
    return investigated(HERS, handler), investigated(HIS, handler)


def merged(pair: Pair, by: Person) -> int:
    """His into hers, where each writes on, and more is found of the points of both."""
    hers, his = pair
    point = Allegation.objects.get(case=his).pk
    row = merge(his, hers, "One van, one crash.", by, NOW, sure=True).pk
    for case, mark in ((hers, HERS), (his, HIS)):
        told_later(case, mark)
    more_of(hers, point, HIS, "after", by)
    found_of(hers, HERS, "after", by)
    return row


def of_the_other(pair: Pair) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What each is handed of the words of the other."""
    hers, his = pair
    return words_of(HIS, hers), words_of(HERS, his)


NOTHING: Any = ({}, {})


class TestOfACaseInWhichThatOfAnotherWasDecided:
    def test_neither_has_a_word_of_the_other(self, pair: Pair, handler: Person) -> None:
        merged(pair, handler)
        assert of_the_other(pair) == NOTHING
        decision = decide(pair[0], handler, NOW).pk
        assert of_the_other(pair) == NOTHING
        answered_too(pair[1], decision, handler)
        answered(pair[0], handler)
        assert of_the_other(pair) == NOTHING

    def test_nor_once_the_merge_was_undone(self, pair: Pair, handler: Person) -> None:
        row = merged(pair, handler)
        decide(pair[0], handler, NOW)
        undo_merge(pair[0], row, handler, NOW)
        assert of_the_other(pair) == NOTHING

    def test_nor_where_it_went_on_into_a_third(self, pair: Pair, handler: Person) -> None:
        merged(pair, handler)
        third = stories.an_investigated_case(handler)
        merge(pair[0], third, "The same van.", handler, NOW, sure=True)
        decide(third, handler, NOW)
        assert of_the_other(pair) == NOTHING
        assert (words_of(HERS, third), words_of(HIS, third)) == NOTHING

    def test_nor_where_a_letter_to_the_other_was_sent_again(
        self, pair: Pair, handler: Person
    ) -> None:
        merged(pair, handler)
        letter = Letter.objects.get(to=f"{HIS}@example.org")
        addresses.failed(letter, "no such box", "mail", NOW)
        mail.returned(letter, "no such box", "mail", NOW)
        send_again(pair[0], letter.pk, handler, NOW)
        assert of_the_other(pair) == NOTHING

    def test_each_has_their_own(self, pair: Pair, handler: Person) -> None:
        merged(pair, handler)
        decide(pair[0], handler, NOW)
        for mark, case in ((HERS, pair[0]), (HIS, pair[1])):
            found = {word for words in words_of(mark, case).values() for word in words}
            assert {f"{mark}{what}" for what in EACH} <= found
            assert PAID[mark] in found

    def test_a_letter_is_called_by_the_reference_of_whom_it_is_for(
        self, pair: Pair, handler: Person
    ) -> None:
        merged(pair, handler)
        for case in pair:
            (name,) = [each for each in handed(case) if each.startswith("letters/")]
            assert name.startswith(f"letters/{reference(case)}-")

    def test_her_decision_is_of_her_own_points(self, pair: Pair, handler: Person) -> None:
        before = decided(pair[0], handler)
        merge(pair[1], pair[0], "One van.", handler, NOW, sure=True)
        after = decided(pair[0], handler)
        for name in ("allegations", "customer", "circumstances"):
            assert after["document"][name] == before["document"][name]
        for name in ("findings", "entitlement", "questions", "law", "outcome", "fit", "stance"):
            assert after["record"][name] == before["record"][name]
        assert after["owed"] == before["owed"]

    def test_the_record_says_what_is_owed_to_her(self, pair: Pair, handler: Person) -> None:
        decide(pair[0], handler, NOW)
        merge(pair[1], pair[0], "One van.", handler, NOW, sure=True)
        decide(pair[0], handler, NOW)
        record = [each for each in handed(pair[0])["Event"] if each["kind"] == "decided"]
        before, after = (each["data"]["owed"] for each in record)
        assert after == before


def decided(case: CaseId, by: Person) -> dict[str, Any]:
    """The decision, as it is handed over."""
    made = decide(case, by, NOW)
    (row,) = [each for each in handed(case)["Decision"] if each["id"] == made.pk]
    return dict(row)
