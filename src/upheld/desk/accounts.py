"""Who may have an account: staff are added by an administrator and never sign themselves up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from upheld.store import knocks, receipts

_FORGOTTEN = {"account/email/password_reset_key", "account/email/unknown_account"}
_MOST_AN_HOUR = 4  # to one mailbox, whoever asks


class StaffOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Whether somebody has this address is looked up later, by the job: a letter that left with
        the answer would tell it by its time, and a letter to nobody would be a stranger's to send.
        """
        if template_prefix not in _FORGOTTEN:
            super().send_mail(template_prefix, email, context)
        elif not knocks.too_many("password", email.lower(), _MOST_AN_HOUR, timezone.now()):
            site = receipts.site(self.request.build_absolute_uri("/"))
            receipts.password_wished_for(email, site, timezone.now())


@login_not_required
def not_here(request: HttpRequest, *told: str | None, **named: str) -> HttpResponse:
    """In place of what allauth offers and a desk does not: whoever works here is told so by us."""
    raise Http404
