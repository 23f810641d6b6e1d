"""Returns from the store: real cases, real steps, and files whose sums come out."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries
from tests import stories
from tests.own_policies import Edit
from tests.stories import NOW, days

from upheld.core.money import Money
from upheld.core.returns import RETURNS, PeriodError
from upheld.core.words import CaseId, LetterKind
from upheld.insight.returns import DoesNotAddUp, ReturnMissing, csv_text, made, note_text, write
from upheld.steps import answer, close, decide, investigate
from upheld.steps.deviate import Wanted, deviate
from upheld.steps.merge import merge
from upheld.store import load
from upheld.store.models import Allegation, Case, Customer, Decision, Letter, Person
from upheld.store.policies import PolicyMissing

FCA = "fca-disp-1-annex-1"
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
LATER = datetime(2026, 12, 31, tzinfo=UTC).date()


def rows(name: str, **told: object) -> list[dict[str, str]]:
    text = csv_text(made(name, FIRST, LAST, LATER, **told))  # type: ignore[arg-type]
    return list(csv.DictReader(io.StringIO(text)))


def test_an_answered_case_is_closed_upheld_with_its_redress(handler: Person) -> None:
    stories.a_closed_case(handler)
    total = rows(FCA)[-1]
    decision = Decision.objects.get()
    assert [total[name] for name in ("opened", "closed", "upheld", "outstanding_at_end")] == [
        "1", "1", "1", "0",
    ]  # fmt: skip
    assert total["redress"] == f"{decision.owed + decision.goodwill:.2f}"
    assert total["closed_within_3_business_days"] == "1"


def test_an_exception_is_redress_as_goodwill_is(lead: Person) -> None:
    case = stories.a_decided_case(lead)
    wanted = Wanted("refund", Money(Decimal(10), "GBP"), "", "Her birthday.", NOW.date())
    deviate(case, stories.the_decision(case), wanted, "", lead, NOW)
    answer.answer(
        case, stories.the_decision(case), answer.draft_reply(load.page(case), lead, NOW), lead, NOW
    )
    decision = Decision.objects.get()
    assert rows(FCA)[-1]["redress"] == f"{decision.owed + decision.goodwill + 10:.2f}"


def test_the_decision_that_was_written_last_is_told_with_what_was_granted_before_it(
    lead: Person,
) -> None:
    """Though the clock where it was made was behind."""
    case = stories.a_decided_case(lead)
    wanted = Wanted("refund", Money(Decimal(10), "GBP"), "", "Her birthday.", NOW.date())
    deviate(case, stories.the_decision(case), wanted, "", lead, NOW)
    answered(case, lead)
    close.hear(case, False, "It was £40.", lead, NOW)
    mended = {**stories.SHELVES_LATE, "delivery_paid": "40.00"}
    allegation = Allegation.objects.get(case=case).pk
    investigate.record_facts(case, allegation, mended, lead, NOW - timedelta(seconds=2))
    last = decide.decide(case, lead, NOW - timedelta(seconds=2), "The receipt says so.")
    answered(case, lead)
    assert rows(FCA)[-1]["redress"] == f"{40 + last.goodwill + 10:.2f}"


def answered(case: CaseId, by: Person) -> None:
    letter = answer.draft_reply(load.page(case), by, NOW)
    answer.answer(case, stories.the_decision(case), letter, by, NOW)


def test_an_open_case_is_outstanding(handler: Person) -> None:
    stories.an_investigated_case(handler)
    assert rows(FCA)[-1]["outstanding_at_end"] == "1"
    assert rows("cfpb")[0]["Company response to consumer"] == "In progress"
    assert rows("asic-idr")[0]["status"] == "open"


def test_a_contested_answer_opens_it_again(handler: Person) -> None:
    case = stories.an_answered_case(handler)
    close.hear(case, False, "No.", handler, NOW + days(2))
    assert rows(FCA)[-1]["outstanding_at_end"] == "1"


def test_a_closed_case_that_is_opened_again_is_outstanding_again(handler: Person) -> None:
    case = stories.a_closed_case(handler)
    close.reopen(case, "They wrote again.", handler, NOW + days(3))
    assert rows(FCA)[-1]["outstanding_at_end"] == "1"
    assert made(FCA, FIRST, date(2026, 11, 3), LATER).rows[-1][7] == 1  # closed, as it stood then


def test_a_remedy_that_is_no_money_is_relief_in_kind(handler: Person) -> None:
    stories.a_closed_case(handler)
    Decision.objects.update(
        owed=0, goodwill=0, record={"entitlement": [], "goodwill": {"help": True}}
    )
    assert rows("cfpb")[0]["Company response to consumer"] == "Closed with non-monetary relief"
    Decision.objects.update(record={"entitlement": [{"amount": "0"}], "goodwill": {"help": False}})
    assert rows("asic-idr")[0]["outcome"] == "service-based remedy"


def test_a_case_from_elsewhere_keeps_its_number_there(handler: Person) -> None:
    stories.an_investigated_case(handler)
    Case.objects.update(source="cfpb", source_key="1914933")
    assert rows("cfpb")[0]["Complaint ID"] == "1914933"


def test_one_regime_alone_can_be_reported(handler: Person) -> None:
    stories.an_investigated_case(handler)
    assert rows("cfpb", regime="us-cfpb") == []
    assert len(rows("cfpb", regime="iso-10002")) == 1


def test_business_days_are_those_of_the_regulators_regime(handler: Person, edited: Edit) -> None:
    """Where only Monday is worked, what was answered two weeks later is in three business days."""
    stories.an_answered_case(handler)
    Letter.objects.filter(kind=LetterKind.FINAL).update(queued_at=NOW + days(14))
    assert rows(FCA)[-1]["closed_within_3_business_days"] == "0"
    only_monday = "weekend: [tuesday, wednesday, thursday, friday, saturday, sunday]"
    edited("regimes/uk-fca-disp/regime.yaml", "country: GB", f"country: GB\n{only_monday}")
    assert rows(FCA)[-1]["closed_within_3_business_days"] == "1"


def test_a_spreadsheet_runs_no_cell(handler: Person) -> None:
    stories.an_investigated_case(handler, topic="=1+1")
    Customer.objects.update(area="@here")
    (row,) = rows("asic-idr")
    assert (row["product"], row["postcode"]) == ("'=1+1", "'@here")


def test_the_file_and_its_note_are_written_together(handler: Person, tmp_path: Path) -> None:
    stories.a_closed_case(handler)
    told = made(FCA, FIRST, LAST, LATER)
    file, note = write(told, tmp_path / "h2.csv")
    assert file.read_bytes().startswith(b"category,outstanding_at_start,")
    assert b"\r\n" in file.read_bytes()
    assert note.name == "h2.note.txt"
    assert note.read_text("utf-8") == note_text(told)
    assert "UNVERIFIED" in note.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["h2.csv", "h2.note.txt"]


def test_a_file_that_does_not_add_up_is_not_written(handler: Person, tmp_path: Path) -> None:
    case = stories.a_closed_case(handler)
    Decision.objects.update(outcome="", goodwill=0)
    with pytest.raises(DoesNotAddUp, match=f"no file is written.*UP-{case:06d}"):
        write(made(FCA, FIRST, LAST, LATER), tmp_path / "h2.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", RETURNS)
def test_no_complaint_at_all_is_a_nil_return(db: None, name: str) -> None:
    told = made(name, FIRST, LAST, LATER)
    assert told.nil
    assert "A nil return" in note_text(told)


def test_bad_questions_are_told(db: None) -> None:
    with pytest.raises(ReturnMissing, match="did you mean asic-idr"):
        made("asic", FIRST, LAST, LATER)
    with pytest.raises(PeriodError, match="which is to come"):
        made(FCA, FIRST, LAST, date(2026, 10, 31))
    with pytest.raises(PolicyMissing, match="regime mars is not known"):
        made(FCA, FIRST, LAST, LATER, "mars")


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_statements_does_not_grow_with_the_cases(
    handler: Person, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    for number in range(many):
        stories.a_closed_case(handler, email=f"{number}@example.org")
    with django_assert_num_queries(8):
        made(FCA, FIRST, LAST, LATER)


def test_two_cases_that_are_one_complaint_count_once(handler: Person) -> None:
    kept = stories.an_open_case(handler)
    merge(stories.an_open_case(handler), kept, "", handler, NOW)
    assert rows(FCA)[-1]["opened"] == "1"


def test_an_answered_complaint_that_is_history_in_another_counts_for_itself(
    handler: Person,
) -> None:
    closed = stories.a_closed_case(handler)
    merge(closed, stories.an_open_case(handler), "", handler, NOW)
    total = rows(FCA)[-1]
    assert (total["opened"], total["closed"]) == ("2", "1")
