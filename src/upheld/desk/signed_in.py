"""Whoever signed in, with whether other teams keep something from them, in the one statement."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from upheld.store.models import Person, Team
from upheld.store.sql.asked_again import AskedAgain

_NONE = 0


class SignedIn(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: int) -> Person | None:
        found = next(iter(_PERSON(user_id)), None)
        return found if found and self.user_can_authenticate(found) else None


def _person(number: int) -> "QuerySet[Person]":
    others = Team.objects.filter(private=True).exclude(pk=Coalesce(OuterRef("team"), _NONE))
    return Person.objects.filter(pk=number).annotate(others_private=Exists(others))


_PERSON = AskedAgain(_person)
