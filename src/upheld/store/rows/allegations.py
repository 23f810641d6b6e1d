"""What is alleged, what shows it, and what was found."""

from django.db import models


class Allegation(models.Model):
    """One checkable statement. `spans` are the places of the complaint's text where it is said."""

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="allegations")
    kind = models.CharField(max_length=40)
    statement = models.TextField()
    facts = models.JSONField(default=dict, blank=True)
    # By fact: who wrote it down or pulled it, when, and from which records.
    provenance = models.JSONField(default=dict, blank=True)
    spans = models.JSONField(default=list, blank=True)

    class Meta:
        app_label = "store"
        ordering = ("pk",)
        indexes = (models.Index(fields=["kind", "case"], name="allegations_of_kind"),)


class Evidence(models.Model):
    """What a finding may rely on. Evidence about the whole case has no allegation.

    `relied_on_by` is the fact or the word "finding" that rests on it. A file lies in store/files.py
    under its `sha256`; `happened_at` and `with_whom` are of a message, a call or a visit.
    """

    case = models.ForeignKey("store.Case", models.CASCADE, related_name="evidence")
    allegation = models.ForeignKey(
        Allegation, models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    kind = models.CharField(max_length=20)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    happened_at = models.DateTimeField(null=True, blank=True)
    with_whom = models.CharField(max_length=200, blank=True)
    relied_on_by = models.CharField(max_length=60, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "store"
        ordering = ("pk",)


class Finding(models.Model):
    """What is so. `by_table` marks what the policy found from the facts where no person did."""

    allegation = models.OneToOneField(Allegation, models.CASCADE, related_name="finding")
    result = models.CharField(max_length=20)
    because = models.TextField()
    by_table = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"
