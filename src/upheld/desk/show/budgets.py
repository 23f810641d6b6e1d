"""What teams may give beyond the owed: each budget with what is gone, left, and where it heads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from upheld.core.budgets import Forecast, Standing
from upheld.core.money import Money
from upheld.desk.forms.exceptions import BudgetForm, MemberForm, TeamForm
from upheld.store import models as rows
from upheld.store import spending

from .fold import Fold, Opened, fold


@dataclass(frozen=True, slots=True)
class BudgetPart:
    """One budget. `width_*` are hundredths of it for the bar; `heads` is where it ends."""

    row: rows.Budget
    standing: Standing
    heads: str
    over: bool
    width_spent: int
    width_committed: int


def budget_parts(found: Collection[rows.Budget], today: date) -> list[BudgetPart]:
    foreseen = spending.foreseen(found, today)
    return [_part(row, *foreseen[row.pk], today) for row in found]


def _part(row: rows.Budget, stands: Standing, heads: Forecast | None, today: date) -> BudgetPart:
    return BudgetPart(
        row=row,
        standing=stands,
        heads=_heads(heads, row, today),
        over=stands.left.amount < 0,
        width_spent=_width(stands.spent, stands),
        width_committed=_width(stands.committed, stands),
    )


def _heads(heads: Forecast | None, row: rows.Budget, today: date) -> str:
    if row.last_on < today:
        return "Over"
    if row.first_on > today:
        return "Not begun"
    return f"{heads.likely} ({heads.low} to {heads.high})" if heads else "Cannot tell yet"


def _width(part: Money, stands: Standing) -> int:
    whole = max(stands.amount.amount, stands.spent.amount + stands.committed.amount)
    return round(100 * part.amount / whole) if whole else 0


def budget_folds(opened: Opened, today: date, currency: str) -> list[Fold]:
    made = (
        ("budget", "Set a budget", "Set the budget", "budget_set",
         lambda key: BudgetForm(key=key, today=today, currency=currency)),
        ("team", "Add a team", "Add the team", "team_add", lambda key: TeamForm(key=key)),
        ("member", "Who is in which team", "Put them there", "team_put",
         lambda key: MemberForm(key=key)),
    )  # fmt: skip
    return [
        fold(opened, key, label, submit, reverse(f"desk:{address}"), form)
        for key, label, submit, address, form in made
    ]
