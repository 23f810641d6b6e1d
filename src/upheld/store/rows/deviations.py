"""Deviations: what one customer got beyond the policy, and what was made of those that repeat."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from upheld.core.deviations import GIVEN, DeviationState, Situation, read_situation
from upheld.core.goodwill import MONEY_KINDS, DeviationKind, Granted
from upheld.core.money import Money
from upheld.core.repeated import Price
from upheld.store.sight.seen import Narrowed

from .people import Person
from .teams import Team

_GIVEN = [each.value for each in GIVEN]


class Deviation(models.Model):
    """One exception, as everything stood at that moment. `amount` is null where it is no money and
    nobody knows what it costs; `price_*` is what a year costs if everybody in the same situation
    gets it, from the `similar` cases of the year before.

    `found`: it was found in history, and its money is a part of its decision's goodwill.
    """

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="deviations")
    decision = models.ForeignKey("store.Decision", models.CASCADE, related_name="deviations")
    customer = models.ForeignKey("store.Customer", models.PROTECT, related_name="deviations")
    persona = models.CharField(max_length=40, blank=True)
    touchpoint = models.CharField(max_length=60, blank=True)
    band = models.CharField(max_length=20, blank=True)
    situation = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)
    words = models.TextField(blank=True)
    reason = models.TextField()
    similar = models.PositiveIntegerField(null=True, blank=True)
    price_low = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    price_likely = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    price_high = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    state = models.CharField(max_length=15)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    # Two people may have one name; empty for the command line.
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    needs_role = models.CharField(max_length=20)
    needs_second_person = models.BooleanField(default=False)
    granted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=120, blank=True)
    approver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    expires_on = models.DateField()
    told_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    ended_why = models.TextField(blank=True)
    draft = models.ForeignKey(
        "store.PolicyDraft", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    policy_version = models.CharField(max_length=80)
    found = models.BooleanField(default=False)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    budget_on = models.DateField(null=True, blank=True)
    over_budget = models.TextField(blank=True)

    objects: ClassVar[Narrowed["Deviation"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=["state", "-at", "-id"], name="deviations_by_state"),
            models.Index(fields=["-at", "-id"], name="deviations_newest"),
            models.Index(fields=["situation", "-at"], name="deviations_of_situation"),
            models.Index(fields=["team", "budget_on"], name="deviations_of_team"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["decision"], condition=Q(found=True), name="one_found_a_decision"
            ),
            models.CheckConstraint(
                name="deviation_given_by_somebody",
                condition=~Q(state__in=_GIVEN) | Q(granted_at__isnull=False) & ~Q(approved_by=""),
            ),
            models.CheckConstraint(
                name="deviation_by_a_second_person",
                condition=Q(needs_second_person=False)
                | Q(approver=None)
                | Q(proposed_by=None)
                | ~Q(approver=F("proposed_by")),
            ),
        )

    @property
    def given(self) -> bool:
        return self.state in GIVEN

    @property
    def waits(self) -> bool:
        return self.state == DeviationState.PROPOSED

    @property
    def money(self) -> Money | None:
        return None if self.amount is None else Money(self.amount, self.currency)

    @property
    def price(self) -> Price | None:
        low, likely, high = self.price_low, self.price_likely, self.price_high
        if low is None or likely is None or high is None:
            return None
        return Price(low, likely, high)

    @property
    def told(self) -> Granted:
        """As the reply tells it. What is no money costs us something that no customer reads."""
        kind = DeviationKind(self.kind)
        money = self.amount if kind in MONEY_KINDS and self.amount else Decimal(0)
        return Granted(kind, money, self.currency, self.words)

    @property
    def of(self) -> Situation | None:
        return read_situation(self.situation)


class SituationRuling(models.Model):
    """What a person made of exceptions that repeat in a situation: a rule, or an end to them."""

    situation = models.CharField(max_length=120, db_index=True)
    stops = models.BooleanField()
    why = models.TextField()
    draft = models.ForeignKey(
        "store.PolicyDraft", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"
        ordering = ("-pk",)
