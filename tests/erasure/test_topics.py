"""A topic that only the erased had may be their own words, and goes; the firm's words stay."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.api.programs import Program, at, key_of
from tests.erasure import planted
from tests.erasure.test_erase import erased
from tests.erasure.test_imports import HEAD, ZOE, begun, sent, zoe
from tests.stories import NOW, a_closed_case

from upheld.core.erasing import ErasureWhy
from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId
from upheld.insight.marts import build as making
from upheld.steps import erase
from upheld.steps.choose_topic import choose_topic
from upheld.store import figures
from upheld.store import models as rows
from upheld.store.models import Person
from upheld.store.record import events

# Somebody wrote it where a topic is written, and no other case has it.
WORDS = f"{planted.NAME}, 4 {planted.ADDRESS} Road, has cancer"
FIRMS = "late delivery"


def about(topic: str, by: Person, **who: Any) -> rows.Case:
    case = a_closed_case(by, **who)
    choose_topic(case, topic, by, NOW)
    return rows.Case.objects.get(pk=case)


def case_erased(case: rows.Case, lead: Person, administrator: Person) -> None:
    row = erase.propose(None, CaseId(case.pk), ErasureWhy.PERIOD, lead, NOW)
    erase.approve(row.pk, administrator, NOW)


def topics() -> list[str]:
    return list(rows.Case.everything.order_by("pk").values_list("topic", flat=True))


def test_words_that_stand_as_a_topic_are_left_in_no_row(
    lead: Person, administrator: Person
) -> None:
    case = about(WORDS, lead)
    for of in (case, None):
        rows.Contact.objects.create(
            customer=case.customer, case=of, at=NOW, inbound=True, channel="phone",
            summary="Rang.", topic=WORDS[:60],
        )  # fmt: skip
    told = {"topics": [{"key": WORDS.capitalize(), "contacts": 2}]}
    figures.keep(figures.Which("failure", "{}"), told, events.head()[0], 1.0, NOW)
    spoken = {each.partition(":")[0] for each in planted.in_rows()}
    assert {"store_case.topic", "store_contact.topic", "store_keptfigures.told"} <= spoken
    erased(case.customer_id, lead, administrator)
    assert sorted(set(planted.in_rows())) == []
    assert figures.newest(figures.Which("failure", "{}")) is None, "it is worked out anew"
    assert list(events.breaks()) == []


def test_no_program_reads_finds_or_is_offered_them(lead: Person, administrator: Person) -> None:
    case, program = about(WORDS, lead), Program(key_of(lead))
    assert program.get("/cases?q=cancer").json()["items"]
    erased(case.customer_id, lead, administrator)
    assert program.get(at(CaseId(case.pk))).json()["topic"] == ""
    assert program.get(at(CaseId(case.pk), "/topic")).json()["topic"] == ""
    assert program.get("/cases?q=cancer").json()["items"] == []


def test_marts_that_are_made_afterwards_hold_none_of_it(
    lead: Person, administrator: Person, tmp_path: Path
) -> None:
    case = about(WORDS, lead)
    erased(case.customer_id, lead, administrator)
    made = sorted(making.build(tmp_path, NOW).folder.rglob("*.parquet"))
    assert made
    for path in made:
        held = pl.read_parquet(path).rows()
        assert planted.ADDRESS.lower() not in str(held).lower(), path.name


def test_a_topic_that_another_case_has_is_the_firms_word_and_stays(
    lead: Person, administrator: Person
) -> None:
    case = about(FIRMS, lead)
    about(FIRMS, lead, name="Bob", email="bob@example.org")
    erased(case.customer_id, lead, administrator)
    assert topics() == [FIRMS, FIRMS]


def test_a_topic_that_a_contact_of_another_has_stays(lead: Person, administrator: Person) -> None:
    case = about(FIRMS, lead)
    rows.Contact.objects.create(
        customer=rows.Customer.objects.create(name="Bob"), at=NOW, inbound=True, channel="phone",
        summary="Rang.", topic=FIRMS,
    )  # fmt: skip
    erased(case.customer_id, lead, administrator)
    assert topics() == [FIRMS]


def test_with_the_last_case_that_had_it_a_topic_goes_from_those_that_were_erased_before(
    lead: Person, administrator: Person
) -> None:
    """Else two cases of one person, each due by itself, would keep it for good."""
    first, last = about(WORDS, lead), about(WORDS, lead)
    case_erased(first, lead, administrator)
    assert topics() == [WORDS, WORDS]
    case_erased(last, lead, administrator)
    assert topics() == ["", ""]
    assert Program(key_of(lead)).get("/cases?q=cancer").json()["items"] == []


def test_a_topic_that_was_chosen_for_another_case_and_taken_from_it_goes_from_its_record(
    lead: Person, administrator: Person
) -> None:
    case = about(WORDS, lead)
    other = about(WORDS, lead, name="Bob", email="bob@example.org")
    choose_topic(CaseId(other.pk), FIRMS, lead, NOW)
    erased(case.customer_id, lead, administrator)
    assert sorted(set(planted.in_rows())) == []
    chosen = rows.Event.objects.filter(case=other.pk, kind=EventKind.TOPIC_CHOSEN)
    assert [each.erased_by is None for each in chosen] == [False, False]
    assert (topics(), list(events.breaks())) == (["", FIRMS], [])


def test_a_topic_that_an_import_brought_goes_as_well(lead: Person, administrator: Person) -> None:
    head = HEAD.replace("Ticket,", "Ticket,Topic,")
    begun(sent(lead, head + ZOE.replace("1,", f"1,{planted.ADDRESS} Road,", 1)), lead)
    assert topics() == [f"{planted.ADDRESS} Road"]
    rows.Case.objects.update(state="closed")
    erased(zoe(), lead, administrator)
    assert sorted(set(planted.in_rows())) == []


@pytest.mark.parametrize("beside", [False, True])
def test_a_topic_that_a_root_cause_or_a_change_is_about_is_the_firms_word_and_stays(
    beside: bool, lead: Person, administrator: Person
) -> None:
    """What is measured by it would else be another number."""
    case = about(FIRMS, lead)
    cause = rows.RootCause.objects.create(label="One carrier", owner=lead, at=NOW, by=lead.name)
    if beside:
        rows.Change.objects.create(
            root_cause=cause, name="Two carriers", made_on=NOW.date(), about="topic", key="other",
            beside=[FIRMS], expected="0.5", judge_from=NOW.date(), owner=lead, at=NOW, by=lead.name,
        )  # fmt: skip
    else:
        cause.evidence.create(about="topic", key=FIRMS)
    erased(case.customer_id, lead, administrator)
    assert topics() == [FIRMS]
