"""Standard input and output for one assistant: a line is a message, and what is none is answered.

The kit passes over what it cannot read, for which whoever sent it would wait for ever, and puts
other signs where the bytes are no UTF-8.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, BinaryIO, cast

import anyio
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage

from .no_message import less_notices_with_an_id, refusal


@asynccontextmanager
async def messages() -> AsyncIterator[tuple[Any, Any]]:
    """What comes in, and where the answers go."""
    # As bytes: the kit reads both, and of bytes those that are no UTF-8 are refused.
    lines = cast("anyio.AsyncFile[str]", _lines(anyio.wrap_file(_own_input())))
    async with stdio_server(stdin=lines) as (came, answers), anyio.create_task_group() as tasks:
        onward, well = anyio.create_memory_object_stream[SessionMessage]()
        tasks.start_soon(_sort_out, came, onward, answers)
        yield well, answers
        tasks.cancel_scope.cancel()


def _own_input() -> BinaryIO:
    """What is sent to us: nobody else in the process reads any of it, as the kit has it too."""
    ours = os.dup(0)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    return open(ours, "rb")


async def _lines(sent: "anyio.AsyncFile[bytes]") -> AsyncIterator[bytes]:
    async for line in sent:
        if line.strip():
            yield less_notices_with_an_id(line)


async def _sort_out(came: Any, onward: Any, answers: Any) -> None:
    async with onward:
        async for each in came:
            if isinstance(each, Exception):
                await answers.send(SessionMessage(refusal(each)))
            else:
                await onward.send(each)
