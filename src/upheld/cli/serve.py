"""`upheld serve`: the desk and its jobs on this machine."""

import errno
import os
import socket
import sys
from enum import StrEnum
from typing import Annotated

import typer

from .django import prepare
from .errors import Refused

USUAL_PORT = 8000


class Part(StrEnum):
    """What one process of several runs."""

    WEB = "web"
    JOBS = "jobs"


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = USUAL_PORT,
    workers: Annotated[int, typer.Option(min=1, help="How many processes serve the desk.")] = 1,
    only: Annotated[
        Part | None, typer.Option(help="Only the desk, or only the jobs, in this process.")
    ] = None,
) -> None:
    """Opens the desk and runs its jobs until you press Ctrl-C."""
    if only is not Part.JOBS:
        may_listen(host, port)
    prepare()
    if only is Part.JOBS:
        print("The jobs run (Ctrl-C stops them)")
    else:
        _say_who_is_missing()
    sys.stdout.flush()
    # The server stands above the command line in the house, so it is started and not imported.
    told = ["--host", host, "--port", str(port), "--workers", str(workers), "--only", only or ""]
    os.execv(sys.executable, [sys.executable, "-P", "-m", "upheld.project.serve", *told])


def _say_who_is_missing() -> None:
    from upheld.store.models import Person

    if not Person.objects.exists():
        told = "upheld person add ada@example.org --name 'Ada Quill' --role administrator"
        print(f"Nobody can sign in yet. Add the first person, in another terminal: {told}")


def may_listen(host: str, port: int) -> None:
    """Raises Refused when this process could not listen there."""
    try:
        socket.create_server((host, port)).close()
    except OverflowError:
        raise Refused(f"port {port} is not between 0 and 65535: choose one with --port") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            told = f"port {port} is taken by another program: choose one with --port"
        else:
            told = f"cannot listen on {host}:{port} ({error.strerror}): see --host and --port"
        raise Refused(told) from None
