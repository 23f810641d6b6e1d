"""Teams and what they may give beyond the owed in a period. Who is in a team is on the person."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

_NONE = 0


class Team(models.Model):
    """People who work together, under one name. What a private team works on, only its people see,
    and auditors and administrators (store/sight/seen.py)."""

    name = models.CharField(max_length=80, unique=True)
    private = models.BooleanField(default=False)

    class Meta:
        app_label = "store"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


def others_private(team: str) -> Exists:
    """Whether other teams than the one that a row leads to keep something to themselves, within the
    statement that reads the row: whoever looks is asked no other then (store/sight/seen.py)."""
    private = Team.objects.filter(private=True)
    return Exists(private.exclude(pk=Coalesce(OuterRef(team), _NONE)))


class Budget(models.Model):
    """What a team may give beyond the owed from `first_on` to `last_on`, both days whole."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="budgets")
    period = models.CharField(max_length=10)
    first_on = models.DateField()
    last_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"
        ordering = ("-first_on", "team__name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["team", "currency", "period", "first_on"], name="one_budget_a_period"
            ),
            models.CheckConstraint(name="budget_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="budget_days_in_order", condition=Q(last_on__gte=F("first_on"))
            ),
        )
