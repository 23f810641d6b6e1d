"""What every answer says to a browser, whoever asks and whatever came of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from tests.security.addresses import all_of, asked

from upheld.core.words import CaseId

POLICY = {"default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'self'"}
FILE = "/static/desk/css/base.css"
# What programs read has less: nothing of it is shown.
NOTHING = {"default-src 'none'", "sandbox"}


def answers(client: Client) -> Iterator[tuple[str, HttpResponseBase]]:
    """Of every address by reading, by writing, and by what few know; and of what is refused before
    any address is looked up."""
    for path in all_of():
        if path == "/accounts/logout/":  # the rest would be a stranger's
            continue
        for how in ("get", "post", "delete"):
            yield f"{how} {path}", asked(client, path, how)
    other = Client(enforce_csrf_checks=True)
    yield "no token", other.post("/accounts/login/", {"login": "x"})
    yield "another host", client.get("/", headers={"host": "evil.example"})
    for path in ("/nowhere/", "/static/none.js", FILE, "/%ff", "/a//b", "/%0d%0a"):
        yield path, client.get(path)


def amiss(answer: HttpResponseBase) -> list[str]:
    told = answer.headers
    said = told.get("Content-Security-Policy", "")
    policy = set(said.split("; "))
    wrong = [] if policy >= POLICY or policy >= NOTHING else [f"policy {said}"]
    wrong += ["loose policy"] if "unsafe" in said or "*" in said else []
    fixed = {"X-Content-Type-Options": ["nosniff"], "X-Frame-Options": ["DENY"],
             "Referrer-Policy": ["same-origin"]}  # fmt: skip
    wrong += [name for name, values in fixed.items() if told.get(name) not in values]
    for name, cookie in answer.cookies.items():
        flags: Any = cookie
        if cookie.value and not (flags["samesite"] and (flags["httponly"] or name == "csrftoken")):
            wrong.append(f"cookie {name}")
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("who", ["stranger", "handler"])
def test_every_answer_has_the_policy_and_no_answer_is_sniffed_or_framed(
    who: str, alice: Client, open_case: CaseId
) -> None:
    client = alice if who == "handler" else Client()
    client.raise_request_exception = False
    found = {name: wrong for name, each in answers(client) if (wrong := amiss(each))}
    assert found == {}
