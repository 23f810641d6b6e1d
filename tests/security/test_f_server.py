"""The server: it asks nothing for a stranger, keeps its secrets, and no text keeps it busy."""

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from tests.security.addresses import all_of, asked

import upheld
from upheld.core import reading
from upheld.core.evidence import safe_name
from upheld.core.letter_text import parts
from upheld.core.post import parted
from upheld.core.post.html import words
from upheld.core.redaction import redacted
from upheld.core.references import read_reference
from upheld.core.spans import sentences
from upheld.core.words import CaseId
from upheld.store.models import Person

ATTACKS = (
    "a", " ", "\n", "-", ">", "<", "(", "[", "{", '"', "'", ".", "@", "0", "Re: ", "a ", "a.", "1,",
    "<a", "é", "Mr. ", "- a\n", "On a wrote:\n", "_", "*", "«",
)  # fmt: skip
# They ask for what a machine may lack, or start something, or read no stranger's text.
LEFT_OUT = (".spark", ".migrations", ".mcp", ".project", ".demo", "__main__")
# Asked of a whole text alone, by fullmatch, or of what the firm itself writes.
NEVER_SEARCHED = {
    "upheld.core.references._REFERENCE", "upheld.core.imports.proposal._EMAIL",
    "upheld.core.spoken._MAY_MISS_AT_END",
}  # fmt: skip
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


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that a module keeps, and where it stands."""
    for module in pkgutil.walk_packages(upheld.__path__, "upheld."):
        if any(part in module.name for part in LEFT_OUT):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name}.{name}", value


def took(act: Callable[[], object]) -> float:
    """Seconds of this thread's own: a busy machine is no fault of the code."""
    begun = time.thread_time()
    act()
    return time.thread_time() - begun


@pytest.mark.slow
@pytest.mark.pain("38")
def test_no_text_keeps_a_pattern_or_a_reader_busy() -> None:
    slow = []
    for where, pattern in dict((*patterns(),)).items():
        if where in NEVER_SEARCHED:
            continue
        for attack in ATTACKS:
            text = attack * (2_500 // len(attack)) + "\x00!"
            if took(lambda p=pattern, t=text: list(p.finditer(t))) > 0.04:
                slow.append((where, attack))
    for name, reader in READERS.items():
        for attack in ATTACKS:
            text = attack * (10_000 // len(attack)) + "\x00!"
            if took(lambda r=reader, t=text: r(t)) > 0.5:
                slow.append((name, attack))
    assert slow == []


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
