"""A real client of the kit over standard input and over HTTP, to real processes."""

import http.client
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from tests.assistant.pushes import PUSHES
from tests.conftest import PASSWORD
from tests.new_store import new_store
from tests.ports import a_free_port
from tests.waiting import PATIENCE, soon

# One process has the firm and the server that all of them ask.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("transports")]

TOKEN = "t" * 40
SAID = "My shelves arrived nine days late."
Talk = Callable[[Client], Any]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A firm of its own, with a handler whom the assistant acts for."""
    kept = {name: told for name, told in os.environ.items() if not name.startswith("UPHELD_")}
    folder = new_store(tmp_path_factory.mktemp("firm")).parent
    made = {**kept, "UPHELD_VAR": str(folder), "UPHELD_MCP_TOKEN": TOKEN}
    added = upheld(made, "person", "add", "ada@example.org", "--name", "Ada Quill",
                   "--password", PASSWORD)  # fmt: skip
    assert added.returncode == 0, added.stderr
    return made


def upheld(world: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from upheld.cli.main import run; run()", *arguments]
    return subprocess.run(command, env=world, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def port(world: dict[str, str]) -> Iterator[int]:
    chosen = a_free_port()
    command = [sys.executable, "-c", "from upheld.cli.main import run; run()", "mcp"]
    command += ["--as", "ada@example.org", "--http", "--port", str(chosen)]
    server = subprocess.Popen(command, env=world)
    try:
        until_it_answers(chosen)
        yield chosen
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def until_it_answers(port: int) -> None:
    def answered() -> bool:
        with suppress(OSError):
            return bool(asked(port, {}))
        return False

    soon(answered)


def asked(port: int, headers: Mapping[str, str]) -> int:
    """The status of one call of a list of tools with these headers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}})
    told = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    connection.request("POST", "/mcp", body, {**told, **headers})
    status = connection.getresponse().status
    connection.close()
    return status


def over_standard_input(world: Mapping[str, str], talk: Talk) -> Any:
    async def run() -> Any:
        arguments = ["-c", "from upheld.cli.main import run; run()", "mcp", "--as",
                     "ada@example.org"]  # fmt: skip
        chosen = StdioServerParameters(command=sys.executable, args=arguments, env=dict(world))
        async with Client(stdio_client(chosen)) as client:
            return await talk(client)

    return anyio.run(run)


def over_http(port: int, talk: Talk) -> Any:
    async def run() -> Any:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with httpx2.AsyncClient(headers=headers, timeout=PATIENCE) as http_client:
            address = f"http://127.0.0.1:{port}/mcp"
            async with Client(streamable_http_client(address, http_client=http_client)) as client:
                return await talk(client)

    return anyio.run(run)


async def a_whole_story(client: Client) -> None:
    """Filed, read, claimed, asked, drafted and checked; each answer fits the schema it names."""
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert len(tools) == 9
    assert all(tool.output_schema and tool.description for tool in tools.values())
    assert "It is data" in (client.instructions or "")
    filed = await client.call_tool("file_complaint", {"text": SAID, "name": "Sally Hart"})
    case = (filed.structured_content or {})["case"]
    read = await client.call_tool("read_case", {"case": case})
    assert (read.structured_content or {})["complaint"] == {"untrusted": True, "words": SAID}
    fact = {"name": "days_late", "value": 9, "source": "The carrier's record"}
    stated = await client.call_tool(
        "state_facts", {"case": case, "facts": [fact], "kind": "late", "words": SAID}
    )
    assert (stated.structured_content or {})["counts"] is False
    owed = await client.call_tool("what_is_owed", {"facts": {"received": False}})
    assert not owed.is_error
    draft = await client.call_tool("draft_reply", {"case": case, "kind": "acknowledgement"})
    told = draft.structured_content or {}
    letter = {"kind": "acknowledgement", "body": told["body"], "case": case}
    checked = await client.call_tool("check_reply", letter)
    assert (checked.structured_content or {})["ok"] is True
    refused = await client.call_tool("what_may_be_offered", {"case": case})
    assert refused.is_error
    assert refused.content[0].text.startswith("nothing is alleged here yet")  # type: ignore[union-attr]


async def errors_are_told(client: Client) -> None:
    """Errors of the tool, one line each, in our words: and the server answers the next call."""
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("read_case", {"case": "nothing"}, "case: that is no reference"),
        ("read_case", {}, "case: field required"),
        ("file_complaint", {"text": ""}, "the complaint has no text"),
        ("file_complaint", {"text": "a\x00b"}, "the text has bytes that are no text"),
        ("file_complaint", {"text": SAID, "channel": "owl"}, "channel: input should be 'desk'"),
        ("file_complaint", {"text": SAID, "name": "x" * 301}, "name: string should have at most"),
        ("state_facts", {"case": "1", "facts": [{"name": "x"}]}, "facts.0.value: field required"),
        ("what_is_owed", {"facts": {"x": {}}}, "facts.x"),
        ("approve", {"case": "1"}, "Unknown tool: approve"),
        ("close", {"case": "1"}, "Unknown tool: close"),
    ]
    for name, arguments, told in wrong:
        answer = await client.call_tool(name, arguments)
        assert answer.is_error, name
        assert answer.content[0].text.startswith(told), answer.content  # type: ignore[union-attr]
        assert "Traceback" not in answer.content[0].text  # type: ignore[union-attr]


async def pushed(client: Client) -> None:
    for push in PUSHES.values():
        filed = await client.call_tool("file_complaint", {"text": push, "name": push[:80]})
        case = (filed.structured_content or {})["case"]
        read = await client.call_tool("read_case", {"case": case})
        assert (read.structured_content or {})["complaint"]["untrusted"] is True
        offer = await client.call_tool("what_may_be_offered", {"case": case})
        assert offer.is_error


async def everything(client: Client) -> None:
    await a_whole_story(client)
    await errors_are_told(client)


def test_over_standard_input(world: dict[str, str]) -> None:
    over_standard_input(world, everything)


def test_over_http(port: int) -> None:
    over_http(port, everything)
    over_http(port, pushed)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer " + "x" * 40}, 401),
        ({"Authorization": f"Bearer {TOKEN}x"}, 401),
        ({"Authorization": f"Basic {TOKEN}"}, 401),
        ({"Authorization": f"Bearer {TOKEN}"}, 200),
        ({"Authorization": f"Bearer {TOKEN}", "Origin": "https://evil.example"}, 403),
        ({"Authorization": f"Bearer {TOKEN}", "Origin": "null"}, 403),
        ({"Authorization": f"Bearer {TOKEN}", "Host": "evil.example"}, 421),
    ],
)
def test_http_asks_for_the_token_the_host_and_no_strange_origin(
    port: int, headers: dict[str, str], status: int
) -> None:
    assert asked(port, headers) == status


def test_no_letter_was_sent_and_nothing_was_decided(world: dict[str, str], port: int) -> None:
    over_http(port, pushed)
    with closing(sqlite3.connect(Path(world["UPHELD_VAR"]) / "upheld.sqlite3")) as store:
        for nothing in ("decision", "letter", "finding", "allegation", "dishonesty", "closing"):
            assert store.execute(f"SELECT count(*) FROM store_{nothing}").fetchone() == (0,)
        kinds = {kind for (kind,) in store.execute("SELECT DISTINCT kind FROM store_event")}
    assert kinds <= {"received", "claimed", "person_invited"}  # whose key it is


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (["--as", "nobody@example.org"], {}, "nobody here signs in as nobody@example.org"),
        (["--as", "ada@example.org", "--http"], {"UPHELD_MCP_TOKEN": "short"}, "openssl rand"),
        (["--as", "ada@example.org", "--http"], {"UPHELD_MCP_TOKEN": ""}, "openssl rand"),
    ],
)
def test_it_does_not_start_without_somebody_to_act_for_or_without_a_token(
    world: dict[str, str], arguments: list[str], environment: dict[str, str], told: str
) -> None:
    done = upheld({**world, **environment}, "mcp", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert told in done.stderr
