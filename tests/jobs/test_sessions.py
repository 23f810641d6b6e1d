"""Sessions that are over are let go, and those that last are left alone."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from tests.stories import NOW

from upheld.jobs import sessions
from upheld.store.models import Person


def test_a_session_that_is_over_goes_with_where_it_was_opened_from(handler: Person) -> None:
    for key, hours in (("over", 0), ("lasting", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=NOW + timedelta(hours=hours)
        )
        UserSession.objects.create(
            user=handler, session_key=key, ip="127.0.0.1", user_agent="a browser"
        )
    assert [sessions.sweep(NOW) for _ in range(2)] == [1, 0]
    for kept in (Session, UserSession):
        assert list(kept.objects.values_list("session_key", flat=True)) == ["lasting"]
