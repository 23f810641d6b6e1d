"""What we answer: a decision as it was made, the letters that tell it, and how the case ended."""

from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Q

from upheld.core import decision, record
from upheld.core.words import LetterState
from upheld.store.sight.seen import Narrowed

from .customers import Customer
from .outgoing import Outgoing


class Decision(models.Model):
    """A decision as it was made: what it was made from, what it says, and who let it out."""

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="decisions")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    # Two people may have one name; empty for the command line.
    decided_by = models.ForeignKey(
        "store.Person", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    policy_version = models.CharField(max_length=80)
    outcome = models.CharField(max_length=20, blank=True)
    stance = models.CharField(max_length=20)
    owed = models.DecimalField(max_digits=12, decimal_places=2)
    goodwill = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    needs_role = models.CharField(max_length=20)
    needs_second_person = models.BooleanField(default=False)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=120, blank=True)
    same_facts = models.CharField(max_length=64, db_index=True)
    # What it has in common with others in which the same is fair (core/deviations.py).
    situation = models.CharField(max_length=120, blank=True)
    # Whose budget its goodwill counts in, and from which day on; no day while it waits.
    team = models.ForeignKey("store.Team", models.SET_NULL, null=True, blank=True, related_name="+")
    budget_on = models.DateField(null=True, blank=True)
    over_budget = models.TextField(blank=True)
    # Shared by cases in which the same kind of thing happened (core.precedents.like_key).
    like_facts = models.CharField(max_length=64, default="", blank=True)
    document = models.JSONField()
    record = models.JSONField()

    objects: ClassVar[Narrowed["Decision"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=["stance", "at"], name="decisions_by_stance"),
            models.Index(fields=["situation", "at"], name="decisions_of_situation"),
            models.Index(fields=["team", "budget_on"], name="decisions_of_team"),
            # What a team gave, and which cases were decided how in a year: from the index alone.
            models.Index(
                fields=["team", "budget_on", "currency", "goodwill", "case"],
                name="decisions_given",
            ),
            models.Index(fields=["case", "at", "outcome"], name="decisions_of_case"),
            # Like cases: the newest few of very many.
            models.Index(fields=["like_facts", "-at", "-id"], name="decisions_like"),
        )

    @cached_property
    def made(self) -> decision.Decision:
        """The decision as its record tells it, which nothing changes."""
        return record.recall(self.record)


class Letter(Outgoing):
    """A message to the complainant. A queued letter is its own job: the row is claimed and sent."""

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="letters")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=20)

    objects: ClassVar[Narrowed["Letter"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("pk",)
        indexes = (
            models.Index(
                "queued_at", name="letters_waiting", condition=Q(state=LetterState.QUEUED.value)
            ),
        )

    @property
    def addressee(self) -> Customer:
        return self.case.customer


class Acceptance(models.Model):
    """What the complainant said of our answer, in their words."""

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="acceptances")
    accepted = models.BooleanField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"
        ordering = ("pk",)


class Closing(models.Model):
    """A case is closed when its newest closing was not reopened."""

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="closings")
    cause = models.CharField(max_length=60, db_index=True)
    lesson = models.TextField(blank=True)
    misunderstood = models.TextField(blank=True)
    resolved = models.BooleanField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    reopened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "store"
        ordering = ("pk",)
