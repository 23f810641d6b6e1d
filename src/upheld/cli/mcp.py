"""`upheld mcp`: an assistant's way in, over standard input or HTTP."""

import os
import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from .django import configured, prepare
from .errors import Refused
from .serve import may_listen

# Nobody guesses so many signs, such as `openssl rand -hex 16` prints.
_SHORTEST_TOKEN = 32


def mcp(
    person: Annotated[
        str, typer.Option("--as", help="For whom the assistant acts: an address in the desk.")
    ],
    http: Annotated[
        bool, typer.Option("--http", help="Serve it over HTTP; else over standard input.")
    ] = False,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8030,
) -> None:
    """Lets an assistant file, look up, claim, ask and draft. It decides and sends nothing.

    Over HTTP it asks for the bearer token in UPHELD_MCP_TOKEN.
    """
    if find_spec("mcp") is None:
        raise Refused("the MCP kit is not installed: pip install 'upheld[mcp]'")
    if http:
        _guarded()
        may_listen(host, port)
    prepare()
    _known(person)
    # The edges do not know each other, so the server is started and not imported.
    command = [sys.executable, "-P", "-m", "upheld.mcp.serve", "--person", person]
    if http:
        print(f"The assistant's way in is http://{host}:{port}/mcp (Ctrl-C stops it)")
        sys.stdout.flush()
        command += ["--http", "--host", host, "--port", str(port)]
    os.execv(sys.executable, command)


def _guarded() -> None:
    configured()
    from django.conf import settings

    if len(settings.MCP_TOKEN) < _SHORTEST_TOKEN or not settings.MCP_TOKEN.isascii():
        told = f"UPHELD_MCP_TOKEN is no token of {_SHORTEST_TOKEN} signs or more"
        raise Refused(f"{told}: give a random one, such as openssl rand -hex 16 prints")


def _known(email: str) -> None:
    from upheld.steps import may
    from upheld.store.models import Person

    found = Person.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise Refused(f"nobody here signs in as {email}: see upheld person add --role assistant")
    may.check("claim", found)
