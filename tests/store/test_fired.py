"""Which rules spoke in a case's latest decision.

Those of the time before they were kept: test_migrations.py.
"""

from datetime import timedelta
from decimal import Decimal

from tests.stories import NOW, a_decided_case, the_decision

from upheld.steps import decide, investigate
from upheld.store.models import Decision, Person, RuleFired
from upheld.store.rows.fired import fired


def kept() -> dict[tuple[str, str], Decimal | None]:
    return {(row.table, row.rule): row.amount for row in RuleFired.objects.all()}


def test_a_decision_keeps_the_rules_that_spoke_and_what_they_gave(handler: Person) -> None:
    case = a_decided_case(handler)
    found = kept()
    assert found["finding", "recorded-substantiated"] is None
    assert found["entitlement", "late-goods"] == Decimal("12.50")
    assert found["goodwill", "core-medium"] == Decimal("25.00")
    assert set(RuleFired.objects.values_list("decision", flat=True)) == {the_decision(case)}
    assert found == fired(Decision.objects.get().record)


def test_a_new_decision_takes_the_place_of_the_one_before_it(handler: Person) -> None:
    other, case = a_decided_case(handler), a_decided_case(handler)
    investigate.record_circumstances(case, {"withdrawn": True}, handler, NOW)
    decide.decide(case, handler, NOW + timedelta(hours=1))
    decisions = set(RuleFired.objects.values_list("decision", flat=True))
    assert decisions == {the_decision(other), the_decision(case)}
    assert ("outcome", "withdrawn") in kept()


def test_what_several_rules_of_a_table_gave_together_is_counted_once() -> None:
    ruling = {"table": "goodwill", "subject": "", "rules": ["first", "second"]}
    record = {"entitlement": [], "goodwill": {"amount": "25.00"}, "trace": [ruling]}
    assert fired(record) == {
        ("goodwill", "first"): Decimal("25.00"),
        ("goodwill", "second"): Decimal(0),
    }
