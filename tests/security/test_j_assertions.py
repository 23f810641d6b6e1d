"""A SAML assertion counts for this desk, for the request that it answers, in its time and once
(SAML 2.0 Profiles, 4.1.4): each here is signed by the directory's own key, so that nothing but what
it says stands in its way."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from tests.desk.directories import Saml
from tests.desk.test_account import is_in
from tests.desk.test_directory import (  # noqa: F401 (fixtures)
    SAML,
    assert_refused,
    begun_by_saml,
    by_saml,
    outside,
    said_by_saml,
    saml,
)

from upheld.desk.answers import NotBelieved
from upheld.desk.assertion import Heard, take_once
from upheld.store.models import Person

ONE = (
    "<saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>"
)
ANOTHER = ONE.replace("{audience}", "https://another.example")
CONFIRMED = (
    '<saml:SubjectConfirmationData InResponseTo="{request}" NotOnOrAfter="{after}" '
    'Recipient="{to}"/>'
)


@pytest.fixture(autouse=True)
def monday() -> None:
    """As time goes: the directory's clock and ours are the same one."""


def confirmed(old: str, new: str) -> dict[str, str]:
    return {CONFIRMED: CONFIRMED.replace(old, new)}


@pytest.mark.parametrize(
    "says",
    [
        pytest.param(confirmed(' InResponseTo="{request}"', ""), id="to-no-request"),
        pytest.param(confirmed("{request}", "_another"), id="to-another-request"),
        pytest.param(confirmed("{request}", ""), id="to-a-request-without-a-number"),
        pytest.param(confirmed(' Recipient="{to}"', ""), id="to-no-address"),
        pytest.param(confirmed("{to}", "https://another.example/"), id="to-another-address"),
        pytest.param(confirmed("{to}", "{to}evil"), id="to-an-address-that-begins-like-ours"),
        pytest.param(confirmed("{to}", "http://evil.example/?{to}"), id="to-one-that-has-ours"),
        pytest.param(confirmed(' NotOnOrAfter="{after}"', ""), id="without-an-end"),
        pytest.param(confirmed("{after}", "{before}"), id="after-its-end"),
        pytest.param({CONFIRMED: ""}, id="confirmed-by-nothing"),
        pytest.param({"cm:bearer": "cm:sender-vouches"}, id="confirmed-by-somebody-else"),
        pytest.param({ONE: ""}, id="for-everybody"),
        pytest.param({ONE: ANOTHER}, id="for-another-desk"),
        pytest.param({ONE: ONE + ANOTHER}, id="for-nobody-since-for-two-at-once"),
        pytest.param({"{audience}": "{audience}x"}, id="for-one-that-begins-like-us"),
    ],
)
def test_a_signed_assertion_opens_nothing_unless_it_is_for_us_here_and_now(
    says: dict[str, str],
    saml: Saml,  # noqa: F811
    handler: Person,
) -> None:
    saml.assertion |= says
    assert_refused(*by_saml(saml, handler.email))


@pytest.mark.parametrize(
    "around",
    [
        pytest.param({' InResponseTo="{request}"': ""}, id="to-no-request"),
        pytest.param({"{to}": "{to}evil"}, id="to-an-address-that-begins-like-ours"),
        pytest.param({"{to}": "https://another.example/"}, id="to-another-address"),
    ],
)
def test_what_stands_around_it_says_nothing_else(
    around: dict[str, str],
    saml: Saml,  # noqa: F811
    handler: Person,
) -> None:
    saml.around |= around
    assert_refused(*by_saml(saml, handler.email))


US_OR_ANOTHER = ONE.replace("</saml:Audience>", "</saml:Audience><saml:Audience>x</saml:Audience>")


@pytest.mark.parametrize(
    ("says", "around"),
    [
        pytest.param({}, {}, id="alone"),
        pytest.param({ONE: US_OR_ANOTHER}, {}, id="or-for-another"),
        pytest.param({}, {' Destination="{to}"': ""}, id="sent-to-no-address"),
    ],
)
def test_one_that_is_for_us_opens_the_desk(
    says: dict[str, str],
    around: dict[str, str],
    saml: Saml,  # noqa: F811
    handler: Person,
) -> None:
    saml.assertion |= says
    saml.around |= around
    client, _ = by_saml(saml, handler.email)
    assert is_in(client)


def test_an_assertion_counts_once(
    saml: Saml,  # noqa: F811
    handler: Person,
) -> None:
    """Of two that come at once each finds the request that they answer."""
    client = outside()
    told = {"SAMLResponse": said_by_saml(saml, handler.email, begun_by_saml(client))}
    asked = client.session["socialaccount_states"]
    client.post(f"{SAML}acs/", told, follow=True)
    assert is_in(client)
    again = outside()
    begun_by_saml(again)
    session = again.session
    session["socialaccount_states"] = asked
    session.save()
    assert_refused(again, again.post(f"{SAML}acs/", told, follow=True))


def test_whoever_sends_somebodys_assertion_without_their_request_spends_nothing(
    saml: Saml,  # noqa: F811
    handler: Person,
) -> None:
    client = outside()
    told = {"SAMLResponse": said_by_saml(saml, handler.email, begun_by_saml(client))}
    stranger = outside()
    assert stranger.post(f"{SAML}acs/", told, follow=True).status_code == 403
    client.post(f"{SAML}acs/", told, follow=True)
    assert is_in(client)


def test_one_that_was_used_is_remembered_until_it_counts_no_more(db: None) -> None:
    now = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    heard = Heard("https://id.example.org", "_a1", now + timedelta(minutes=5))
    with time_machine.travel(now, tick=False) as clock:
        take_once(heard, now)
        take_once(Heard("https://id.example.org", "_a2", heard.until), now)
        take_once(Heard("https://id.example.com", "_a1", heard.until), now)
        for later in (timedelta(), timedelta(minutes=4, seconds=59)):
            clock.move_to(now + later)
            with pytest.raises(NotBelieved, match="once"):
                take_once(heard, now + later)
        clock.move_to(now + timedelta(minutes=6))
        assert cache.add("another", 1)
        take_once(heard, now + timedelta(minutes=6))
