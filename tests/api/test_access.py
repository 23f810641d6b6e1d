"""A key is shown once, kept as a hash, acts as its person within its scopes, and ends."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from tests.api.programs import ROOT, Program, at, key_of
from tests.stories import NOW, a_received_case

from upheld.core.event_kinds import EventKind
from upheld.core.words import Role, Scope
from upheld.steps import may
from upheld.steps.keep_keys import KeyRefused, make_key, revoke_key
from upheld.store import keys
from upheld.store.models import ApiKey, Case, Event, Person
from upheld.store.record import events

OPERATOR = may.Operator()


def test_a_key_is_kept_as_a_hash_and_nowhere_else(lead: Person) -> None:
    key = key_of(lead)
    secret = key.split("_", 2)[2]
    row = ApiKey.objects.values().get()
    assert key.startswith(f"upheld_{row['prefix']}_")
    assert len(secret) >= 43
    assert not any(secret in str(value) for value in row.values())
    made = Event.objects.get(kind=EventKind.KEY_MADE)
    assert secret not in str(made.data)


@pytest.mark.parametrize(
    "told", ["", "upheld", "upheld_abc_def", "upheld_%s_x", "Basic x", "\x00", "upheld__"]
)
def test_without_a_key_that_opens_there_is_nothing(told: str, lead: Person) -> None:
    prefix = key_of(lead).split("_")[1]
    answer = Program(told.replace("%s", prefix)).get("/cases")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="upheld"'
    assert answer.json()["type"] == "urn:upheld:problem:no-key"


def test_a_session_of_the_desk_opens_nothing_here(lead: Person) -> None:
    program = Program()
    program.client.force_login(lead)
    assert program.get("/cases").status_code == 401
    assert program.post("/cases", {"text": "Late."}).status_code == 401


def test_an_answer_sets_no_cookie(program: Program) -> None:
    answer = program.get("/cases")
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/cases", "/openapi.json", "/nothing"])
def test_a_browsers_session_is_neither_renewed_nor_ended_here(path: str, program: Program) -> None:
    program.client.force_login(Person.objects.get())
    session = program.client.session
    session["seen"] = NOW.timestamp() - 360  # long enough ago for it to be written anew
    session.save()
    name = settings.SESSION_COOKIE_NAME
    for told in (program.client.cookies[name].value, "of-nobody" * 4):
        program.client.cookies[name] = told
        assert not program.get(path).cookies


def test_a_revoked_key_opens_nothing_from_then_on(lead: Person) -> None:
    program = Program(key_of(lead))
    assert program.get("/key").status_code == 200
    revoke_key(ApiKey.objects.get().prefix, OPERATOR, NOW)
    assert program.get("/key").status_code == 401
    with pytest.raises(KeyRefused, match="was revoked before"):
        revoke_key(ApiKey.objects.get().prefix, OPERATOR, NOW)


def test_a_key_ends_on_its_day(lead: Person) -> None:
    day = NOW + timedelta(days=1)
    program = Program(make_key(lead, "A day", {Scope.READ}, day, OPERATOR, NOW)[1])
    assert program.get("/key").status_code == 200
    with time_machine.travel(day, tick=False):
        assert program.get("/key").status_code == 401


def test_a_key_ends_with_the_person(lead: Person) -> None:
    program = Program(key_of(lead))
    Person.objects.update(is_active=False)
    assert program.get("/key").status_code == 401
    lead.refresh_from_db()
    with pytest.raises(KeyRefused, match="has left"):
        key_of(lead)


def test_a_key_does_what_its_scopes_say_and_no_more(handler: Person) -> None:
    case = a_received_case(handler)
    reader = Program(key_of(handler, {Scope.READ}))
    assert reader.get(at(case)).status_code == 200
    answer = reader.post(at(case, "/pause"), {"why": "Their photographs"})
    assert answer.status_code == 403
    assert answer.json()["scope"] == "write"


def test_a_key_that_may_file_files_and_does_nothing_else(handler: Person) -> None:
    form = Program(key_of(handler, {Scope.FILE}))
    answer = form.post("/cases", {"text": "Late.", "complainant": {"email": "sally@example.org"}})
    assert answer.status_code == 204
    for method, path, body in (
        ("PATCH", f"/customers/{Case.objects.get().customer_id}", {"email": "mallory@example.org"}),
        ("PATCH", answer["Location"].removeprefix(ROOT), {"text": "Nothing."}),
        ("GET", "/cases", None),
    ):
        refused = form.ask(method, path, body, If_Match="*")
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:upheld:problem:scope")


@pytest.mark.parametrize("who", [{"email": "sally@example.org"}, {"phone": "0115 496 0000"}, {}])
@pytest.mark.parametrize(("scope", "known"), [(Scope.FILE, False), (Scope.WRITE, None)])
def test_what_a_strangers_form_filed_is_not_known_to_be_from_whom_it_names(
    scope: Scope, known: bool | None, who: dict[str, str], handler: Person
) -> None:
    """Anybody can write somebody's address into it, or have a colleague write it down; a program
    that writes took it in itself."""
    program = Program(key_of(handler, {scope}))
    program.post("/cases", {"text": "Late.", "complainant": who})
    assert Case.objects.get().known_to_be_theirs is known


def test_a_key_never_does_more_than_its_person(auditor: Person, handler: Person) -> None:
    case = a_received_case(handler)
    program = Program(key_of(auditor))
    assert program.get(at(case)).status_code == 200
    answer = program.post(at(case, "/pause"), {"why": "Their photographs"})
    assert answer.status_code == 403
    assert "the role auditor may not pause" in answer.json()["detail"]


@pytest.mark.pain("35")
def test_one_who_asks_too_often_is_told_when_to_ask_again(
    lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "API_REQUESTS", 2)
    program, other = Program(key_of(lead)), Program(key_of(lead))
    assert [program.get("/key").status_code for _ in range(3)] == [200, 200, 429]
    answer = program.get("/key")
    assert answer["Retry-After"] == "60"
    assert other.get("/key").status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert program.get("/key").status_code == 200


def test_the_record_says_that_a_program_did_it_in_somebodys_name(
    program: Program, handler: Person
) -> None:
    program.post(at(a_received_case(handler), "/pause"), {"why": "Their photographs"})
    by_hand, by_key = Event.objects.order_by("number").exclude(case=None)[:2]
    assert (by_key.by, by_key.data["by_key"]) == ("Alice Moore", ApiKey.objects.get().prefix)
    assert "by_key" not in by_hand.data
    assert list(events.breaks()) == []


def test_a_key_says_when_it_was_used_last(program: Program) -> None:
    program.get("/key")
    assert ApiKey.objects.get().last_used_at == NOW


@pytest.mark.pain("25")
def test_nobody_makes_themselves_a_lead(program: Program, handler: Person) -> None:
    """Mass assignment: a role is no field of anything that is sent."""
    for body in ({"text": "Late.", "role": "lead"}, {"text": "Late.", "owner": 1}):
        assert program.post("/cases", body).status_code == 422
    handler.refresh_from_db()
    assert handler.role == Role.HANDLER


def test_a_key_needs_a_scope_and_a_label_and_a_day_to_come(lead: Person) -> None:
    for label, scopes, ends in (
        ("", {Scope.READ}, None),
        ("x", set(), None),
        ("x", {Scope.READ}, NOW),
    ):
        with pytest.raises(KeyRefused):
            make_key(lead, label, scopes, ends, OPERATOR, NOW)


def test_a_request_that_was_overtaken_by_the_next_minute_is_counted_there(
    handler: Person,
) -> None:
    """Two processes at the turn of a minute: the later one may count first."""
    row, _ = keys.made(handler, "shop", [Scope.READ], None, "Ada", NOW)
    minute = NOW.replace(second=0, microsecond=0)
    late, early = minute + timedelta(seconds=60), minute + timedelta(seconds=59.9)
    assert [keys.counted(row, 2, now) for now in (late, early, early)] == [0, 0, 1]
    # A clock that jumped back locks nobody out.
    assert keys.counted(row, 2, minute - timedelta(days=1)) == 0
