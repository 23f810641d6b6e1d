"""The server: it asks nothing for a stranger, keeps its secrets, and no text keeps it busy."""

import time
from collections.abc import Callable, Mapping

import pytest
from django.conf import settings
from django.test import Client
from tests.security.addresses import all_of, asked
from tests.security.patterns import searches

from upheld.core import reading
from upheld.core.evidence import safe_name
from upheld.core.letter_text import parts
from upheld.core.post import parted
from upheld.core.post.addresses import authors
from upheld.core.post.html import words
from upheld.core.redaction.redact import redacted
from upheld.core.references import read_reference
from upheld.core.spans import sentences
from upheld.core.words import CaseId
from upheld.store.models import Person

ATTACKS = (
    "a", " ", "\n", "-", ">", "<", "(", "[", "{", '"', "'", ".", "@", "0", "Re: ", "a ", "a.", "1,",
    "<a", "é", "Mr. ", "- a\n", "On a wrote:\n", "_", "*", "#", "«",
    "A'", "A-b-", "Dr. ", "Ab Cd\n", "a@b.org ", "1 2", "Rue de la ", "1, ",
)  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "sentences": sentences,
    "a reply": parted,
    "HTML": words,
    "a name": safe_name,
    "a reference": read_reference,
    "redaction": redacted,
    "a letter": parts,
    "its sentences": reading.sentences,
}


def took(act: Callable[[], object]) -> float:
    """Seconds of this thread's own: a busy machine is no fault of the code."""
    begun = time.thread_time()
    act()
    return time.thread_time() - begun


@pytest.mark.slow
@pytest.mark.pain("38")
def test_no_text_keeps_a_pattern_or_a_reader_busy() -> None:
    found = searches()
    assert len(found) > 150
    work = a_piece_of_work()
    slow = busy(found, 2_500, 6 * work) + busy(READERS, 10_000, 65 * work)
    slow += busy({"who wrote": lambda text: authors([text])}, 10_000, 6 * work)
    assert slow == []


def a_piece_of_work() -> float:
    """Seconds, about a hundredth of one, of the same on any machine: a slow one has longer."""
    return min(took(lambda: sum(at * at for at in range(200_000))) for _ in range(5))


def busy(readers: Mapping[str, Callable[[str], object]], signs: int, most: float) -> list[object]:
    """Those that a text keeps busy for longer than so many seconds, however often it is tried."""
    texts = {attack: attack * (signs // len(attack)) + "\x00!" for attack in ATTACKS}
    return [
        (name, attack)
        for name, reader in readers.items()
        for attack, text in texts.items()
        if all(took(lambda r=reader, t=text: r(t)) > most for _ in range(5))  # type: ignore[misc]
    ]


OPEN = {
    "/health/live", "/health/ready", "/calendar/x.ics", "/accounts/login/", "/accounts/logout/",
    "/accounts/signup/", "/accounts/inactive/", "/accounts/password/reset/",
    "/accounts/password/reset/done/", "/accounts/password/reset/key/done/",
    "/accounts/confirm-email/", "/accounts/confirm-email/1/", "/accounts/password/reset/key/1-1/",
    "/api/v1/openapi.json", "/api/v1/docs", "/invitations/x/",
    "/accounts/3rdparty/login/cancelled/",
}  # fmt: skip


@pytest.mark.pain("40")
def test_no_page_but_those_that_are_meant_to_be_opens_to_a_stranger(
    open_case: CaseId, handler: Person
) -> None:
    stranger = Client()
    opens = []
    for path in all_of():
        answer = asked(stranger, path)
        led_away = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
        refused = answer.status_code in (401, 403, 404, 405)
        if not (led_away or refused or path.startswith("/complain/")):
            opens.append(path)
    assert set(opens) - OPEN == set()
    for guess in ("/admin/", "/install", "/setup", "/debug", "/static/../secret_key",
                  "/.git/config",
                  "/media/", "/files/", "/static/%2e%2e/secret_key", "/metrics", "/__debug__/",
                  "/var/upheld.sqlite3", "/api/v1/../../secret_key"):  # fmt: skip
        answer = asked(stranger, guess)
        assert answer.status_code in (302, 400, 404), guess
        assert b"SECRET" not in getattr(answer, "content", b"")
    assert settings.DEBUG is False
