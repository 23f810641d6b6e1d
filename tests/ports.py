"""Ports of this machine for servers that a test starts by their number.

A port that the system gives is soon given again: to another server before ours has it, or to
whoever looks whether ours listens, who then reaches themselves. So these lie below those that it
gives (from 32,768 on Linux), and each process takes them from a place of its own on.
"""

import os
import socket
from itertools import cycle

_ALL = range(12_000, 32_000)
_FROM = os.getpid() * 37 % len(_ALL)
_IN_TURN = cycle([*_ALL[_FROM:], *_ALL[:_FROM]])


def a_free_port() -> int:
    """The next that nobody has."""
    while True:
        port = next(_IN_TURN)
        with socket.socket() as free:
            if _is_taken_by(free, port):
                return port


def _is_taken_by(one: socket.socket, port: int) -> bool:
    try:
        one.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True
