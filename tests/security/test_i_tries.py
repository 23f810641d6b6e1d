"""What counts tries cannot be made to forget them, and a code that was seen is worth nothing."""

from datetime import timedelta
from time import time

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from tests.desk.reading import text
from tests.desk.test_account import code_of, is_in, sign_in, with_an_app
from tests.stories import NOW

from upheld.core.ways_in import WayIn
from upheld.store.models import Person, StaffNotice

STEP = "/accounts/2fa/authenticate/"
MOST_OF_DJANGO = 300
ANOTHER = "another long enough password"


@pytest.mark.parametrize("between", ["", " ", "-"])
def test_a_code_that_somebody_saw_is_no_code_however_long_it_would_count(
    between: str, handler: Person
) -> None:
    """An app's code counts from half a minute before its time to half a minute after it."""
    with time_machine.travel(NOW, tick=False) as clock:
        code = code_of(with_an_app(sign_in(handler)), 1)
        seen = f"{code[:3]}{between}{code[3:]}"
        first = sign_in(handler)
        first.post(STEP, {"code": code})
        assert is_in(first)
        for _ in range(2):
            clock.shift(timedelta(seconds=31))
            again = sign_in(handler)
            answer = again.post(STEP, {"code": seen})
            assert not is_in(again)
            assert "attention" in text(answer)


def test_a_code_that_opened_the_desk_confirms_nothing_dear(handler: Person) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        secret = with_an_app(sign_in(handler))
        client = sign_in(handler)
        client.post(STEP, {"code": code_of(secret, 1)})
        clock.shift(timedelta(seconds=31))
        again = client.post("/accounts/2fa/reauthenticate/", {"code": code_of(secret, 1)})
        assert again.status_code == 200, "asked once more"


def test_the_code_that_showed_that_an_app_works_opens_nothing(handler: Person) -> None:
    with time_machine.travel(NOW, tick=False):
        secret = with_an_app(sign_in(handler))
        client = sign_in(handler)
        client.post(STEP, {"code": code_of(secret)})
        assert not is_in(client)
        client.post(STEP, {"code": code_of(secret, 1)})
        assert is_in(client)


def wrong(client: Client) -> str:
    return text(client.post(STEP, {"code": "000000"}))


def test_whoever_has_a_password_tries_ten_codes_a_day_and_its_owner_hears_of_the_fifth(
    handler: Person,
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        secret = with_an_app(sign_in(handler))
        StaffNotice.objects.all().delete()
        for many in range(10):
            clock.shift(timedelta(minutes=6))
            assert "Incorrect code" in wrong(sign_in(handler))
            assert StaffNotice.objects.exists() is (many >= 4)
        assert WayIn.CODES_TRIED in StaffNotice.objects.get().body
        clock.shift(timedelta(minutes=6))
        client = sign_in(handler)
        assert "within a day" in text(client.post(STEP, {"code": right(secret)}))
        assert not is_in(client)
        clock.shift(timedelta(hours=24))
        client = sign_in(handler)
        client.post(STEP, {"code": right(secret)})
        assert is_in(client)


def test_with_a_new_password_the_codes_of_whoever_had_the_old_one_count_no_more(
    handler: Person,
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        secret = with_an_app(sign_in(handler))
        for _ in range(10):
            clock.shift(timedelta(minutes=6))
            wrong(sign_in(handler))
        clock.shift(timedelta(minutes=6))
        handler.set_password(ANOTHER)
        handler.save()
        client = sign_in(handler, ANOTHER)
        client.post(STEP, {"code": right(secret)})
        assert is_in(client)


def right(secret: str) -> str:
    """What the app shows now."""
    return code_of(secret, int((time() - NOW.timestamp()) // 30))


def test_tries_at_many_accounts_take_no_count_away_from_one(handler: Person) -> None:
    tried = {"login": handler.email, "password": "wrong " * 4}
    for _ in range(5):
        Client().post("/accounts/login/", tried)
    for number in range(MOST_OF_DJANGO + 50):  # each as a stranger's try leaves it
        cache.set(f"z:{number}", [0.0], 300)
    answer = Client().post("/accounts/login/", {**tried, "password": "wrong again"})
    assert answer.status_code == 429


def test_an_address_that_is_not_the_desks_is_told_so(db: None) -> None:
    answer = Client().get("/accounts/login/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "<title>Not known by this address" in " ".join(answer.content.decode().split())
    assert "evil.example" not in answer.content.decode()
