"""Who may have an account: staff are added by an administrator and never sign themselves up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.mail import EmailMessage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from upheld.core.intake import TooMany
from upheld.core.networks import HOMES_OF_A_SITE, home_of, site_of
from upheld.store import knocks, receipts, tokens
from upheld.store.knocks import By, Share
from upheld.store.models import Person

from . import devices, still_you

ACCOUNT = "allauth.account"
_STRANGERS = "login_failed"  # of whoever tries where nobody signed in before
_FORGOTTEN = {"account/email/password_reset_key", "account/email/unknown_account"}
_OURS = {"allauth.mfa.stages.AuthenticateStage": "upheld.desk.half_signed_in.SecondStep"}
_CHOSEN = "This password was not kept: another was chosen, or somebody signed in, a moment before."
FIVE_MINUTES, AN_HOUR = 300, 3600  # seconds
_MOST_AN_HOUR = 4  # from one network for one mailbox: how many leave in all is counted there
# From one network: a whole firm may sign in from behind one address.
_BEGUN_AN_HOUR = 600


class StaffOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """allauth's, of which the second step is ours."""
        return [_OURS.get(each, each) for each in super().get_login_stages()]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """A try is counted before the password is looked at, whether or not there is an account,
        and taken back by allauth where it was right."""
        used = []
        for action, key in _counted_by(request, credentials.get("email", "").lower()):
            room = ratelimit.consume(request, app=ACCOUNT, action=action, key=key)
            if room and action == _STRANGERS:
                used += room.usage
                room = one_more_of_a_site(request, ACCOUNT, action)
            if room is None:
                raise ImmediateHttpResponse(come_again(request, FIVE_MINUTES))
            used += room.usage
        self._login_failed_rl_usage = ratelimit.RateLimitUsage(used)

    def get_client_ip(self, request: HttpRequest) -> str:
        """As all our limits know it. allauth counts IPv6 by the network too, yet all of IPv4 that
        is written as IPv6 as one; and fails where a proxy tells less than it should."""
        forwarded = request.headers.get("X-Forwarded-For", "")
        return knocks.address_from(forwarded, request.META.get("REMOTE_ADDR", ""))

    def set_password(self, user: Person, password: str) -> None:
        """Of all who were let choose at once, by one link or by one password, one does."""
        was = user.password
        user.set_password(password)
        as_it_was = Person.objects.filter(pk=user.pk, password=was, last_login=user.last_login)
        if not as_it_was.update(password=user.password):
            messages.warning(self.request, _CHOSEN)
            raise ImmediateHttpResponse(redirect(self.request.path))

    def post_login(self, request: HttpRequest, user: Person, **told: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **told)
        devices.remember(request, response, user.email)
        return response

    def get_reauthentication_methods(self, user: Any) -> list[still_you.Way]:
        return still_you.ways(user, super().get_reauthentication_methods(user))

    def is_reauthentication_required(self, *, app: str, **told: Any) -> bool:
        """allauth asks here first, and then whether anything was shown lately, whatever it was."""
        if still_you.is_by_password_only(self.request):
            raise ReauthenticationRequired
        required: bool = super().is_reauthentication_required(app=app, **told)
        return required

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        head = {"Message-ID": tokens.nameless_id(), **(headers or {})}
        message: EmailMessage = super().render_mail(template_prefix, email, context, head)
        return message

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Whether somebody has this address is looked up later, by the job: a letter that left with
        the answer would tell it by its time, and a letter to nobody would be a stranger's to send.
        """
        if template_prefix not in _FORGOTTEN:
            super().send_mail(template_prefix, email, context)
        elif not _forgot_too_often(self.request, email):
            site = receipts.site(self.request)
            receipts.password_wished_for(email, site, timezone.now())


def _forgot_too_often(request: HttpRequest, email: str) -> bool:
    """By the network that asks: from elsewhere its owner has theirs, whoever asks here. What is let
    go counts for nothing: else whoever asks on keeps everybody there out for good."""
    theirs = Share(By(knocks.mailbox_of(email), place_of(request)), _MOST_AN_HOUR)
    try:
        with knocks.counted("password", [theirs], "", timezone.now()):
            return False
    except TooMany:
        return True


def _counted_by(request: HttpRequest, email: str) -> list[tuple[str, str]]:
    """The limits that a try comes under, and what each is counted by. Of strangers together there
    is one as well: many places guess no faster than one."""
    if device := devices.known(request, email):
        return [("login_failed_known", f"{email}:{device}")]
    return [(_STRANGERS, f"{email}:{place_of(request)}"), ("login_failed_strangers", email)]


def place_of(request: HttpRequest) -> str:
    """The network that asks, as our own proxies tell it where there are any."""
    return home_of(StaffOnly(request).get_client_ip(request))


def one_more_of_a_site(
    request: HttpRequest, app: str, action: str
) -> "ratelimit.RateLimitUsage | None":
    """Counts by the site of IPv6 what allauth counts by the network; None where it is one too many.
    A site has so many times what one home has, as of all our limits (core/networks.py)."""
    site, named = site_of(place_of(request)), f"{action}_by_site"
    rates = [
        f"{each.amount * HOMES_OF_A_SITE}/{each.duration}s/key"
        for each in ratelimit.get_rates(app=app, action=action)
        if site and each.per == "ip"
    ]
    told = {named: ",".join(rates)}
    return ratelimit.consume(request, app=app, action=named, config=told, key=site)


def come_again(request: HttpRequest, after: int) -> HttpResponse:
    """Not before so many seconds."""
    refused: HttpResponse = ratelimit.respond_429(request)
    refused["Retry-After"] = str(after)
    return refused


def begun_too_often(request: HttpRequest, what: str) -> HttpResponse | None:
    """Counts one more that begins or ends a sign-in by a directory, or begins one by a passkey; the
    refusal of one too many.

    Anybody can begin one, and each is a session that is kept; that of a directory is a question to
    it as well."""
    if knocks.too_many(what, By(network=place_of(request)), _BEGUN_AN_HOUR, timezone.now()):
        return come_again(request, AN_HOUR)
    return None


@login_not_required
def not_here(request: HttpRequest, *told: str | None, **named: str) -> HttpResponse:
    """In place of what allauth offers and a desk does not: whoever works here is told so by us."""
    raise Http404
