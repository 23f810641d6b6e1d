"""Erasures: whose data went, who asked, who approved it; and who looked at what is sensitive."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from upheld.core.erasing import ErasureState
from upheld.core.references import reference
from upheld.store.sight.seen import Narrowed

from .people import Person


class Erasure(models.Model):
    """The data of a customer, or of one case, that goes: proposed by one person, approved by
    another. `rows` counts what went by table.

    `cleaned_at` is when what was deleted was also written over where it lay on the disk.
    """

    customer = models.ForeignKey(
        "store.Customer", models.PROTECT, null=True, blank=True, related_name="erasures"
    )
    case = models.ForeignKey(
        "store.Case", models.PROTECT, null=True, blank=True, related_name="erasures"
    )
    why = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default=ErasureState.PROPOSED.value)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    # Two people may have one name; empty for the command line.
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by_name = models.CharField(max_length=120, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    rows = models.JSONField(default=dict, blank=True)
    # What lies on the disk and is still to be deleted: hashes of files, names of mails.
    files = models.JSONField(default=list, blank=True)
    cleaned_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Narrowed["Erasure"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="erasure_approved_by_another",
                condition=Q(approved_by=None)
                | Q(proposed_by=None)
                | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="erasure_of_one_or_the_other",
                condition=Q(customer__isnull=False) ^ Q(case__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                "approved_at", name="erasures_to_clean",
                condition=Q(cleaned_at=None, state=ErasureState.DONE.value),
            ),
        )  # fmt: skip


class Looked(models.Model):
    """Somebody read what is sensitive: once a person, thing and hour, however often."""

    by = models.CharField(max_length=120)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=20)
    way = models.CharField(max_length=10)
    customer = models.BigIntegerField(null=True, blank=True)
    case = models.BigIntegerField(null=True, blank=True)
    hour = models.DateTimeField()
    # One line of text that is the same for the same reading, whatever of it is null.
    mark = models.CharField(max_length=64, unique=True)

    class Meta:
        app_label = "store"
        ordering = ("-hour", "-pk")
        indexes = (
            models.Index(fields=["-hour", "-id"], name="looked_newest"),
            models.Index(fields=["customer", "-hour"], name="looked_at_customer"),
        )

    @property
    def told_what(self) -> str:
        return self.what.replace("_", " ")

    @property
    def reference(self) -> str:
        return reference(self.case) if self.case else ""
