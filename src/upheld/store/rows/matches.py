"""Customers who may be one person, what was said of each pair, and those who are one by now."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from upheld.core.words import MatchState
from upheld.store.sight.seen import Narrowed


class Match(models.Model):
    """Two customers who may be one person, until a person says whether they are.

    `one` has the lower number. `reasons` are pairs of words and their weight in powers of two.
    What was settled is remembered: it is never put before anybody again unasked.
    """

    one = models.ForeignKey("store.Customer", models.CASCADE, related_name="+")
    other = models.ForeignKey("store.Customer", models.CASCADE, related_name="+")
    probability = models.FloatField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=MatchState.OPEN.value)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)
    why = models.TextField(blank=True)

    objects: ClassVar[Narrowed["Match"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("-probability", "pk")
        constraints = (models.UniqueConstraint(fields=["one", "other"], name="one_match_a_pair"),)
        indexes = (
            models.Index(
                fields=["-probability", "id"],
                name="matches_open",
                condition=Q(state=MatchState.OPEN.value),
            ),
        )


class CustomerMerge(models.Model):
    """A customer who is another by now, until it is undone.

    Nothing moves: the row of each stays with its cases, its address and its links, and leads to the
    one that stays (store/merged/as_one.py). `led` are the customers that led to this one
    before; `matches` the pairs that it settled; `cases` those that were to be decided anew, as they
    stood.
    """

    customer = models.ForeignKey("store.Customer", models.PROTECT, related_name="merges")
    into = models.ForeignKey("store.Customer", models.PROTECT, related_name="taken_in")
    why = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    led = models.JSONField(default=list)
    matches = models.JSONField(default=list)
    cases = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=120, blank=True)

    objects: ClassVar[Narrowed["CustomerMerge"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["customer"], condition=Q(undone_at=None), name="one_merge_a_customer"
            ),
        )
