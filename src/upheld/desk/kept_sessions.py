"""Sessions as Django keeps them in the database, looked up by a statement that is written once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from upheld.store.sql.asked_again import AskedAgain


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = next(iter(_LIVING(str(self.session_key), timezone.now())), None)
        if found is None:
            self._session_key = None
        return found


def _living(key: Any, now: Any) -> "QuerySet[Session]":
    return Session.objects.filter(session_key=key, expire_date__gt=now)


_LIVING = AskedAgain(_living)
