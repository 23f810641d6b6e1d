"""The server: it asks nothing for a stranger, keeps its secrets, and no text keeps it busy."""

import importlib
import pkgutil
import re
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.security.addresses import all_of, asked

import upheld
from upheld.core.words import CaseId
from upheld.store.models import Person

ROOT = Path(__file__).resolve().parents[2]
ATTACKS = (
    "a", " ", "\n", "\t", "-", "_", ">", "<", "(", "[", "{", '"', "'", ".", ",", ":", "@", "0",
    "Re: ", "AW: ", "a ", "a.", "a@", "a-", "1.", "1,", "<a", "> ", "| ", "\\", "\r\n", "é", "[a](",
    "**", "__", "a b ", "Mr. ", "£1", "# ", "- a\n", "On a wrote:\n", "From: a\n", "'a", '"a"',
)  # fmt: skip
# They ask for what a machine may lack, or start something, and read no stranger's text.
LEFT_OUT = (".spark", ".migrations", ".mcp", ".project", "__main__")
LONGEST = 40_000  # characters


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that a module keeps, by where it stands."""
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(upheld.__path__, "upheld."):
        if any(part in module.name for part in LEFT_OUT):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            values = value if isinstance(value, tuple | list) else (value,)
            for at, each in enumerate(values):
                if isinstance(each, re.Pattern) and isinstance(each.pattern, str):
                    found[f"{module.name}.{name}[{at}]"] = each
    return found


@pytest.mark.pain("38")
def test_no_text_keeps_a_pattern_busy() -> None:
    slow = []
    for where, pattern in patterns().items():
        for attack in ATTACKS:
            text = attack * (LONGEST // len(attack)) + "\x00!"
            begun = time.thread_time()
            for _ in zip(range(2_000), pattern.finditer(text), strict=False):
                pass
            pattern.match(text)
            took = time.thread_time() - begun
            if took > 0.5:
                slow.append((where, attack, round(took, 2)))
    assert slow == []


OPEN = {
    "/health/live", "/health/ready", "/calendar/x.ics", "/accounts/login/", "/accounts/logout/",
    "/accounts/signup/", "/accounts/inactive/", "/accounts/password/reset/",
    "/accounts/password/reset/done/", "/accounts/password/reset/key/done/",
    "/accounts/confirm-email/", "/accounts/confirm-email/1/", "/accounts/password/reset/key/1-1/",
    "/api/v1/openapi.json", "/api/v1/docs",
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
    for guess in ("/admin/", "/install", "/setup", "/debug", "/static/../secret_key", "/.git/config",
                  "/media/", "/files/", "/static/%2e%2e/secret_key", "/metrics", "/__debug__/",
                  "/var/upheld.sqlite3", "/api/v1/../../secret_key"):  # fmt: skip
        answer = asked(stranger, guess)
        assert answer.status_code in (302, 400, 404), guess
        assert b"SECRET" not in getattr(answer, "content", b"")
    assert settings.DEBUG is False
