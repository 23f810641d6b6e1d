"""Commands begun from a process that has read their code once: a second less for each of them.

What is read beforehand asks for no settings, so that each command reads those of its own folder and
environment as it would alone. That the shell's own way to a command works is shown elsewhere: by
cli/test_process.py, and by the commands of the README.

As a program it is the process that waits; `upheld` in the folder that `shim` makes asks it.
"""

import contextlib
import gc
import json
import os
import pkgutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_WHOLE = ("upheld.core", "upheld.tables")
_READ = (
    *("django.contrib.postgres.search", "django.core.management", "django.core.serializers.json"),
    *("django.db.backends.sqlite3.base", "django.db.migrations.executor", "django.db.models"),
    *("django.forms", "django.template", "numpy", "openpyxl", "pydantic", "requests", "rich.table"),
    *("scipy.optimize", "scipy.stats", "typer", "typst", "upheld.cli.main"),
)
# Threads would not come along into a child.
_STARTS_THREADS, _ALONE = "polars", {"OPENBLAS_NUM_THREADS": "1"}
_ASK = """#!{python} -ISs
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as asked:
    asked.connect({address!r})
    told = json.dumps([sys.argv, os.getcwd(), dict(os.environ)]).encode()
    socket.send_fds(asked, [len(told).to_bytes(8, "big")], [0, 1, 2])
    asked.sendall(told)
    code = int.from_bytes(asked.recv(2), "big", signed=True)
os.kill(os.getpid(), -code) if code < 0 else sys.exit(code)
"""


@contextlib.contextmanager
def shim(folder: Path) -> Iterator[Path]:
    """A folder with an `upheld` in it, which works until the block ends."""
    address, place = folder / "asked", folder / "bin"
    place.mkdir()
    command = place / "upheld"
    command.write_text(_ASK.format(python=sys.executable, address=str(address)))
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")}
    told = [sys.executable, "-m", "tests.forks", str(address)]
    environment = {**kept, **_ALONE, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    with subprocess.Popen(told, stdout=subprocess.PIPE, env=environment, cwd=ROOT) as waiting:
        try:
            assert waiting.stdout
            assert waiting.stdout.readline() == b"ready\n"
            yield place
        finally:
            waiting.terminate()


def _wait(address: str) -> None:
    """Begins a command for each that asks, in a child that ends as a command of its own does."""
    _read()
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        print("ready", flush=True)
        while True:
            asked, _ = door.accept()
            if os.fork() == 0:
                door.close()
                _answer(asked)
                return
            asked.close()
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def _read() -> None:
    sys.modules[_STARTS_THREADS] = None  # type: ignore[assignment]  # so that it is found nowhere
    for package in map(import_module, _WHOLE):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            with contextlib.suppress(ImportError):
                import_module(found.name)
    for name in _READ:
        import_module(name)
    del sys.modules[_STARTS_THREADS]
    assert len(os.listdir("/proc/self/task")) == 1


def _answer(asked: socket.socket) -> None:
    """The command's own process is this one's child, and what that ends with is told."""
    size, fds, _, _ = socket.recv_fds(asked, 8, 3)
    told = b""
    while len(told) < int.from_bytes(size, "big"):
        told += asked.recv(1 << 16)
    if child := os.fork():
        for fd in fds:
            os.close(fd)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        asked.sendall(code.to_bytes(2, "big", signed=True))
        os._exit(0)
    asked.close()
    for at, fd in enumerate(fds):
        os.dup2(fd, at)
        os.close(fd)
    _begin(*json.loads(told))


def _begin(argv: list[str], folder: str, environment: dict[str, str]) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = argv
    from upheld.cli.main import run

    run()


if __name__ == "__main__":
    _wait(sys.argv[1])
