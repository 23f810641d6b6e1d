"""Whoever gave a password, or came from a directory, and waits at the second step: not for longer
than a session would last, and a quarter of an hour at most."""

from datetime import UTC, datetime, timedelta

from allauth.account.internal.stagekit import get_pending_stage
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from upheld.store import half_signed_in
from upheld.store.models import Person

_UNDER = "under"  # what their session would be held against


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    def handle(self) -> tuple[HttpResponse | None, bool]:
        asked, goes_on = super().handle()
        if asked:
            self.state[_UNDER] = self.login.user.get_session_auth_hash()
        return asked, goes_on

    def exit(self) -> HttpResponse:
        """Asked again of the person who comes in, as they were read last: a password may have been
        changed while the request was on its way."""
        answer: HttpResponse = self.abort() if self.is_over(timezone.now()) else super().exit()
        return answer

    def is_over(self, now: datetime) -> bool:
        person = self.login.user
        if person is None or not person.is_active or not self._is_under_the_password_of(person):
            return True
        begun = datetime.fromtimestamp(self.login.initiated_at, UTC)
        # One that a clock that was ahead began would wait until that time has come.
        was_ahead = begun - now > timedelta(seconds=settings.ACCOUNT_LOGIN_TIMEOUT)
        return was_ahead or half_signed_in.is_ended(person.pk, begun, now)

    def _is_under_the_password_of(self, person: Person) -> bool:
        """As Django asks of a session, the secrets of before counting too."""
        before = person.get_session_auth_fallback_hash()
        return self.state.get(_UNDER) in {person.get_session_auth_hash(), *before}


def end_if_over(request: HttpRequest, now: datetime) -> None:
    """What is left is what one that waited too long leaves: nothing."""
    waiting = get_pending_stage(request)
    if isinstance(waiting, SecondStep) and waiting.is_over(now):
        waiting.abort()
