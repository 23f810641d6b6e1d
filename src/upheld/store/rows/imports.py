"""Imports: which file, by which mapping, how far it came, and what it could not take."""

from typing import TypeVar

from django.db import models
from django.db.models import QuerySet

from upheld.core.imports.tables import NUMBERED
from upheld.core.obligations import STANDARD
from upheld.core.words import ImportState
from upheld.store.sight import seen

T = TypeVar("T", bound=models.Model, covariant=True)


class Import(models.Model):
    """One file on its way in; its row is the job.

    Its bytes lie in store/files.py under `sha256` where `kept`; else they are where the command
    line was told. `done` of `rows` were looked at: the next one is where it goes on. `dry` writes
    no case. `ignored` counts fields that are not read, `reasons` the rows that were rejected.
    `doubts` are what a person should look at in a mapping that was proposed. `watermark` is the
    newest that a query gave, as JSON: the next import asks from there on. `asked_by` said last that
    it begins or is undone, and it goes on while they may; nobody where the operator did.
    """

    kind = models.CharField(max_length=12, default="complaints")
    format = models.CharField(max_length=12)
    source = models.CharField(max_length=60)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    kept = models.BooleanField(default=False)
    mapping = models.JSONField(default=dict, blank=True)
    mapping_name = models.CharField(max_length=60, blank=True)
    doubts = models.JSONField(default=list, blank=True)
    regime = models.CharField(max_length=40, blank=True)
    complaint_kind = models.CharField(max_length=40, default=STANDARD)
    state = models.CharField(max_length=10, default=ImportState.DRAFT.value)
    dry = models.BooleanField(default=False)
    rows = models.PositiveIntegerField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    past = models.PositiveIntegerField(default=0)
    without_date = models.PositiveIntegerField(default=0)
    already_there = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=dict, blank=True)
    ignored = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)
    made_at = models.DateTimeField()
    by = models.CharField(max_length=120)
    asked_by = models.ForeignKey(
        "store.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    taken_back = models.PositiveIntegerField(default=0)
    kept_back = models.PositiveIntegerField(default=0)
    watermark = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "store"
        ordering = ("-pk",)

    @property
    def percent(self) -> int | None:
        return min(100, self.done * 100 // self.rows) if self.rows else None

    @property
    def changed(self) -> int:
        """Of the customers that were there, those who get their number; nothing else changes."""
        return self.ignored.get(NUMBERED, 0) if self.kind == "customers" else 0

    @property
    def unchanged(self) -> int:
        return self.already_there - self.changed

    @property
    def under_way(self) -> bool:
        return self.state in (ImportState.WAITING, ImportState.RUNNING, ImportState.UNDOING)


class ImportProblem(models.Model):
    """A row that was not taken. `cells` are the row as it stood, to be mended and sent again."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=80, blank=True)
    why = models.TextField()
    mend = models.TextField(blank=True)
    cells = models.JSONField(default=list, blank=True)

    class Meta:
        app_label = "store"
        ordering = ("row", "pk")


class SavedMapping(models.Model):
    """A mapping under a name, for the next file of the same kind."""

    name = models.CharField(max_length=60, unique=True)
    told = models.JSONField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        app_label = "store"
        ordering = ("name",)


class Note(models.Model):
    """What staff said among themselves about a case. It is no contact: no letter, portal or answer
    reads this table, so that a note cannot reach the customer."""

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    by = models.CharField(max_length=200, blank=True)
    text = models.TextField()

    class Meta:
        app_label = "store"
        ordering = ("at", "pk")


class Standing(models.Manager[T]):
    """The rows that were not taken back, and that are for whoever looks to see."""

    def get_queryset(self) -> "QuerySet[T]":
        return seen.standing(super().get_queryset().filter(taken_back_at=None))


class Brought(models.Model):
    """A row that an import may have brought, and that undoing the import takes back.

    Its events stay, and so it does: only nobody sees it any more.
    """

    brought_by = models.ForeignKey(
        Import, models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
