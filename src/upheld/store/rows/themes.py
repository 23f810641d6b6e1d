"""Themes and letters that came several times, as they were found and as people changed them."""

from typing import ClassVar

from django.db import models

from upheld.store.sight.seen import Narrowed


class Theme(models.Model):
    """One theme. It keeps its number when it is found again; a name given by hand stays.

    One that was merged leads to another and is still known by its words, so that what is found
    again goes where it was led; one that is no longer found is `gone_at`.
    """

    name = models.CharField(max_length=80)
    found_name = models.CharField(max_length=80)
    named_by = models.CharField(max_length=120, blank=True)
    head = models.CharField(max_length=80, blank=True)
    phrases = models.JSONField(default=list)
    weights = models.JSONField(default=dict)
    examples = models.JSONField(default=list)
    wishes = models.JSONField(default=list)
    weeks = models.JSONField(default=list)
    trends = models.JSONField(default=list)
    cases = models.PositiveIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    first_found_at = models.DateTimeField()
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts"
    )

    class Meta:
        app_label = "store"
        ordering = ("-cases", "pk")

    def __str__(self) -> str:
        return self.name


class ThemeCase(models.Model):
    """A case in its one theme. `place` is 0 for the most typical."""

    case = models.OneToOneField("store.Case", models.CASCADE, related_name="in_theme")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="in_theme")
    place = models.PositiveIntegerField()

    objects: ClassVar[Narrowed["ThemeCase"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("place",)
        indexes = (models.Index(fields=["theme", "place"], name="cases_of_theme"),)


class CopiedLetter(models.Model):
    """One letter that several sent, nearly word for word. Each case of it stands on its own."""

    words = models.TextField()
    cases = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Narrowed["CopiedLetter"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("-people", "-cases", "pk")


class LetterCase(models.Model):
    """A case whose complaint is such a letter."""

    case = models.OneToOneField("store.Case", models.CASCADE, related_name="copied")
    letter = models.ForeignKey(CopiedLetter, models.CASCADE, related_name="of_letter")

    objects: ClassVar[Narrowed["LetterCase"]] = Narrowed()

    class Meta:
        app_label = "store"
        ordering = ("case_id",)


class ThemesFound(models.Model):
    """What is said of all themes together, each time that they were found."""

    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    cases = models.PositiveIntegerField()
    outside = models.PositiveIntegerField()
    copies = models.PositiveIntegerField()
    first_week = models.DateField(null=True, blank=True)
    terms = models.JSONField(default=list)
    languages = models.JSONField(default=dict)
    limits = models.JSONField(default=list)

    class Meta:
        app_label = "store"
        ordering = ("-pk",)
