"""What is logged names nobody: not in a message, an error, an address or a fault of the desk."""

import logging
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from tests.core.mails import a_mail
from tests.project.full import a_full_store
from tests.project.test_serve import environment
from tests.stories import NOW

from upheld.jobs import intake
from upheld.project.log_form import ByRoute
from upheld.project.logs import Bare, said
from upheld.steps import take_message
from upheld.steps.may import Operator
from upheld.store.models import Person

TOKENS = ("quixwold", "zerlina", "900417", "hobnobbery")
WORDS = "Zerlina Quixwold <zerlina@quixwold.example> 07700 900417 hobnobbery"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def lines(log: pytest.LogCaptureFixture) -> str:
    return "\n".join(map(Bare().format, log.records)).lower()


_LOGS_AT_ITS_END = f"""
import django, logging, sys
django.setup()
print(*sys.modules)
class Late:
    def __del__(self, log=logging.getLogger("asyncio")):
        log.warning({WORDS!r})
late = Late()
"""


@pytest.mark.slow
def test_a_command_that_logs_nothing_does_not_wait_for_what_names_are_known_by(
    tmp_path: Path,
) -> None:
    """Hundreds of patterns, which took a third of the time in which each command began. What is
    logged while a process ends, when no pattern can be read any more, tells nothing of anybody."""
    told = [sys.executable, "-c", _LOGS_AT_ITS_END]
    done = subprocess.run(
        told, env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "upheld.project.logs" in loaded
    assert "upheld.core.redaction.patterns" not in loaded
    assert "asyncio [left out: the process ends]" in done.stderr
    assert "quixwold" not in done.stderr.lower()


def test_an_error_is_told_by_its_type_and_its_lines_of_code(
    log: pytest.LogCaptureFixture,
) -> None:
    try:
        try:
            raise KeyError(WORDS)
        except KeyError as first:
            raise ValueError(WORDS) from first
    except ValueError as error:
        logging.getLogger("upheld.jobs").exception("message %s: %s %s", 12, error, WORDS)
    told = lines(log)
    assert "message 12: valueerror" in told
    assert "builtins.keyerror" in told
    assert "test_logs.py" in told
    assert not [token for token in TOKENS if token in told]


def test_a_full_disk_is_told_by_the_systems_own_code_and_not_its_words(
    log: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    for fails in (lambda: Path("/dev/full").write_text(WORDS), lambda: a_full_store(tmp_path)):
        try:
            fails()
        except (OSError, sqlite3.Error):
            logging.getLogger("upheld.jobs").exception("it failed")
    told = lines(log)
    assert "builtins.oserror enospc" in told
    assert "sqlite3.operationalerror sqlite_full" in told
    assert "no space left" not in told


def test_of_several_errors_in_one_each_is_told(log: pytest.LogCaptureFixture) -> None:
    try:
        raise ExceptionGroup(WORDS, [KeyError(WORDS), ExceptionGroup(WORDS, [OSError(WORDS)])])
    except ExceptionGroup as error:
        logging.getLogger("upheld.jobs").error("some figures", exc_info=error)
    told = lines(log)
    assert "builtins.keyerror" in told
    assert "builtins.oserror" in told
    assert not [token for token in TOKENS if token in told]


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Not Found: /complain/k3rT9-xYw2LmPq8vBn4Zs7/", "Not Found: /complain/[secret]/"),
        ("GET /complain/?to=a@b.example&x=1", "GET /complain/?[left out]"),
        ("/calendar/AbCdEfGhIjKlMnOpQrStUvWxYz012345.ics", "/calendar/[secret]"),
        ("Not Found: /cases/UP-000012/", "Not Found: /cases/UP-000012/"),
        ("mail from zerlina@quixwold.example", "mail from [e-mail]"),
    ],
)
def test_an_address_is_told_without_what_it_carries(message: str, told: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, message, (), None)
    assert said(record) == told


@pytest.mark.parametrize("path", ["/imports/", "/nowhere/"])
def test_what_was_refused_is_one_line_of_a_route_and_no_way_through_the_code(
    path: str, log: pytest.LogCaptureFixture, handler: Person
) -> None:
    client = Client()
    client.force_login(handler)
    log.clear()
    assert client.get(path, {"q": WORDS}).status_code in (403, 404)
    told = [Bare().format(each) for each in log.records if each.name == "django.request"]
    assert len(told) == 1
    assert "\n" not in told[0]
    assert not [token for token in TOKENS if token in told[0].lower()]


def test_a_fault_of_a_page_says_nothing_of_whose_it_is(
    log: pytest.LogCaptureFixture, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(WORDS)

    monkeypatch.setattr("upheld.desk.views.inbox.with_words", broken)
    client = Client(raise_request_exception=False)
    client.force_login(handler)
    answer = client.get("/", {"q": WORDS})
    assert answer.status_code == 500
    told = lines(log)
    assert "runtimeerror" in told
    assert not [token for token in TOKENS if token in told]


def test_a_message_that_cannot_be_placed_is_told_by_its_number(
    log: pytest.LogCaptureFixture, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise UnicodeError(WORDS)

    row = take_message.take_message(a_mail(WORDS, WORDS[:40]), "smtp", Operator("mail"), NOW)
    monkeypatch.setattr("upheld.jobs.intake.place_message", broken, raising=True)
    intake.sweep(datetime.now(UTC))
    told = lines(log)
    assert f"message {row.pk} could not be placed" in told
    assert not [token for token in TOKENS if token in told]


def test_an_error_of_the_database_is_told_without_its_values(
    log: pytest.LogCaptureFixture, db: None
) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT '{WORDS}' FROM nowhere")
    except Exception:
        logging.getLogger("django.db").exception("a statement failed: %s", "nowhere")
    assert not [token for token in TOKENS if token in lines(log)]


@pytest.mark.parametrize("odd", ["%C3%A9", "%5C", "%E2%80%AE", "%0A"])
def test_an_address_of_odd_signs_is_told_by_its_route_too(
    odd: str, log: pytest.LogCaptureFixture, handler: Person
) -> None:
    """Django writes such an address otherwise than it came (CVE-2025-48432)."""
    client = Client()
    client.force_login(handler)
    assert client.get(f"/cases/zerlina/{odd}/").status_code == 404
    assert client.post(f"/complain/received/hobnobbery{odd}/").status_code in (403, 405)
    for record in log.records:
        ByRoute().filter(record)
    assert "not found: none" in lines(log)
    assert "/complain/received/<str:told>/" in lines(log)
    assert not [token for token in TOKENS if token in lines(log)]
