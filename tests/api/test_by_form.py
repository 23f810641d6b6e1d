"""What strangers may say by a form of the firm's own: what happened, never how and when it came."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.api.programs import ROOT, Program, at, key_of
from tests.stories import NOW, a_received_case

from upheld.core.words import CaseId, Scope
from upheld.steps.choose_topic import choose_topic
from upheld.store import knocks, policies
from upheld.store.models import ApiKey, Case, KeptAnswer, Knock, Person

BODY = {"text": "My shelves arrived nine days late.", "complainant": {"email": "s@example.org"}}
OURS = [
    ("topic", "Sally Hart, 5 Elm Road"),
    ("received_at", "2024-01-01T00:00:00Z"),
    ("received_at", NOW.isoformat()),
    *[("channel", each) for each in ("phone", "desk", "email", "import")],
    ("regime", "uk-fca-disp"),
]


@pytest.fixture
def form(handler: Person) -> Program:
    """The firm's own form: everybody has its key."""
    return Program(key_of(handler, {Scope.FILE}))


@pytest.mark.parametrize(("name", "value"), OURS)
def test_a_form_does_not_say_what_is_ours_to_say_and_is_told_who_may(
    name: str, value: str, form: Program
) -> None:
    assert policies.usual_rules().regime != "uk-fca-disp"
    answer = form.post("/cases", BODY | {name: value})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:upheld:problem:invalid")
    (told,) = answer.json()["errors"]
    assert told["pointer"] == f"/{name}"
    assert told["detail"].endswith("a key with the scope write may say it")
    assert not Case.objects.exists()


def test_each_that_is_amiss_is_told_at_once(form: Program) -> None:
    answer = form.post("/cases", BODY | {"topic": "Late", "channel": "desk"})
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/topic", "/channel"]


def test_a_topic_that_is_in_use_is_refused_as_one_that_is_not(
    form: Program, handler: Person
) -> None:
    """Else whoever has the form would learn what others complain of."""
    choose_topic(a_received_case(handler), "late delivery", handler, NOW)
    told = [form.post("/cases", BODY | {"topic": t}).json() for t in ("late delivery", "asbestos")]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "more", [{}, {"topic": ""}, {"channel": "web"}, {"received_at": None}, {"regime": None}]
)
def test_a_form_that_says_no_more_than_is_so_is_taken_when_it_comes(
    more: dict[str, Any], form: Program
) -> None:
    assert form.post("/cases", BODY | more).status_code == 204
    case = Case.objects.get()
    assert (case.channel, case.topic, case.received_at) == ("web", "", NOW)
    assert case.regime == policies.usual_rules().regime


def test_a_form_may_name_the_usual_regime_and_what_kind_of_complaint_it_is(form: Program) -> None:
    usual = policies.usual_rules()
    more = {"regime": usual.regime, "complaint_kind": usual.complaint_kind}
    assert form.post("/cases", BODY | more).status_code == 204


def test_a_form_is_told_no_version_which_would_count_all_that_the_firm_does(
    form: Program, handler: Person
) -> None:
    """Of a case it is the number of an event, whoever's; with `file` alone nobody sends it back."""
    told = form.post("/cases", BODY)
    assert set(told.headers) >= {"Location", "Upheld-Files"}
    assert "ETag" not in told
    assert "ETag" in Program(key_of(handler, {Scope.WRITE})).post("/cases", BODY)


@pytest.mark.parametrize(("name", "value"), OURS)
def test_a_key_that_writes_says_them(name: str, value: str, handler: Person) -> None:
    """A colleague's program enters what came by post last week, or under another country's law."""
    program = Program(key_of(handler))
    answer = program.post("/cases", BODY | {name: value})
    assert answer.status_code == 201, answer.content
    case = CaseId(Case.objects.get().pk)
    assert str(program.get(at(case)).json()[name])[:16] == value[:16]


class TestHowOften:
    """Everybody has the key of a form: complaints come by it as often as by the portal's."""

    def files(self, form: Program, email: str, network: str = "203.0.113.9", **head: str) -> int:
        return int(self.asked(form, email, network, **head).status_code)

    def asked(self, form: Program, email: str, network: str, **head: str) -> Any:
        told = {**form.headers, **{name.replace("_", "-"): each for name, each in head.items()}}
        body = {**BODY, "complainant": {"email": email}}
        kind = "application/json"
        return form.client.post(f"{ROOT}/cases", body, kind, headers=told, REMOTE_ADDR=network)

    def test_six_complaints_an_hour_come_under_one_address_from_one_network(
        self, form: Program
    ) -> None:
        told = [self.files(form, f"sally+{number}@example.org") for number in range(8)]
        assert told == [204] * 6 + [429] * 2
        assert Case.objects.count() == 6
        assert self.asked(form, "sally@example.org", "203.0.113.9")["Retry-After"] == "3600"

    def test_whoever_writes_somebodys_address_elsewhere_keeps_them_from_nothing(
        self, form: Program
    ) -> None:
        for _ in range(7):
            self.files(form, "sally@example.org", "198.51.100.7")
        assert self.files(form, "sally@example.org") == 204
        assert self.files(form, "bob@example.net", "198.51.100.7") == 204

    def test_a_server_of_the_firms_own_hands_on_more_than_a_network_has_in_the_portal(
        self, form: Program
    ) -> None:
        told = [self.files(form, f"{number}@example.org") for number in range(40)]
        assert told == [204] * 40

    def test_one_network_files_so_many_and_no_more_under_whatever_addresses(
        self, form: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("upheld.api.by_form.MOST_BY_NETWORK", 3)
        told = [self.files(form, email) for email in ("a@x.example", "b@x.example", "", "")]
        assert told == [204, 204, 204, 429]
        assert self.files(form, "", "198.51.100.7") == 204

    def test_what_is_refused_counts_for_nobody(self, form: Program) -> None:
        for _ in range(6):
            self.files(form, "sally@example.org")
        counted = Knock.objects.filter(what="file").count()
        assert self.files(form, "sally@example.org") == 429
        assert Knock.objects.filter(what="file").count() == counted

    def test_nor_does_what_is_no_complaint(self, form: Program) -> None:
        blank = {"text": " ", "complainant": {"email": "sally@example.org"}}
        assert {form.post("/cases", blank).status_code for _ in range(7)} == {422}
        assert self.files(form, "sally@example.org", "127.0.0.1") == 204

    def test_a_key_that_writes_is_the_firms_own_and_files_as_often_as_it_asks(
        self, handler: Person
    ) -> None:
        program = Program(key_of(handler, {Scope.WRITE}))
        assert {self.files(program, "sally@example.org") for _ in range(8)} == {204}

    def test_a_repeat_an_hour_later_is_taken_and_told_nothing_of_the_refusal(
        self, form: Program
    ) -> None:
        """Nothing was done, so the name of a repeat is free."""
        once = {"Idempotency_Key": "a-form-that-was-sent"}
        for _ in range(6):
            self.files(form, "sally@example.org")
        assert self.files(form, "sally@example.org", **once) == 429
        with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
            assert self.files(form, "sally@example.org", **once) == 204


class TestNames:
    """Everybody has the key of a form, and may send any name of a repeat that they think of."""

    ONCE = {"Idempotency_Key": "order-5123-complaint"}

    @pytest.mark.parametrize("before", [{"text": ""}, {"text": "A stranger's words."}])
    def test_nobody_takes_the_name_of_another(self, before: dict[str, Any], form: Program) -> None:
        form.post("/cases", before, **self.ONCE)
        already = Case.objects.count()
        answer = form.post("/cases", BODY, **self.ONCE)
        assert answer.status_code == 204
        assert "Idempotency-Replayed" not in answer
        assert Case.objects.count() == already + 1

    def test_the_same_again_is_the_same_complaint(self, form: Program) -> None:
        first, again = (form.post("/cases", BODY, **self.ONCE) for _ in range(2))
        assert (first.status_code, again.status_code) == (204, 204)
        assert again["Idempotency-Replayed"] == "true"
        assert again["Upheld-Files"] == first["Upheld-Files"]
        assert Case.objects.count() == 1

    def test_the_same_of_another_network_is_another_complaint(self, form: Program) -> None:
        """Whoever guesses the name and the words adds no file to what somebody filed."""
        told = {**form.headers, "Idempotency-Key": "order-5123-complaint"}
        first, other = (
            form.client.post(
                f"{ROOT}/cases", BODY, "application/json", headers=told, REMOTE_ADDR=network
            )
            for network in ("203.0.113.9", "198.51.100.7")
        )
        assert (first.status_code, other.status_code) == (204, 204)
        assert "Idempotency-Replayed" not in other
        assert other["Upheld-Files"] != first["Upheld-Files"]
        assert Case.objects.count() == 2

    def test_of_what_is_refused_nothing_is_kept(self, form: Program) -> None:
        told = [form.post("/cases", {"text": ""}, **self.ONCE) for _ in range(2)]
        assert {each.status_code for each in told} == {422}
        assert "Idempotency-Replayed" not in told[1]
        assert not KeptAnswer.objects.exists()


class TestWhoAsks:
    """Everybody has the key of a form: how often it may ask within a minute, each network may."""

    @pytest.fixture(autouse=True)
    def twice_a_minute(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "API_REQUESTS", 2)

    def looks(self, form: Program, network: str = "203.0.113.66") -> Any:
        """Asks for what it may not see, as whoever means ill does."""
        told = form.headers
        return form.client.get(f"{ROOT}/cases", headers=told, REMOTE_ADDR=network)

    def test_one_network_keeps_no_other_out_of_the_form(self, form: Program) -> None:
        assert [self.looks(form).status_code for _ in range(3)] == [403, 403, 429]
        assert self.looks(form)["Retry-After"] == "60"
        assert form.post("/cases", BODY).status_code == 204

    def test_of_a_home_that_has_many_addresses_each_is_the_same_network(
        self, form: Program
    ) -> None:
        told = [self.looks(form, f"2001:db8:1:2::{number}").status_code for number in range(3)]
        assert told == [403, 403, 429]
        assert self.looks(form, "2001:db8:1:3::1").status_code == 403

    def test_a_minute_later_it_asks_again_and_the_jobs_keep_no_count(self, form: Program) -> None:
        for _ in range(3):
            self.looks(form)
        later = NOW + timedelta(seconds=61)
        with time_machine.travel(later, tick=False):
            assert self.looks(form).status_code == 403
        assert knocks.forget(later) == 2
        assert Knock.objects.get().at == later

    def test_what_is_refused_writes_nothing(self, form: Program) -> None:
        for _ in range(2):
            self.looks(form)
        with CaptureQueriesContext(connection) as asked:
            assert self.looks(form).status_code == 429
        assert [each["sql"] for each in asked if not each["sql"].startswith("SELECT")] == []

    def test_the_key_says_when_it_was_used_last(self, form: Program) -> None:
        self.looks(form)
        assert ApiKey.objects.get().last_used_at == NOW

    @pytest.mark.parametrize("scope", [Scope.READ, Scope.WRITE])
    def test_a_key_that_opens_more_is_one_programs_and_is_counted_whole(
        self, scope: Scope, handler: Person
    ) -> None:
        program = Program(key_of(handler, {Scope.FILE, scope}))
        told = [self.looks(program, f"198.51.100.{number}").status_code for number in range(3)]
        assert told[2] == 429
