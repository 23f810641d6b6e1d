"""systemd, as far as the guide asks it: what our units say is started, stopped and run once.

    python units.py restart upheld-web@8000

UNITS is the folder of the units, RUN the one where process numbers and logs are. What systemd
itself makes of each line is for `systemd-analyze verify`.
"""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

UNITS, RUN = Path(os.environ["UNITS"]), Path(os.environ["RUN"])
Unit = dict[str, list[str]]


def read(name: str) -> Unit:
    """Each name of the file with what is written behind it, %i and %% as systemd reads them."""
    stem, at, instance = name.partition("@")
    told: Unit = defaultdict(list)
    for line in (UNITS / f"{stem}{at}.service").read_text("utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals:
            told[key].append(value.replace("%i", instance).replace("%%", "%"))
    return told


def environment(unit: Unit) -> dict[str, str]:
    """The file's lines and the unit's own, and nothing of whoever asks but the way to programs."""
    lines = [
        line for path in unit["EnvironmentFile"] for line in Path(path).read_text().split("\n")
    ]
    told = dict(line.split("=", 1) for line in [*lines, *unit["Environment"]] if "=" in line)
    return {"PATH": os.environ["PATH"], **told}


def start(name: str) -> None:
    unit = read(name)
    how = {"env": environment(unit), "cwd": unit["WorkingDirectory"][0]}
    for folder in " ".join(unit["StateDirectory"]).split():
        (UNITS.parents[2] / "var" / "lib" / folder).mkdir(parents=True, exist_ok=True)
    if unit["Type"] == ["oneshot"]:
        for command in unit["ExecStart"] + unit["ExecStartPost"]:
            subprocess.run(shlex.split(command), check=True, **how)  # type: ignore[call-overload]
        return
    with (RUN / f"{name}.log").open("ab") as log:
        begun = subprocess.Popen(  # type: ignore[call-overload]
            shlex.split(unit["ExecStart"][0]), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, **how,
        )  # fmt: skip
    (RUN / f"{name}.pid").write_text(str(begun.pid))


def stop(name: str) -> None:
    """Asked to end, and waited for: what it started ends with it."""
    pid = int((RUN / f"{name}.pid").read_text())
    for asked in (signal.SIGTERM, *[0] * 300, signal.SIGKILL):
        try:
            os.killpg(pid, asked)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    (RUN / f"{name}.pid").unlink()


def proxy() -> None:
    """It writes its own number, and stays when this process ends."""
    asked = ["nginx", "-c", os.environ["NGINX"], "-g", "daemon off;"]
    quiet = subprocess.DEVNULL
    subprocess.Popen(asked, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)


def main(verb: str, *names: str) -> None:
    for name in names:
        if name.endswith(".timer") or name.startswith("--"):
            continue
        if name == "nginx":
            proxy()
            continue
        if verb in ("stop", "restart"):
            stop(name)
        if verb in ("enable", "start", "restart"):
            start(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
