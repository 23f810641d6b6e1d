"""The secret is changed while people work: who is signed in stays so, and what was sent out opens;
once the secret of before is taken away, what was made under it is over."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from tests.api.programs import Program, key_of
from tests.desk.test_account import is_in, sign_in
from tests.store.test_secret import of
from tests.stories import NOW

from upheld.core.words import Role
from upheld.steps import address_calendar, keep_people
from upheld.store import keys, secret, tokens
from upheld.store.models import ApiKey, Person

OLD, NEW = "the secret of before", "the secret in force"
BEFORE, CHANGED, OVER = of(OLD), of(NEW, OLD), of(NEW)
pytestmark = pytest.mark.django_db


class TestSessions:
    def test_one_stays_signed_in_and_under_the_new_one_from_then_on(self, handler: Person) -> None:
        with BEFORE:
            client = sign_in(handler)
            assert is_in(client)
        with CHANGED:
            assert is_in(client)
        with OVER:
            assert is_in(client)

    def test_whichever_process_answers_while_they_start_anew(self, handler: Person) -> None:
        """Each was given both: those that began before make under the one of before still."""
        began_before, began_after = of(OLD, NEW), CHANGED
        with BEFORE:
            client = sign_in(handler)
        for process in (began_before, began_after, began_before, began_after):
            with process:
                assert is_in(client)
        with OVER:
            assert is_in(client)

    def test_without_the_secret_of_before_they_are_over(self, handler: Person) -> None:
        with BEFORE:
            client = sign_in(handler)
        with OVER:
            assert not is_in(client)

    def test_one_device_that_signs_in_or_looks_signs_no_other_out(self, handler: Person) -> None:
        with BEFORE:
            first, second = sign_in(handler), sign_in(handler)
        with CHANGED:
            third = sign_in(handler)
            assert all(map(is_in, (third, first, second)))
            assert UserSession.objects.filter(user=handler).count() == 3

    def test_one_that_was_begun_before_is_ended_from_another_device(self, handler: Person) -> None:
        with BEFORE:
            lost = sign_in(handler)
        with CHANGED:
            here = sign_in(handler)
            assert is_in(lost)
            here.post(reverse("desk:sessions_end"))
            assert not is_in(lost)

    def test_with_another_password_it_is_over_all_the_same(self, handler: Person) -> None:
        with BEFORE:
            client = sign_in(handler)
        with CHANGED:
            handler.set_password("another that is long enough")
            handler.save()
            assert not is_in(client)


class TestKeysOfPrograms:
    def test_one_that_is_used_meanwhile_goes_on(self, lead: Person) -> None:
        with BEFORE:
            program = Program(key_of(lead))
        with CHANGED:
            assert [*keys.not_in_force(NOW)] == [ApiKey.objects.get()]
            assert program.get("/key").status_code == 200
            assert [*keys.not_in_force(NOW)] == []
        with OVER:
            assert program.get("/key").status_code == 200

    def test_one_that_is_not_used_ends(self, lead: Person) -> None:
        with BEFORE:
            program = Program(key_of(lead))
        with OVER:
            assert program.get("/key").status_code == 401

    def test_one_from_before_there_were_names_gets_its_own_when_used(self, lead: Person) -> None:
        with BEFORE:
            program = Program(key_of(lead))
            ApiKey.objects.update(under="")
            program.get("/key")
            assert ApiKey.objects.get().under == secret.names()[0]


class TestWhatWasSentOut:
    def test_an_answer_to_a_letter_is_known_by_its_address(self) -> None:
        with BEFORE:
            told = tokens._token(12, 34)
        with CHANGED:
            assert tokens.named(told) == tokens.Named(12, 34)
            assert tokens._token(12, 34) != told
        with OVER:
            assert tokens.named(told) is None

    def test_the_page_of_a_kind_letter_opens(self) -> None:
        with BEFORE:
            told = tokens.answer_of(7)
        with CHANGED:
            assert tokens.is_answer(7, told)
            assert not tokens.is_answer(8, told)
        with OVER:
            assert not tokens.is_answer(7, told)

    def test_an_invitation_opens(self, administrator: Person) -> None:
        with BEFORE:
            told = keep_people.invite("a@example.org", "A", Role.HANDLER, administrator, NOW).secret
        with CHANGED:
            assert keep_people.invited(told, NOW).person.name == "A"
        with OVER, pytest.raises(keep_people.InvitationEnded):
            keep_people.invited(told, NOW)

    def test_a_calendar_opens(self, handler: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        def begun() -> None:
            """A process reads its secrets once."""
            monkeypatch.setattr(address_calendar, "_SIGNER", Signer(salt="upheld.calendar"))

        with BEFORE:
            begun()
            told = address_calendar.address_calendar(handler, NOW)
        with CHANGED:
            begun()
            assert address_calendar.whose(told) == handler
        with OVER:
            begun()
            assert address_calendar.whose(told) is None


def test_a_device_that_was_known_stays_known(handler: Person) -> None:
    """Whoever tries from everywhere meanwhile keeps nobody out of it."""
    with time_machine.travel(NOW, tick=False) as clock:
        with BEFORE:
            client = sign_in(handler)
            client.post("/accounts/logout/")
        with CHANGED:
            for number in range(35):
                told = {"login": handler.email, "password": "wrong"}
                Client().post("/accounts/login/", told, REMOTE_ADDR=f"192.0.2.{number + 1}")
            clock.shift(timedelta(seconds=1))
            told = {"login": handler.email, "password": "a long enough password"}
            client.post("/accounts/login/", told)
            assert is_in(client)
