"""Whoever signed in, with whether other teams keep something from them, in the one statement."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from upheld.store.models import Person
from upheld.store.rows.teams import others_private
from upheld.store.sql.asked_again import AskedAgain


class SignedIn(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: int) -> Person | None:
        found = next(iter(_PERSON(user_id)), None)
        return found if found and self.user_can_authenticate(found) else None


def _person(number: int) -> "QuerySet[Person]":
    return Person.objects.filter(pk=number).annotate(others_private=others_private("team"))


_PERSON = AskedAgain(_person)
