"""A report that was kept loses the topic of somebody who is erased, and nothing else of it; the
record says what it is from then on."""

import json
from datetime import timedelta

import pytest
from tests.erasure import planted
from tests.erasure.test_erase import erased
from tests.erasure.test_topics import FIRMS, WORDS, about
from tests.stories import NOW

from upheld.core.event_kinds import EventKind
from upheld.core.serving import CausedBy
from upheld.insight.report import as_data, from_data, report
from upheld.jobs import reporting
from upheld.steps import erase
from upheld.steps.keep_report import ReportOutdated, keep_report
from upheld.steps.may import Operator
from upheld.store import models as rows
from upheld.store import reports
from upheld.store.models import Person
from upheld.store.record import events

DECEMBER = NOW + timedelta(days=35)
OTHERS = "late delivery to a shop"


def contacts(customer: rows.Customer, topic: str, many: int) -> None:
    """So many of one topic, all of them of our own doing."""
    rows.Contact.objects.bulk_create(
        rows.Contact(customer=customer, at=NOW, inbound=True, channel="phone", summary="Rang.",
                     topic=topic, caused_by=CausedBy.FIRM)
        for _ in range(many)
    )  # fmt: skip


def kept_of(case: rows.Case) -> rows.KeptReport:
    """The report of the month, in which the topic of the case is what we caused most."""
    contacts(case.customer, case.topic, 40)
    bob = rows.Customer.objects.create(name="Bob", joined_on=NOW.date())
    contacts(bob, OTHERS, 35)
    assert reporting.sweep(DECEMBER)
    return rows.KeptReport.objects.get()


@pytest.fixture
def kept(lead: Person) -> rows.KeptReport:
    return kept_of(about(WORDS[:60], lead))


def test_words_that_stand_as_a_topic_are_left_in_no_kept_report(
    kept: rows.KeptReport, lead: Person, administrator: Person
) -> None:
    told = json.dumps(kept.told)
    assert f"most often about {WORDS[:60].lower()}." in told
    assert f'"text": "{WORDS[:60].capitalize()}"' in told
    assert {"store_keptreport.told"} <= {each.partition(":")[0] for each in planted.in_rows()}
    erased(rows.Case.objects.get().customer_id, lead, administrator)
    assert sorted(set(planted.in_rows())) == []
    now = rows.KeptReport.objects.get()
    assert "most often about [erased]." in json.dumps(now.told)
    assert from_data(now.told).headline == from_data(kept.told).headline


def test_the_record_says_what_the_report_is_from_then_on(
    kept: rows.KeptReport, lead: Person, administrator: Person
) -> None:
    erased(rows.Case.objects.get().customer_id, lead, administrator)
    now = rows.KeptReport.objects.get()
    before, after = rows.Event.objects.filter(kind=EventKind.REPORT_KEPT).order_by("number")
    assert "hash" not in before.data, "it would tell whether a guess at the words is right"
    assert before.erased_by is not None
    assert after.data == {
        "report": kept.pk, "first_on": "2026-11-01", "last_on": "2026-11-30", "hash": now.hash,
    }  # fmt: skip
    assert now.hash != kept.hash
    assert reports.is_whole(now)
    assert [*reports.amiss(), *events.breaks()] == []


def test_a_dry_run_says_how_many_reports_lose_a_word(kept: rows.KeptReport, lead: Person) -> None:
    case = rows.Case.objects.get()
    assert erase.look(case.customer_id, None, lead, NOW).plan.counts["KeptReport"] == 1


def test_a_topic_that_stands_within_that_of_another_is_taken_out_of_its_own_places_alone(
    lead: Person, administrator: Person
) -> None:
    case = about("delivery", lead)
    kept = kept_of(case)
    before = json.dumps(kept.told)
    erased(case.customer_id, lead, administrator)
    after = json.dumps(rows.KeptReport.objects.get().told)
    assert '"text": "Delivery"' in before
    assert '"text": "Delivery"' not in after
    assert "topic=delivery&" not in after
    assert after.count(OTHERS.capitalize()) == before.count(OTHERS.capitalize()) > 0


def test_a_report_without_the_topic_stays_as_it_was_told(
    lead: Person, administrator: Person
) -> None:
    case = about(WORDS, lead)
    kept = keep_report(NOW.date(), NOW.date(), {"said": "Nothing."}, events.head()[0], lead, NOW)
    erased(case.customer_id, lead, administrator)
    assert rows.KeptReport.objects.get().hash == kept.hash
    assert rows.Event.objects.get(kind=EventKind.REPORT_KEPT).erased_by is None


def test_a_report_that_was_told_before_somebody_was_erased_is_not_kept_after(
    lead: Person, administrator: Person
) -> None:
    case, day = about(WORDS, lead), NOW.date()
    number, told = events.head()[0], as_data(report(day, day, NOW))
    erased(case.customer_id, lead, administrator)
    with pytest.raises(ReportOutdated, match="erased"):
        keep_report(day, day, told, number, Operator(), NOW)
    assert not rows.KeptReport.objects.exists()


def test_the_firms_own_word_stays_in_the_report(lead: Person, administrator: Person) -> None:
    case = about(FIRMS, lead)
    about(FIRMS, lead, name="Ada", email="ada.b@example.org")
    kept = kept_of(case)
    erased(case.customer_id, lead, administrator)
    assert rows.KeptReport.objects.get().told == kept.told
