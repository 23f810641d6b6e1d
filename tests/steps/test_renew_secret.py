"""The firm's secret is changed: what is sealed is sealed anew, and what was given out still opens
for as long as the secret of before is given."""

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.apps import apps
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from tests.killing import killed_at
from tests.store.test_secret import of
from tests.stories import NOW

from upheld.core.event_kinds import EventKind
from upheld.core.words import Role
from upheld.steps import may, renew_secret
from upheld.steps.keep_webhooks import add_webhook
from upheld.store import added, sealed, webhooks
from upheld.store.erased import listed as erased_list
from upheld.store.erased.erasing import Whose
from upheld.store.models import Customer, Event, Person, Webhook
from upheld.store.record import events
from upheld.store.secret import Under

BY = may.Operator(role=Role.ADMINISTRATOR)
OLD, NEW = "the secret of before", "the secret in force"


@pytest.fixture(autouse=True)
def local(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "WEBHOOKS_LOCAL", True)
    with of(OLD):
        yield


class Firm:
    """What a firm has sealed, and what each was before it was."""

    def __init__(self) -> None:
        self.codes: dict[int, list[str]] = {}
        self.apps: dict[int, str] = {}
        self.hooks: dict[int, str] = {}
        self.erased: list[int] = []

    def somebody(self) -> None:
        number = Person.objects.count()
        whose = Person.objects.create(email=f"p{number}@x.example", name="P", role=Role.HANDLER)
        TOTP.activate(whose, f"SECRET{number}")
        self.apps[whose.pk] = f"SECRET{number}"
        self.codes[whose.pk] = RecoveryCodes.activate(whose).generate_codes()

    def hook(self) -> None:
        row = add_webhook("http://127.0.0.1:9/", {EventKind.CLOSED}, BY, NOW)
        self.hooks[row.pk] = webhooks.secret_of(row)

    def erasure(self) -> None:
        number = len(self.erased)
        row = Customer.objects.create(name=f"Sally {number}", email=f"s{number}@x.example")
        whose = Whose(frozenset({row.pk}), frozenset(), False)
        erased_list.write(erased_list.line_of(whose, number + 1, NOW))
        self.erased.append(row.pk)

    def check(self) -> None:
        for pk, told in self.apps.items():
            row = Authenticator.objects.get(user=pk, type=Authenticator.Type.TOTP)
            assert decrypt(row.data["secret"]) == told
        for pk, codes in self.codes.items():
            row = Authenticator.objects.get(user=pk, type=Authenticator.Type.RECOVERY_CODES)
            assert RecoveryCodes(row).generate_codes() == codes
        for pk, told in self.hooks.items():
            assert webhooks.secret_of(Webhook.objects.get(pk=pk)) == told
        again = {pk for _, whose in erased_list.again() for pk in whose.people}
        assert again == set(self.erased)


@pytest.fixture
def firm(db: None, list_of_its_own: Path) -> Firm:
    return a_firm()


def a_firm() -> Firm:
    made = Firm()
    for add in (made.somebody, made.hook, made.erasure):
        add()
    return made


def told() -> list[dict[str, object]]:
    found = Event.objects.filter(kind=EventKind.SECRET_RENEWED).order_by("number")
    return [{key: value for key, value in row.data.items() if key != "key"} for row in found]


class TestSealedAnew:
    def test_everything_opens_with_the_secret_of_before_gone(self, firm: Firm) -> None:
        with of(NEW, OLD):
            firm.check()
            done = renew_secret.renew_secret(BY, NOW)
            assert done == {"second_factors": 2, "webhooks": 1, "erasures": 1}
        with of(NEW):
            firm.check()

    def test_without_it_nothing_opens(self, firm: Firm) -> None:
        with of(NEW):
            assert sealed.counted(Under.MISSING) == {"second_factors": 2, "webhooks": 1}
            assert renew_secret.renew_secret(BY, NOW) == {}
        with of(NEW, OLD):
            firm.check()

    def test_the_record_says_what_was_done_and_a_second_time_nothing(self, firm: Firm) -> None:
        with of(NEW, OLD):
            renew_secret.renew_secret(BY, NOW)
            first = told()
            assert renew_secret.renew_secret(BY, NOW) == {}
        assert told() == first
        assert [sorted(each) for each in first] == [["before"], *[["count", "what"]] * 3]
        assert not any(word in json.dumps(first) for word in (OLD, NEW))

    def test_a_code_that_was_used_stays_used(self, firm: Firm) -> None:
        (pk, codes), *_ = firm.codes.items()
        row = Authenticator.objects.get(user=pk, type=Authenticator.Type.RECOVERY_CODES)
        assert RecoveryCodes(row).validate_code(codes[0])
        with of(NEW, OLD):
            renew_secret.renew_secret(BY, NOW)
        with of(NEW):
            row.refresh_from_db()
            assert not RecoveryCodes(row).validate_code(codes[0])
            assert RecoveryCodes(row).validate_code(codes[1])

    def test_a_copy_of_later_and_the_secret_of_before_sign_nothing(self, firm: Firm) -> None:
        """What a webhook's secret was worked out from is gone with the seal of before."""
        with of(NEW, OLD):
            renew_secret.renew_secret(BY, NOW)
        assert [*Webhook.objects.values_list("salt", flat=True)] == [""]

    def test_a_webhook_of_the_version_before_keeps_its_secret(self, firm: Firm) -> None:
        """It was worked out each time; the migration seals it."""
        Webhook.objects.update(sealed=None)
        firm.check()
        import_module("upheld.store.migrations.0052_secret_changed").seal(apps, None)
        with of(NEW, OLD):
            firm.check()

    def test_only_an_administrator_renews(self, firm: Firm) -> None:
        for role in {"", *Role} - {Role.ADMINISTRATOR}:
            with pytest.raises(may.NotAllowed):
                renew_secret.renew_secret(may.Operator(role=role), NOW)


DOINGS = st.sampled_from(["somebody", "hook", "erasure", "change", "renew", "killed"])


class Killed(BaseException):
    """The process ends here, as far as what it wrote can tell."""


@given(st.lists(DOINGS, max_size=8), st.data())
@how(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.django_db
def test_whatever_was_sealed_under_any_secret_opens_once_it_was_renewed(
    list_of_its_own: Path, doings: list[str], data: st.DataObject
) -> None:
    """However often the secret was changed, and renewal was ended in between."""
    list_of_its_own.unlink(missing_ok=True)
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(renew_secret, "_AT_ONCE", 1)
        firm, given_, number = Firm(), ["0"], 0
        for doing in doings:
            with of(*given_):
                match doing:
                    case "change":
                        number += 1
                        given_.insert(0, str(number))
                    case "renew":
                        renew_secret.renew_secret(BY, NOW)
                        del given_[1:]
                    case "killed":
                        killed_in_between(data.draw(st.integers(1, 6)))
                    case other:
                        getattr(firm, other)()
            with of(*given_):
                firm.check()
        with of("last", *given_):
            renew_secret.renew_secret(BY, NOW)
        with of("last"):
            firm.check()
            assert sealed.counted(Under.MISSING) == {}
        transaction.set_rollback(True)


def killed_in_between(at: int) -> None:
    """Ends at the nth event, whose transaction is lost, or at the nth line of the list."""
    seen = 0
    with pytest.MonkeyPatch.context() as patch:

        def turn(real: Any) -> Any:
            def called(*told: Any, **named: Any) -> Any:
                nonlocal seen
                seen += 1
                if seen == at:
                    raise Killed
                return real(*told, **named)

            return called

        patch.setattr(events, "append", turn(events.append))
        patch.setattr(added, "add", turn(added.add))
        try:
            renew_secret.renew_secret(BY, NOW)
        except Killed:
            return


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_point_nothing_is_lost_and_the_next_run_goes_on(
    list_of_its_own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renew_secret, "_AT_ONCE", 1)
    firm, point = a_firm(), 1
    with of(NEW, OLD):
        while killed_at(point, lambda: renew_secret.renew_secret(BY, NOW), (added, "add")):  # type: ignore[arg-type]
            firm.check()
            point += 1
    assert point > 5
    with of(NEW):
        firm.check()
    assert list(events.breaks()) == []
