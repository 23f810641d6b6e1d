"""Before, at and after a parting: our own cause, what was tried, the proposal, what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from upheld.core.parting import PartingState
from upheld.store.sight.seen import Narrowed

from .people import Person

_OPEN = (PartingState.PROPOSED.value, PartingState.APPROVED.value, PartingState.REVIEWED.value)


class CauseLook(models.Model):
    """That our own cause is to be looked for, or was: `looked_at` is empty while it waits.

    `contacts` of a year were caused by us when it was raised, of `of_contacts` in all.
    """

    customer = models.ForeignKey("store.Customer", models.PROTECT, related_name="cause_looks")
    contacts = models.PositiveIntegerField(default=0)
    of_contacts = models.PositiveIntegerField(default=0)
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=120)
    found = models.TextField(blank=True)
    cause = models.CharField(max_length=60, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.CharField(max_length=120, blank=True)

    objects: ClassVar[Narrowed["CauseLook"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("-raised_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["customer"], condition=Q(looked_at=None), name="one_cause_raised_at_a_time"
            ),
        )


class WayTried(models.Model):
    """Another way that was tried, when, and what came of it."""

    customer = models.ForeignKey("store.Customer", models.PROTECT, related_name="ways_tried")
    way = models.CharField(max_length=20)
    what = models.TextField()
    tried_on = models.DateField()
    came_of_it = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    objects: ClassVar[Narrowed["WayTried"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("tried_on", "pk")


class Parting(models.Model):
    """A proposal to part, by a named lead; `gates` is what showed on that day that it may be made.

    `case` is the closed one that its letter is written in. Approved by another; reviewed before the
    letter leaves.
    """

    customer = models.ForeignKey("store.Customer", models.PROTECT, related_name="partings")
    case = models.ForeignKey("store.Case", models.PROTECT, related_name="partings")
    reasons = models.TextField()
    alternatives = models.TextField()
    gates = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=PartingState.PROPOSED.value)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    # Two people may have one name; empty for the command line.
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by_name = models.CharField(max_length=120, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by_name = models.CharField(max_length=120, blank=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_why = models.TextField(blank=True)
    letter = models.ForeignKey(
        "store.Letter", models.PROTECT, null=True, blank=True, related_name="+"
    )
    last_day = models.DateField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Narrowed["Parting"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["customer"], condition=Q(state__in=_OPEN), name="one_parting_at_a_time"
            ),
            models.CheckConstraint(
                name="parting_approved_by_another",
                condition=Q(approved_by=None)
                | Q(proposed_by=None)
                | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="parting_reviewed_by_another",
                condition=Q(reviewed_by=None)
                | Q(proposed_by=None)
                | ~Q(reviewed_by=F("proposed_by")),
            ),
        )


class PartingAfter(models.Model):
    """What became of it, asked on a set day after the last one. Null is not known."""

    parting = models.ForeignKey(Parting, models.CASCADE, related_name="afterwards")
    due_on = models.DateField(db_index=True)
    came_back = models.BooleanField(null=True, blank=True)
    complained = models.BooleanField(null=True, blank=True)
    went_to_a_body = models.BooleanField(null=True, blank=True)
    paid_up = models.BooleanField(null=True, blank=True)
    words = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.CharField(max_length=120, blank=True)

    objects: ClassVar[Narrowed["PartingAfter"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("due_on", "pk")
