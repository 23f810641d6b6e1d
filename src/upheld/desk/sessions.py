"""Sessions end: after some time without anything done, and after a day's work whatever is done."""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.middleware import SessionMiddleware
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from . import half_signed_in

_BEGAN, _SEEN = "began", "seen"
# So seldom is it written that somebody is still there: a page costs no statement for it.
_NOTED = timedelta(minutes=5).total_seconds()


class OfBrowsers(SessionMiddleware):
    """Django's sessions, which the API has none of: it asks for a key, and whoever sends a cookie
    there all the same has it neither renewed nor ended."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path.startswith(reverse("api:openapi").removesuffix("openapi.json")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        super().process_request(request)


class Sessions:
    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            if request.user.is_authenticated:
                _kept_or_ended(request)
            else:
                half_signed_in.end_if_over(request, timezone.now())
        return self.answer(request)


@receiver(user_logged_in)
def begin(request: HttpRequest, **told: object) -> None:
    request.session[_BEGAN] = request.session[_SEEN] = timezone.now().timestamp()


def _kept_or_ended(request: HttpRequest) -> None:
    now, session = timezone.now(), request.session
    at = now.timestamp()
    began, seen = session.get(_BEGAN, 0), session.get(_SEEN, 0)
    # A clock that was ahead and is set right again keeps nobody signed in until it is there.
    if abs(at - began) > settings.SESSION_LONGEST or abs(at - seen) > settings.SESSION_IDLE:
        UserSession.objects.filter(session_key=session.session_key).delete()
        logout(request)
    elif at - seen > _NOTED:
        session[_SEEN] = at
        from_where = get_adapter().get_client_ip(request)
        mine = UserSession.objects.filter(session_key=session.session_key)
        mine.update(last_seen_at=now, ip=from_where)
