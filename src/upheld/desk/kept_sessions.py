"""Sessions as Django keeps them in the database, looked up by a statement that is written once."""

from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from upheld.store.models import Person
from upheld.store.rows import people
from upheld.store.sql.asked_again import AskedAgain


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = next(iter(_LIVING(str(self.session_key), timezone.now())), None)
        if found is None:
            self._session_key = None
        return found

    @transaction.atomic
    def save(self, must_create: bool = False) -> None:
        """Of nobody who was let go while they signed in, or chose a password: it would open again
        if they came back. Whoever lets them go waits, and ends it."""
        told = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        whose = told.get(SESSION_KEY)
        if whose and people.still_here(whose) is None:
            raise SessionInterrupted("they have left")
        super().save(must_create)

    def cycle_key(self) -> None:
        """Another key, but where Django asks for one because the firm's secret was changed. Nobody
        comes to more by that, while a key that was ours is lost: to whoever's page asks for two
        things at once, to a device whose session is looked at from another, and to the list by
        which a session is ended."""
        if not self._is_under_a_secret_before():
            super().cycle_key()

    def _is_under_a_secret_before(self) -> bool:
        number = self.get(SESSION_KEY)
        whose = Person.objects.filter(pk=number).first() if number else None
        known = whose.get_session_auth_fallback_hash() if whose else ()
        return self.get(HASH_SESSION_KEY) in set(known)


def _living(key: Any, now: Any) -> "QuerySet[Session]":
    return Session.objects.filter(session_key=key, expire_date__gt=now)


_LIVING = AskedAgain(_living)
