"""What every law keeps over facts that nobody thought of, and where exactly its bounds lie."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policies.laws import A_DAY, NAMES, amount, amounts, asked

from upheld.core.law import Law, Reading, read
from upheld.core.law_facts import LawFactsError, open_to, read_facts
from upheld.store.policy_files.laws import read_law
from upheld.tables import Field, Kind
from upheld.tables.proofs.promises import LOUDNESS, PROTECTED

for_each_law = pytest.mark.parametrize("name", NAMES)
NUMBERS = (0, 1, 2, 3, 4, 5, 7, 13, 14, 23, 24, 30, 31, 184, 185, 1500, 1501, 3500, 3501)


def _values(field: Field) -> st.SearchStrategy[Any]:
    if field.values:
        return st.sampled_from(field.values)
    if field.kind is Kind.BOOLEAN:
        return st.booleans()
    if field.kind is Kind.MONEY:
        return st.sampled_from(["0.01", "30.00", "99.99", "240.00", "100000.00", "100000.01"])
    return st.sampled_from([number for number in NUMBERS if number or "1" not in str(field.domain)])


def facts_of(law: Law) -> st.SearchStrategy[dict[str, Any]]:
    """Facts that go together by themselves, each unknown now and then; dates stay out."""
    fields = [law.policy.inputs[name] for name in open_to(law.policy)]
    told = {each.name: st.none() | _values(each) for each in fields if not _is_day(each)}
    return st.fixed_dictionaries(told).map(
        lambda facts: {name: value for name, value in facts.items() if value is not None}
    )


def _is_day(field: Field) -> bool:
    return field.kind in (Kind.DATE, Kind.DATETIME)


def _reading(law: Law, told: Mapping[str, Any]) -> Reading | None:
    """What the law says; None where the facts contradict each other."""
    try:
        return read(law, read_facts([law], told, A_DAY)[law.name], A_DAY)
    except LawFactsError:
        return None


@for_each_law
@given(data=st.data())
def test_every_remedy_is_owed_or_not_owed_or_asked_for_once(name: str, data: st.DataObject) -> None:
    law = read_law(name)
    if reading := _reading(law, data.draw(facts_of(law))):
        decided = [each.kind for each in (*reading.entitlements, *reading.guidance)]
        decided += [each.kind for each in reading.considered]
        waiting = {kind for question in reading.questions for kind in question.kinds}
        assert len(decided) == len(set(decided))
        assert set(decided) | waiting == set(law.remedies)
        assert all(each.because and each.source and each.clause for each in reading.considered)


@for_each_law
@given(data=st.data())
def test_an_amount_is_never_negative_and_is_in_the_smallest_coins(
    name: str, data: st.DataObject
) -> None:
    law = read_law(name)
    if reading := _reading(law, data.draw(facts_of(law))):
        for kind, found in amounts(reading).items():
            assert found is None or (found > 0 and found == round(found, 2)), kind


@for_each_law
@given(data=st.data())
def test_what_was_given_already_lowers_what_is_left_by_no_more_than_that(
    name: str, data: st.DataObject
) -> None:
    law = read_law(name)
    given_back = {"already_refunded", "already_compensated", "already_credited"}
    told = {k: v for k, v in data.draw(facts_of(law)).items() if k not in given_back}
    if "price_paid" in told:
        told["price_paid"] = "240.00"  # more than what is given back below
    whole = _reading(law, told)
    for fact in given_back & set(law.policy.inputs):
        part = _reading(law, {**told, fact: "30.00"})
        if whole is None or part is None:
            continue
        left = amounts(part)
        for kind, before in amounts(whole).items():
            if before is not None:
                after = left.get(kind) or Decimal(0)
                assert before - 30 <= after <= before, kind


@for_each_law
def test_who_asks_how_loudly_and_for_what_cannot_be_given(name: str) -> None:
    who = sorted(LOUDNESS | PROTECTED | {"persona", "fit.band", "customer", "vulnerable"})
    with pytest.raises(LawFactsError) as refused:
        asked(name, dict.fromkeys(who, "1"))
    assert [problem.split(":")[0] for problem in refused.value.problems] == who


# The Consumer Rights Act

FAULTY = {"touchpoint": "product", "price_paid": 240, "delivery_paid": 0, "fault_confirmed": True}


@given(st.integers(0, 400))
def test_the_right_to_reject_ends_with_day_thirty(days: int) -> None:
    found = amount("uk-cra", "short_term_right_to_reject", {**FAULTY, "days_since_delivery": days})
    assert found == (Decimal(240) if days <= 30 else None)


@given(st.dates(date(2016, 1, 1), date(2026, 1, 1)), st.integers(0, 400))
def test_day_one_is_the_day_after_delivery_in_every_month(delivered: date, days: int) -> None:
    told = delivered + timedelta(days=days)
    dated = {**FAULTY, "delivered_on": delivered, "complained_on": told}
    counted = {**FAULTY, "days_since_delivery": days}
    kind = "short_term_right_to_reject"
    assert amount("uk-cra", kind, dated, told) == amount("uk-cra", kind, counted, told)


@pytest.mark.parametrize(
    ("delivered", "last"),
    [
        (date(2026, 1, 10), date(2026, 7, 9)),
        (date(2026, 5, 21), date(2026, 11, 20)),
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2025, 9, 1), date(2026, 2, 28)),
    ],
)
def test_six_months_begin_with_the_day_of_delivery_and_end_on_their_last_day(
    delivered: date, last: date
) -> None:
    def burden(told: date) -> str | None:
        reading = asked(
            "uk-cra", {**FAULTY, "delivered_on": delivered, "complained_on": told}, told
        )
        return reading.entitlements[0].burden if reading.entitlements else None

    assert burden(last) == "firm"
    assert burden(last + timedelta(days=1)) is None


def test_a_deduction_for_use_begins_a_day_after_the_presumption_ends() -> None:
    failed = {**FAULTY, "repair_failed": True, "caused_by_customer": False, "deduction_for_use": 60}
    delivered = {**failed, "delivered_on": date(2026, 5, 21)}
    kind = "final_right_to_reject"
    in_time = {**delivered, "complained_on": date(2026, 11, 21)}
    assert amount("uk-cra", kind, in_time) == 240
    assert amount("uk-cra", kind, {**delivered, "complained_on": date(2026, 11, 22)}) == 180


# Flights: three distances, two delays or another flight, and whose doing it was


@pytest.mark.parametrize(
    ("name", "full"), [("eu-261", (250, 400, 600)), ("uk-261", (220, 350, 520))]
)
@pytest.mark.parametrize(
    ("km", "band"), [(0, 0), (1500, 0), (1501, 1), (3500, 1), (3501, 2), (15000, 2)]
)
@pytest.mark.parametrize("hours", ["2.9999", "3", "3.9999", "4", "11"])
@pytest.mark.parametrize("proven", [True, False, None])
def test_a_delay_by_distance_hours_and_proof(
    name: str, full: tuple[int, ...], km: int, band: int, hours: str, proven: bool | None
) -> None:
    told = {"event": "delay", "distance_km": km, "delay_hours": hours}
    if proven is not None:
        told["extraordinary_circumstances_proven"] = proven
    if name == "eu-261":
        told["intra_eu"] = False
    whole = Decimal(full[band])
    halved = band == 2 and Decimal(hours) < 4  # CJEU C-402/07 Sturgeon, 63
    owed = proven is not True and Decimal(hours) >= 3
    expected = (whole / 2 if halved else whole) if owed else None
    assert amount(name, "compensation", told) == expected


@pytest.mark.parametrize(
    ("notice", "earlier", "later", "owed"),
    [
        (14, 9, 9, False),
        (13, 2, "3.99", False),
        (13, "2.01", "3.99", True),
        (13, 2, 4, True),
        (7, 2, "3.99", False),
        (6, 2, "3.99", True),
        (6, 1, "1.99", False),
        (6, "1.01", "1.99", True),
        (6, 1, 2, True),
        (0, 0, 0, False),
    ],
)
def test_another_flight_that_is_close_enough_by_the_days_of_notice(
    notice: int, earlier: object, later: object, owed: bool
) -> None:
    told = {"event": "cancellation", "distance_km": 900, "notice_days": notice, "rerouted": True,
            "hours_left_earlier": earlier, "delay_hours": later}  # fmt: skip
    for name in ("eu-261", "uk-261"):
        assert (amount(name, "compensation", told) is not None) is owed


@pytest.mark.parametrize(("km", "bound"), [(1500, 2), (3500, 3), (3501, 4)])
def test_another_flight_halves_the_amount_up_to_its_hours(km: int, bound: int) -> None:
    told = {"event": "denied_boarding", "distance_km": km, "intra_eu": False, "rerouted": True}
    whole = amount("eu-261", "compensation", {**told, "delay_hours": f"{bound}.01"})
    assert whole is not None
    assert amount("eu-261", "compensation", {**told, "delay_hours": bound}) == whole / 2


@given(st.decimals(0, 5000, places=2), st.integers(1, 9))
def test_compensation_is_for_each_passenger_and_not_for_the_ticket(
    price: Decimal, passengers: int
) -> None:
    told = {"event": "delay", "distance_km": 900, "delay_hours": 5, "price_paid": price}
    assert amount("eu-261", "compensation", {**told, "passengers": passengers}) == 250 * passengers


def test_within_the_eu_more_than_3500_km_is_the_middle_amount() -> None:
    told: dict[str, Any] = {"event": "delay", "distance_km": 4200, "delay_hours": 5}
    assert amount("eu-261", "compensation", {**told, "intra_eu": True}) == 400
    assert next(each.fact for each in asked("eu-261", told).questions) == "intra_eu"


# Australia: who chooses


@given(st.sampled_from(["product", "service"]), st.booleans())
def test_after_a_major_failure_the_customer_chooses_and_after_a_minor_one_the_supplier(
    touchpoint: str, failed: bool
) -> None:
    told: dict[str, Any] = {"touchpoint": touchpoint, "price_paid": 500, "fault_confirmed": True}
    major = asked("au-acl", {**told, "failure": "major", "repair_failed": failed})
    assert {each.chooser for each in major.entitlements} == {"customer"}
    minor = asked("au-acl", {**told, "failure": "minor", "repair_failed": failed})
    assert {each.chooser for each in minor.entitlements} == {"customer" if failed else "firm"}


# Ofcom: the rates of the day


@pytest.mark.parametrize(
    ("day", "rates"),
    [
        (date(2019, 4, 1), ("8.00", "25.00", "5.00")),
        (date(2021, 3, 31), ("8.00", "25.00", "5.00")),
        (date(2021, 4, 1), (None, None, None)),
        (date(2026, 3, 31), (None, None, None)),
        (date(2026, 4, 1), ("10.34", "32.31", "6.46")),
    ],
)
def test_the_rates_are_those_of_the_day_and_unknown_years_are_not_made_up(
    day: date, rates: tuple[str | None, ...]
) -> None:
    name = "uk-ofcom-compensation"
    events = ("delayed_repair", "missed_appointment", "delayed_start")
    for event, rate in zip(events, rates, strict=True):
        told = {"event": event, "days_overdue": 1, "engineer_came": False}
        assert amount(name, event, told, day) == (rate and Decimal(rate))


def test_a_day_of_the_past_chooses_the_rate_of_that_day() -> None:
    told = {"event": "delayed_start", "promised_start_on": "2020-05-01", "started_on": "2020-05-04"}
    assert amount("uk-ofcom-compensation", "delayed_start", told, A_DAY) == 15
