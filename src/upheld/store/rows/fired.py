"""Which rules spoke in each case's latest decision, in rows that can be counted fast."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db import connection, models


class RuleFired(models.Model):
    """One rule in the latest decision of one case. `amount` is what it gave, for rules that say
    what is owed or given beyond it; a rule that spoke on two points gave both amounts."""

    decision = models.ForeignKey("store.Decision", models.CASCADE, related_name="fired")
    table = models.CharField(max_length=60)
    rule = models.CharField(max_length=120)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "store"
        # All that is counted of a rule stands in the index.
        indexes = (models.Index(fields=["table", "rule", "at", "amount"], name="rules_counted"),)
        constraints = (
            models.UniqueConstraint(
                fields=["decision", "table", "rule"], name="one_row_a_rule_and_decision"
            ),
        )


_FORGET = """
DELETE FROM store_rulefired
WHERE decision_id IN (SELECT id FROM store_decision WHERE case_id = %s)
"""
_KEEP = 'INSERT INTO store_rulefired ("decision_id", "table", "rule", "amount", "at") VALUES '


def keep(decision: Any, before: Collection[Any]) -> None:
    """The rules of a decision just saved, in place of those of the case's earlier ones."""
    ops = connection.ops
    at = ops.adapt_datetimefield_value(decision.at)
    told = [
        (decision.pk, table, rule, ops.adapt_decimalfield_value(amount, 12, 2), at)
        for (table, rule), amount in fired(decision.record).items()
    ]
    places = ", ".join(["(%s, %s, %s, %s, %s)"] * len(told))
    with connection.cursor() as cursor:
        if before:
            cursor.execute(_FORGET, [decision.case_id])
        if told:
            cursor.execute(_KEEP + places, [*chain.from_iterable(told)])


def keep_all(decisions: Iterable[Any]) -> None:
    """The rules of many decisions, each the latest of its case and none kept yet."""
    rows = (row for decision in decisions for row in rows_of(decision))
    RuleFired.objects.bulk_create(rows, batch_size=2000)


def rows_of(decision: Any) -> Iterator[RuleFired]:
    for (table, rule), amount in fired(decision.record).items():
        yield RuleFired(
            decision_id=decision.pk, table=table, rule=rule, amount=amount, at=decision.at
        )


def fired(record: Mapping[str, Any]) -> dict[tuple[str, str], Decimal | None]:
    """The rules of a kept decision by table and name, with what each gave."""
    owed = {item["allegation"]: Decimal(item["amount"]) for item in record["entitlement"]}
    found: dict[tuple[str, str], Decimal | None] = {}
    for ruling in record["trace"]:
        gave = {
            "entitlement": owed.get(ruling["subject"], Decimal(0)),
            "goodwill": Decimal(record["goodwill"]["amount"]),
        }.get(ruling["table"])
        for rule in ruling["rules"]:
            before = found.get((ruling["table"], rule))
            found[ruling["table"], rule] = gave if before is None else before + (gave or 0)
            gave = None if gave is None else Decimal(0)  # what several rules gave is counted once
    return found
