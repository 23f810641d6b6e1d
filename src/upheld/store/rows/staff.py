"""How somebody comes to work here, and how much they may give beyond the owed."""

from django.db import models
from django.db.models import Q

from .people import Person


class Invitation(models.Model):
    """A way in for one person, who chooses a password by it: once, and for a few days.

    Its secret is kept as a hash; whoever was invited before has no other way in that still works.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    by = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "store"


class AuthorityLimit(models.Model):
    """The most that one person, or everybody of a role, gives beyond the owed on one case.

    What is owed knows no limit: it is owed. A person's own limit stands before their role's.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="authority"
    )
    role = models.CharField(max_length=20, blank=True)
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        app_label = "store"
        ordering = ("currency", "role", "pk")
        constraints = (
            models.CheckConstraint(
                name="authority_of_one",
                condition=Q(person=None) & ~Q(role="") | Q(person__isnull=False) & Q(role=""),
            ),
            models.UniqueConstraint(
                fields=["person", "currency"],
                condition=Q(person__isnull=False),
                name="one_limit_a_person",
            ),
            models.UniqueConstraint(
                fields=["role", "currency"], condition=~Q(role=""), name="one_limit_a_role"
            ),
            models.CheckConstraint(name="authority_not_negative", condition=Q(amount__gte=0)),
        )
