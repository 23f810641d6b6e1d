"""`upheld serve`: the desk and its jobs on this machine."""

import os
import socket
import sys
from typing import Annotated

import typer

from .django import prepare
from .errors import Refused


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
) -> None:
    """Opens the desk and keeps its jobs running until you press Ctrl-C."""
    _free(host, port)
    prepare()
    print(f"The desk is at http://{host}:{port}/ (Ctrl-C stops it)")
    sys.stdout.flush()
    # The server stands above the command line in the house, so it is started and not imported.
    command = [sys.executable, "-m", "upheld.project.serve", "--host", host, "--port", str(port)]
    os.execv(sys.executable, command)


def _free(host: str, port: int) -> None:
    with socket.socket() as knock:
        if knock.connect_ex((host, port)) == 0:
            raise Refused(f"port {port} is taken by another program: choose one with --port")
