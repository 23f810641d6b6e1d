"""Policies in the store: published versions, which never change, and drafts on their way there."""

from typing import Any, NoReturn

from django.db import models

from upheld.core.words import DraftState
from upheld.store.sql.asked_again import AskedAgain

from .people import Person


class NeverChanges(TypeError):
    """A published version of a policy was about to be changed or deleted."""


class PolicyVersion(models.Model):
    """A policy as it was published, word for word: `files` are its texts by file name.

    A decision that it made must be made again the same way in years: it is written once. Here the
    code refuses a change, and a trigger of the database (migration 0003) does below it.
    """

    policy = models.CharField(max_length=60)
    version = models.CharField(max_length=80, unique=True)
    valid_from = models.DateField()
    files = models.JSONField()
    note = models.TextField()
    author = models.ForeignKey(Person, models.PROTECT, related_name="versions_written")
    approver = models.ForeignKey(Person, models.PROTECT, related_name="versions_published")
    published_at = models.DateTimeField()

    class Meta:
        app_label = "store"
        ordering = ("-valid_from",)
        constraints = (
            models.UniqueConstraint(fields=["policy", "valid_from"], name="one_version_from_a_day"),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise NeverChanges(f"{self.version} is published: write a new draft instead")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverChanges(f"{self.version} is published: decisions rest on it")


def _published(policy: str) -> "models.QuerySet[PolicyVersion, Any]":
    found = PolicyVersion.objects.filter(policy=policy).order_by("-valid_from")
    return found.values_list("valid_from", "version")


# The first day and the version of each of this name, the newest first.
PUBLISHED = AskedAgain(_published)


class KeptPolicy(models.Model):
    """A policy of the folder as it stood when it first decided; `files` are its texts by name.

    What was published in the desk is kept as PolicyVersion.
    """

    version = models.CharField(max_length=80, unique=True)
    files = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        app_label = "store"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverChanges(f"{self.version} has decided: decisions rest on it")


class PolicyDraft(models.Model):
    """A policy that is being written. `files` are its texts now, after `done` of its edits.

    `valid_from` is what policy.yaml among the files says, kept apart for lists.
    """

    policy = models.CharField(max_length=60)
    based_on = models.CharField(max_length=80)
    base = models.JSONField()
    files = models.JSONField()
    done = models.PositiveIntegerField(default=0)
    valid_from = models.DateField()
    note = models.TextField()
    state = models.CharField(max_length=20, default=DraftState.DRAFT.value)
    author = models.ForeignKey(Person, models.PROTECT, related_name="drafts")
    reviewer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    opened_at = models.DateTimeField()
    became = models.OneToOneField(
        PolicyVersion, models.PROTECT, null=True, blank=True, related_name="draft"
    )

    class Meta:
        app_label = "store"
        ordering = ("-opened_at", "-pk")


class DraftEdit(models.Model):
    """One change of a draft. `changed` has the text before and after of each file, null where
    there was or is none; undo and redo walk along these."""

    draft = models.ForeignKey(PolicyDraft, models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    changed = models.JSONField()
    words = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "store"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["draft", "number"], name="edits_in_one_line"),
        )


class DraftComment(models.Model):
    """What somebody says of a draft: of a rule, of a table, or of the whole (both empty)."""

    draft = models.ForeignKey(PolicyDraft, models.CASCADE, related_name="comments")
    table = models.CharField(max_length=60, blank=True)
    rule = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "store"
        ordering = ("pk",)
