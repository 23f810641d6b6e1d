"""Legal holds: which case or customer is kept for a dispute, why, by whom, up to which review."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from upheld.store.sight.seen import Narrowed

from .people import Person


class LegalHold(models.Model):
    """A hold on one case, or where none is named on the customer and all their cases; it stands
    until it is lifted."""

    customer = models.ForeignKey("store.Customer", models.PROTECT, related_name="legal_holds")
    case = models.ForeignKey(
        "store.Case", models.PROTECT, null=True, blank=True, related_name="legal_holds"
    )
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    placed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    review_due = models.DateField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by_name = models.CharField(max_length=120, blank=True)
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_why = models.TextField(blank=True)

    objects: ClassVar[Narrowed["LegalHold"]] = Narrowed()
    everything: ClassVar[models.Manager["LegalHold"]] = models.Manager()

    class Meta:
        app_label = "store"
        ordering = ("review_due", "pk")
        indexes = (
            models.Index("review_due", name="legal_holds_standing", condition=Q(lifted_at=None)),
        )

    @property
    def whose(self) -> str:
        """The reference of the case, or `customer 12`."""
        return self.case.reference if self.case else f"customer {self.customer_id}"
