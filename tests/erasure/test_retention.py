"""The last day of a period, wherever the firm is and however months fall; and what is not over yet
since it went on in another case."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tests.record.test_after_a_merge import finished
from tests.stories import NOW, a_closed_case, an_investigated_case, an_open_case

from upheld.core.erasing import ErasureError, ErasureWhy
from upheld.core.retention import Begins, Period
from upheld.steps import erase, merge
from upheld.store import models as rows
from upheld.store import retention
from upheld.store.models import Person
from upheld.store.policy_files import retention_files


def of_fca(case: int, received: datetime) -> rows.Case:
    told = {"regime": "uk-fca-disp", "complaint_kind": "standard", "received_at": received}
    rows.Case.objects.filter(pk=case).update(**told)
    return retention.with_closings(rows.Case.objects.filter(pk=case)).get()


@pytest.mark.parametrize("firm", ["Pacific/Auckland", "Europe/London", "America/Los_Angeles"])
@pytest.mark.parametrize(
    ("received", "last"),
    [
        (datetime(2023, 11, 2, 9, 30, tzinfo=UTC), date(2026, 11, 2)),
        (datetime(2024, 2, 29, 12, tzinfo=UTC), date(2027, 2, 28)),
        (datetime(2023, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1)),  # 0:30 in summer time
    ],
)
def test_a_legal_period_ends_with_its_last_day_where_the_regime_is(
    firm: str, received: datetime, last: date, handler: Person
) -> None:
    case = of_fca(a_closed_case(handler), received)
    midnight = datetime.combine(last + timedelta(days=1), datetime.min.time())
    over = timezone.make_aware(midnight, ZoneInfo("Europe/London"))
    with timezone.override(firm):
        stays = retention.stays(case, over - timedelta(minutes=1))
        assert stays is not None
        assert stays.until == last
        assert retention.stays(case, over) is None


def test_what_is_due_is_all_that_is_over_at_the_end_of_months_too(
    handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    month = Period("own", "", (), 1, Begins.RECEIPT, "Ours", "Ours", True, law=False)
    monkeypatch.setattr(retention, "_own", lambda: (month,))
    days = [datetime(2027, 2, day, 12, tzinfo=UTC) for day in (26, 27, 28)]
    days += [datetime(2027, 3, 1, 12, tzinfo=UTC)]
    cases = [a_closed_case(handler, name=f"Bob {n}") for n in range(len(days))]
    for case, day in zip(cases, days, strict=True):
        rows.Case.objects.filter(pk=case).update(received_at=day)
    for number in range(26, 32):
        now = datetime(2027, 3, number, 12, tzinfo=UTC)
        found = {each.case.pk for each in retention.due(now)}
        over = {
            case for case, of in zip(cases, days, strict=True) if of.day < number and of.month < 3
        }
        assert found == over, number


def test_a_period_from_closing_begins_where_the_complaint_was_closed_though_it_was_merged(
    handler: Person, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = Period("kept", "", (), 12, Begins.CLOSING, "Ours", "Ours", True, law=True)
    monkeypatch.setattr(retention_files, "of_regime", lambda name: (year,))
    one, other = an_open_case(handler), an_investigated_case(handler)
    merge.merge(one, other, "It is one matter.", lead, NOW)
    closed = NOW + timedelta(days=100)
    finished(other, handler)
    rows.Closing.objects.update(at=closed)
    stays = retention.stays(rows.Case.objects.get(pk=one), closed)
    assert stays is not None
    assert stays.until == date(2028, 2, 10)


def test_who_is_in_a_complaint_that_is_worked_on_in_anothers_case_is_not_erased_before_its_end(
    handler: Person, lead: Person
) -> None:
    theirs = an_open_case(handler)
    other = an_investigated_case(handler, name="Bob Miller", email="bob@example.org")
    merge.merge(theirs, other, "One household.", lead, NOW, sure=True)
    customer = rows.Case.objects.get(pk=theirs).customer_id
    with pytest.raises(ErasureError, match="still open"):
        erase.propose(customer, None, ErasureWhy.REQUEST, lead, NOW)
    finished(other, handler)
    assert erase.propose(customer, None, ErasureWhy.REQUEST, lead, NOW).pk
