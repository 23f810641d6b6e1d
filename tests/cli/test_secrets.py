"""`upheld secrets renew`, and what the doctor says of a secret that was changed."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from tests.api.programs import key_of
from tests.cli.conftest import Upheld
from tests.store.test_secret import of
from tests.stories import an_open_case

from upheld.steps.address_calendar import address_calendar
from upheld.store.models import Letter, Person

OLD, NEW = "the secret of before", "the secret in force"
NOW = datetime.now(UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(lead: Person) -> Iterator[str]:
    """What a firm has under its secret: the key of a program, by what it begins with."""
    with of(OLD):
        TOTP.activate(lead, "SECRET")
        key = key_of(lead)
        yield key.split("_")[1]


def doctor(upheld: Upheld) -> list[str]:
    told = json.loads(upheld("doctor", "--json").out)
    return [f"{each['level']}: {each['what']}" for each in told if each["about"] == "secret"]


def test_first_it_is_said_what_would_be_done(upheld: Upheld, sealed: str) -> None:
    with of(NEW, OLD):
        dry = upheld("secrets", "renew", "--dry-run")
        assert dry.out == "To be sealed anew: 1 second step at sign-in.\n"
        assert upheld("secrets", "renew", "--dry-run").out == dry.out
        ran = upheld("secrets", "renew")
        assert ran.out.startswith("Sealed anew: 1 second step at sign-in.\n")
        assert upheld("secrets", "renew").out.startswith("Sealed anew: nothing.\n")


def test_it_says_what_still_needs_the_secret_of_before(
    upheld: Upheld, sealed: str, lead: Person
) -> None:
    with of(OLD):
        address_calendar(lead, NOW - timedelta(days=1))
        an_open_case(lead)
        Letter.objects.update(sent_at=NOW - timedelta(days=1))
    with of(NEW, OLD):
        told = upheld("secrets", "renew").out.splitlines()[1:]
    until = f"{NOW + timedelta(days=14):%-d %B %Y}"
    assert told == [
        f"UPHELD_SECRET_KEY_FALLBACKS is needed until {until}, when the last link of before has "
        "ended",
        f"a program's key not used since ends with it, make another: {sealed}",
        "1 addresses of calendars end with it: their people make others",
        "an answer to a letter from before is known by it, of which 1 open cases have one",
    ]


class TestTheDoctor:
    def test_a_secret_that_was_never_changed_is_in_order(self, upheld: Upheld, sealed: str) -> None:
        assert doctor(upheld) == ["ok: what is sealed opens under the one in force"]

    def test_a_secret_that_was_lost_is_an_error(self, upheld: Upheld, sealed: str) -> None:
        with of(NEW):
            told = doctor(upheld)
            assert upheld("secrets", "renew").code == 1
        assert told[0].startswith("error: 1 second step at sign-in open under no secret that was")
        ended = f"keys of programs open nothing under the secrets given: {sealed}: revoke them"
        assert told[1] == f"note: {ended}"

    def test_it_says_to_renew_and_then_until_when(self, upheld: Upheld, sealed: str) -> None:
        with of(NEW, OLD):
            assert doctor(upheld) == [
                "note: under one of before: 1 second step at sign-in; run upheld secrets renew "
                "once every process has the new one"
            ]
            upheld("secrets", "renew")
            assert doctor(upheld)[0].startswith("note: UPHELD_SECRET_KEY_FALLBACKS is needed until")
            with time_machine.travel(NOW + timedelta(days=15)):
                told = doctor(upheld)
            assert told[0].endswith(
                "no link needs UPHELD_SECRET_KEY_FALLBACKS any more: take it away"
            )

    def test_nothing_sealed_is_still_to_be_begun(self, upheld: Upheld) -> None:
        with of(NEW, OLD):
            assert doctor(upheld)[0].startswith("note: under one of before: nothing; run upheld")
            upheld("secrets", "renew")
            assert doctor(upheld)[0].startswith("note: UPHELD_SECRET_KEY_FALLBACKS is needed until")
