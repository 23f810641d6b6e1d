"""The link by which a password is chosen anew."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from upheld.core.words import EventKind
from upheld.store.models import Event, Person


class ResetLinks(PasswordResetTokenGenerator):
    """A link ends for good when its person leaves: it opens nothing once they are back."""

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        changed = Event.objects.filter(kind=EventKind.PERSON_CHANGED)
        left = changed.filter(data__person=user.pk, data__left=True).count()
        return f"{super()._make_hash_value(user, timestamp)}{left}"
