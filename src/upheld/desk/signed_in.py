"""Whoever signed in, with whether other teams keep something from them, in the one statement."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from upheld.store.models import Person, Team

_NONE = 0


class SignedIn(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: int) -> Person | None:
        others = Team.objects.filter(private=True).exclude(pk=Coalesce(OuterRef("team"), _NONE))
        found = Person.objects.filter(pk=user_id).annotate(others_private=Exists(others)).first()
        return found if found and self.user_can_authenticate(found) else None
