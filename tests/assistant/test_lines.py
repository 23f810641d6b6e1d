"""Over standard input each line is a message, over HTTP each body; what is none is answered, and
nothing comes of it."""

import http.client
import json
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from subprocess import PIPE
from threading import Timer
from typing import Any

import pytest
from tests.assistant.test_transports import TOKEN, port, world
from tests.waiting import PATIENCE

__all__ = ["port", "world"]  # fixtures
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("transports")]

PARSE_ERROR, INVALID_REQUEST = -32700, -32600
HELLO = (
    b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",'
    b'"capabilities":{},"clientInfo":{"name":"x","version":"1"}}}',
    b'{"jsonrpc":"2.0","method":"notifications/initialized"}',
)
FILED = (
    b'{"jsonrpc":"2.0","id":2,"method":"tools/call","params":'
    b'{"name":"file_complaint","arguments":{"text":"%s"}}}'
)
PING = b'{"jsonrpc":"2.0","id":3,"method":"ping"}'


def said_to(world: Mapping[str, str], *lines: bytes, until: int) -> list[dict[str, Any]]:
    """The answers to these lines in the order in which they came, until that of this number."""
    command = [sys.executable, "-c", "from upheld.cli.main import run; run()", "mcp"]
    command += ["--as", "ada@example.org"]
    answers: list[dict[str, Any]] = []
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, env=dict(world)) as talk:
        assert talk.stdin
        assert talk.stdout
        alarm = Timer(PATIENCE, talk.kill)
        alarm.start()
        talk.stdin.write(b"".join(line + b"\n" for line in lines))
        talk.stdin.flush()
        while (not answers or answers[-1]["id"] != until) and (line := talk.stdout.readline()):
            answers.append(json.loads(line))
        talk.stdin.close()
        talk.wait(timeout=PATIENCE)
        alarm.cancel()
    return answers


def cases(world: Mapping[str, str]) -> int:
    with closing(sqlite3.connect(Path(world["UPHELD_VAR"]) / "upheld.sqlite3")) as store:
        (many,) = store.execute("SELECT count(*) FROM store_case").fetchone()
        return int(many)


def posted(port: int, body: bytes, **headers: str) -> tuple[int, bytes]:
    """The status and the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    told = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    told |= {"Authorization": f"Bearer {TOKEN}", **headers}
    with closing(connection):
        connection.request("POST", "/mcp", body, told)
        answer = connection.getresponse()
        return answer.status, answer.read()


NO_MESSAGES = pytest.mark.parametrize(
    ("line", "code"),
    [
        (FILED % rb"My lamp broke \ud83d", PARSE_ERROR),
        (FILED % b"The caf\xe9 told me nothing", PARSE_ERROR),
        (b"My lamp broke", PARSE_ERROR),
        (b"[" * 100_000, PARSE_ERROR),
        (b"[" + FILED % b"My lamp broke" + b"]", INVALID_REQUEST),
        (b'{"jsonrpc":"2.0","id":2}', INVALID_REQUEST),
        ((FILED % b"My lamp broke").replace(b'"id":2', b'"id":null'), INVALID_REQUEST),
        ((FILED % b"My lamp broke").replace(b'"id":2', b'"id":2.5'), INVALID_REQUEST),
    ],
    ids=["half of a sign", "no UTF-8", "no JSON", "too deep", "a list", "no method",
         "an id that is null", "an id that is a fraction"],
)  # fmt: skip


@NO_MESSAGES
def test_a_line_that_is_no_message_is_answered_and_files_nothing(
    world: dict[str, str], line: bytes, code: int
) -> None:
    before = cases(world)
    answers = said_to(world, *HELLO, line, PING, until=3)
    assert {each["id"] for each in answers} == {1, None, 3}
    (refused,) = (each["error"] for each in answers if each["id"] is None)
    assert refused["code"] == code
    assert refused["message"].endswith("nothing came of it")
    assert cases(world) == before


@NO_MESSAGES
def test_a_body_that_is_no_message_is_answered_and_files_nothing(
    world: dict[str, str], port: int, line: bytes, code: int
) -> None:
    before = cases(world)
    status, answer = posted(port, line)
    assert status == 400
    told = json.loads(answer)
    assert (told["id"], told["error"]["code"]) == (None, code)
    assert told["error"]["message"].endswith("nothing came of it")
    assert cases(world) == before


def test_a_notice_in_a_body_is_taken_without_an_answer(port: int) -> None:
    assert posted(port, HELLO[1]) == (202, b"")


def test_whoever_has_not_the_token_is_told_of_that_alone(port: int) -> None:
    status, answer = posted(port, b"no message", Authorization="Bearer x")
    assert status == 401
    assert b"nothing came of it" not in answer


def test_a_body_that_is_too_large_is_not_read(port: int) -> None:
    assert posted(port, b" " * (4 * 1024 * 1024 + 1))[0] == 413


def test_a_line_before_the_first_message_is_answered_too(world: dict[str, str]) -> None:
    answers = said_to(world, b"{", *HELLO, until=1)
    assert [each["id"] for each in answers] == [None, 1]


def test_signs_of_every_kind_an_empty_line_and_a_notice_are_well(world: dict[str, str]) -> None:
    before = cases(world)
    text = FILED % ("Ωmega 💡 \ufffd " + r"\ud83d\udca1").encode()
    notice = b'{"jsonrpc":"2.0","method":"notifications/x"}'
    answers = said_to(world, *HELLO, b"", notice, text, until=2)
    assert [each["id"] for each in answers] == [1, 2]
    assert cases(world) == before + 1


def test_an_error_that_a_client_tells_is_not_answered(world: dict[str, str]) -> None:
    told = b'{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no JSON"}}'
    answers = said_to(world, *HELLO, told, PING, until=3)
    assert [each["id"] for each in answers] == [1, 3]
