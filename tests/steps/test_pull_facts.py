"""Facts from the firm's own records: read, kept with their source, and replayed."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from tests.drafts import a_version_with_another_fact
from tests.store.records import CARRIER, FACTS, ORDER, connected, orders, scans
from tests.stories import NOW, SHELVES_LATE, a_decided_case, an_allegation, an_open_case, days

from upheld.core.event_kinds import EventKind
from upheld.core.evidence import Particulars
from upheld.core.facts import Change
from upheld.core.words import CaseId, CaseState
from upheld.steps import decide, may
from upheld.steps.investigate import (
    RecordsError,
    add_evidence,
    ask_records,
    pull_facts,
    record_facts,
)
from upheld.steps.link_order import link_order
from upheld.store.load import CaseMissing
from upheld.store.models import Allegation, Case, Decision, Event, Finding, Person
from upheld.tables import PolicyError

SAID = {"days_late": "9", "price_paid": "240.00"}


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "FACTS", connected(tmp_path))
    return tmp_path


@pytest.fixture
def case(open_case: CaseId, handler: Person) -> CaseId:
    link_order(open_case, "LL-7", handler, NOW)
    return open_case


def pulled(
    case: CaseId, row: int, by: may.Actor, chosen: Iterable[str] = (), later: float = 0
) -> bool:
    now = NOW + days(later)
    return pull_facts(case, row, ask_records(case, row, by, now).mark, list(chosen), by, now)


def test_records_are_not_asked_about_the_allegation_of_another_case(
    records: Path, case: CaseId, handler: Person
) -> None:
    theirs = an_allegation(an_open_case(handler), handler, facts={"price_paid": "99.00"})
    with pytest.raises(CaseMissing):
        ask_records(case, theirs, handler, NOW)


def test_what_the_records_say_is_kept_with_source_query_time_and_person(
    records: Path, case: CaseId, handler: Person
) -> None:
    row = an_allegation(case, handler, facts={})
    assert pulled(case, row, handler)
    found = Allegation.objects.get(pk=row)
    assert found.facts == SAID
    assert found.provenance["days_late"] == {
        "by": "Alice Moore",
        "at": NOW.isoformat(),
        "sources": [
            {
                "source": "order system",
                "query": "orders.csv (order LL-7)",
                "value": "9",
                "from": {"delivered_on": "2026-10-24", "promised_on": "2026-10-15"},
            }
        ],
    }
    last = Event.objects.filter(kind=EventKind.FACTS_PULLED).get()
    assert last.data["facts"] == SAID
    assert last.data["before"] == {}


def test_looking_keeps_nothing(records: Path, case: CaseId, handler: Person) -> None:
    row = an_allegation(case, handler, facts={})
    before = Event.objects.count()
    assert [each.change for each in ask_records(case, row, handler, NOW).found] == [Change.NEW] * 2
    assert Allegation.objects.get(pk=row).facts == {}
    assert Event.objects.count() == before


def test_what_was_written_down_stays_unless_it_is_chosen(
    records: Path, case: CaseId, handler: Person
) -> None:
    row = an_allegation(case, handler, facts={"days_late": 3})
    pulled(case, row, handler)
    assert Allegation.objects.get(pk=row).facts == {"days_late": 3, "price_paid": "240.00"}
    assert "sources" not in Allegation.objects.get(pk=row).provenance["days_late"]
    pulled(case, row, handler, ["days_late"])
    assert Allegation.objects.get(pk=row).facts == SAID


def test_records_that_say_something_else_by_now_are_read_again(
    records: Path, case: CaseId, handler: Person
) -> None:
    row = an_allegation(case, handler, facts={})
    seen = ask_records(case, row, handler, NOW).mark
    orders(records, (*ORDER[:-1], "2026-10-16"))
    with pytest.raises(RecordsError, match="look at them again"):
        pull_facts(case, row, seen, (), handler, NOW)
    assert Allegation.objects.get(pk=row).facts == {}


def test_facts_that_a_colleague_wrote_down_meanwhile_are_read_again(
    records: Path, case: CaseId, handler: Person
) -> None:
    row = an_allegation(case, handler, facts={})
    seen = ask_records(case, row, handler, NOW).mark
    record_facts(case, row, {"days_late": 3}, handler, NOW)
    with pytest.raises(RecordsError, match="look at them again"):
        pull_facts(case, row, seen, (), handler, NOW)


def test_records_that_contradict_each_other_leave_the_point_undetermined(
    records: Path, case: CaseId, handler: Person
) -> None:
    (records / "facts.yaml").write_text(FACTS + CARRIER)
    scans(records, ("LL-7", "2026-10-15", "2026-10-15"))
    row = an_allegation(case, handler, facts={"touchpoint": "product"})
    pulled(case, row, handler)
    found = Allegation.objects.get(pk=row)
    assert "days_late" not in found.facts
    assert [one["value"] for one in found.provenance["days_late"]["disputed"]["said"]] == ["9", "0"]
    decision = decide.decide(case, handler, NOW)
    assert decision.stance == "ask"
    assert decision.record["findings"][0]["result"] == "undetermined"


def test_new_facts_reopen_a_decision_and_facts_that_agree_do_not(
    records: Path, handler: Person
) -> None:
    case = a_decided_case(handler)
    row = Allegation.objects.get(case=case).pk
    link_order(case, "LL-7", handler, NOW)
    assert not pulled(case, row, handler)
    assert Case.objects.get(pk=case).state == CaseState.DECIDED
    assert Event.objects.filter(kind=EventKind.RECORDS_ASKED).count() == 1
    orders(records, (*ORDER[:-1], "2026-10-25"))
    assert pulled(case, row, handler, ["days_late"], later=1)
    assert Case.objects.get(pk=case).state == CaseState.INVESTIGATING


def test_what_the_table_found_is_found_anew_from_new_facts(
    records: Path, case: CaseId, handler: Person
) -> None:
    row = an_allegation(case, handler, facts={**SHELVES_LATE, "days_late": 0})
    decide.decide(case, handler, NOW)
    assert Finding.objects.get().result == "not_substantiated"
    pulled(case, row, handler, ["days_late"])
    assert not Finding.objects.exists()


def test_a_decision_keeps_where_its_facts_came_from(
    records: Path, case: CaseId, handler: Person
) -> None:
    row = an_allegation(case, handler, facts={"touchpoint": "product", "delivery_paid": "12.50"})
    pulled(case, row, handler)
    decide.decide(case, handler, NOW)
    (told,) = Decision.objects.get().document["allegations"]
    assert told["provenance"]["days_late"]["sources"][0]["source"] == "order system"
    assert told["provenance"]["delivery_paid"] == {"by": "Alice Moore", "at": NOW.isoformat()}


def test_where_facts_come_from_never_makes_two_cases_different(
    records: Path, case: CaseId, handler: Person
) -> None:
    row = an_allegation(case, handler, facts={"touchpoint": "product"})
    pulled(case, row, handler)
    other = an_open_case(handler, name="Bob Mercer", email="bob@example.net")
    an_allegation(other, handler, facts={"touchpoint": "product", **SAID})
    one, two = decide.decide(case, handler, NOW), decide.decide(other, handler, NOW)
    assert one.same_facts == two.same_facts


def test_without_records_there_is_nothing_to_ask(
    case: CaseId, handler: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "FACTS", tmp_path / "facts.yaml")
    row = an_allegation(case, handler)
    with pytest.raises(RecordsError, match=r"no records are connected: write a facts\.yaml first"):
        ask_records(case, row, handler, NOW)


def test_a_slip_in_the_file_is_told(records: Path, case: CaseId, handler: Person) -> None:
    (records / "facts.yaml").write_text(FACTS.replace("price: money", "price: cash"))
    row = an_allegation(case, handler)
    with pytest.raises(PolicyError, match=r"facts\.yaml, line 7, column type: cash is no type"):
        ask_records(case, row, handler, NOW)


def test_the_records_are_asked_with_the_days_where_the_case_is(
    records: Path, case: CaseId, handler: Person
) -> None:
    text = FACTS.replace(
        'max(delivered_on - promised_on, duration("P0D"))', "asked_on - received_on"
    )
    (records / "facts.yaml").write_text(text)
    row = an_allegation(case, handler, facts={})
    pulled(case, row, handler, later=2)
    came = Allegation.objects.get(pk=row).provenance["days_late"]["sources"][0]["from"]
    here = date(2026, 11, 2).isoformat(), date(2026, 11, 4).isoformat()
    assert (came["received_on"], came["asked_on"]) == here


def test_an_auditor_and_a_stranger_may_not_ask(
    records: Path, case: CaseId, handler: Person, auditor: Person, stranger: Person
) -> None:
    row = an_allegation(case, handler)
    for by in (auditor, stranger):
        with pytest.raises(may.NotAllowed):
            ask_records(case, row, by, NOW)
        with pytest.raises(may.NotAllowed):
            pull_facts(case, row, "", (), by, NOW)


def test_a_version_that_was_published_has_its_own_facts(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    handler: Person,
    policy_owner: Person,
    lead: Person,
) -> None:
    """A fact that the policy in the folder lacks is one of the version in force on that day."""
    a_version_with_another_fact(policy_owner, lead, "gift_card_paid")
    told = f"{FACTS}      gift_card_paid: price\n"
    monkeypatch.setattr(settings, "FACTS", connected(tmp_path, told))
    case = an_open_case(handler, NOW + days(29))
    link_order(case, "LL-7", handler, NOW + days(29))
    row = an_allegation(case, handler, NOW + days(29), facts={})
    assert pulled(case, row, handler, later=29)
    assert Allegation.objects.get(pk=row).facts == SAID
    told_of = Particulars(relied_on_by="gift_card_paid")
    add_evidence(case, row, "record", "The card's slip", handler, NOW + days(29), told_of)
