"""`upheld serve`: the desk and its jobs on this machine."""

import os
import sys
from typing import Annotated

import typer


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
) -> None:
    """Opens the desk and keeps its jobs running until you press Ctrl-C."""
    # The server stands above the command line in the house, so it is started and not imported.
    command = [sys.executable, "-m", "upheld.project.serve", "--host", host, "--port", str(port)]
    os.execv(sys.executable, command)
