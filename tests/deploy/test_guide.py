"""The guide to production, followed from its first line to its last: a machine that is a folder.

Its commands run as they stand, in bash, on a PostgreSQL, a mail server, a mailbox and an nginx of
their own. Elsewhere is what belongs to root (`/opt`, `/etc`, `/var/lib`), the ports and the
certificate; systemd is units.py, since a process of a test has no systemd above it; and packages
come from the environment of the tests, since nothing is asked of the network.
"""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.controller import Controller
from tests.core.mails import a_mail
from tests.deploy.test_deploy import get, guided, needs, proxied, whole_file
from tests.docs.pages import ROOT, blocks
from tests.jobs.test_outbox import Mailbox
from tests.mail.dovecot import PASSWORD, dovecot, needs_dovecot
from tests.ports import a_free_port
from tests.throwaway import postgres
from tests.waiting import PATIENCE, soon

GUIDE = ROOT / "docs" / "how-to" / "run-in-production.md"
NAME, PERSON = "complaints.example.org", "a long enough password\n"
MIGRATIONS = "src/upheld/store/migrations/"
INSTALLED = ("pyproject.toml", "README.md", "LICENSE", "src", "policies")
BESIDE = r"""
useradd() { mkdir -p "$TESTS_HOME"; }
runuser() { shift 3; "$@"; }
systemctl() { "$TESTS_PYTHON" "$TESTS_UNITS" "$@"; }
python3() { "$TESTS_PYTHON" -m venv --without-pip "$3"
  cp "$TESTS_PACKAGES" "$3"/lib/*/site-packages/
  echo "#!$3/bin/python" > "$3/bin/pip"
  echo "from pip._internal.cli.main import main; raise SystemExit(main())" >> "$3/bin/pip"
  chmod +x "$3/bin/pip"; }
"""
pytestmark = pytest.mark.slow


@dataclass(slots=True)
class Machine:
    """A folder in which the guide's paths are, and what its commands printed."""

    root: Path
    ports: tuple[int, int, int, int]
    environment: dict[str, str]
    printed: str = ""
    answers: list[int] = field(default_factory=list)

    @property
    def secure(self) -> int:
        return self.ports[2]

    def moved(self, text: str) -> str:
        """Its paths and ports as they are here."""
        for path in ("/opt/upheld", "/etc/", "/var/lib/upheld", "/mnt/elsewhere"):
            text = text.replace(path, f"{self.root}{path}")
        return text.replace("8000", str(self.ports[0])).replace("8001", str(self.ports[1]))

    def follow(self, heading: str, checkout: Path, typed: str = "") -> None:
        """Types the commands of a section, in a checkout, as written."""
        lines = "".join(block for block in commands(heading))
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", BESIDE + self.moved(lines)], cwd=checkout,
            env=self.environment, input=typed, capture_output=True, text=True, check=False,
            timeout=PATIENCE, start_new_session=True,
        )  # fmt: skip
        self.printed += done.stdout
        logs = "".join(path.read_text()[-1_000:] for path in self.root.glob("run/*.log"))
        assert done.returncode == 0, f"{heading}: {done.stdout}{done.stderr}{logs}"

    @contextmanager
    def asked_all_the_time(self) -> Iterator[None]:
        """A page, ten times a second at most: the proxy takes no more of one address."""
        over = threading.Event()

        def ask() -> None:
            while not over.wait(0.1):
                self.answers.append(get(f"https://127.0.0.1:{self.secure}/complain/", NAME).status)

        asking = threading.Thread(target=ask)
        asking.start()
        try:
            yield
        finally:
            over.set()
            asking.join()

    def processes(self) -> Iterator[tuple[str, Path]]:
        """The units that run, and the Python that runs each."""
        for path in self.root.glob("run/*.pid"):
            told = Path("/proc", path.read_text(), "cmdline").read_bytes().split(b"\0")
            yield path.stem, Path(os.fsdecode(told[0]))

    def trouble(self) -> str:
        """What the processes and the proxy told of errors."""
        logs = [*self.root.glob("run/*.log"), self.root / "nginx" / "errors"]
        lines = (line for path in logs for line in path.open())
        return "".join(line for line in lines if '"ERROR"' in line or "[crit]" in line)

    def end(self) -> None:
        for path in [*self.root.glob("run/*.pid"), *self.root.glob("nginx/pid")]:
            # What ends takes its number away, perhaps while we look.
            with suppress(ProcessLookupError, FileNotFoundError):
                ended = os.kill if path.name == "pid" else os.killpg
                ended(int(path.read_text()), signal.SIGTERM)


def commands(heading: str) -> list[str]:
    """The blocks of a section that are typed; that of the settings is a file."""
    text = GUIDE.read_text("utf-8")
    begins = text[: text.index(f"## {heading}")].count("\n") + 1
    after = text.find("\n## ", text.index(f"## {heading}") + 1)
    ends = text[:after].count("\n") + 1 if after > 0 else 10_000
    inside = [each.text for each in blocks(GUIDE) if begins < each.line < ends]
    return [text for text in inside if not text.startswith("UPHELD_VAR=")]


def the_version_before() -> str:
    """The last commit that has a part of our tables and knows the settings of the guide. Nothing
    where this checkout holds none: then it is ours twice, and all but the tables is upgraded."""
    ours = {path.name for path in (ROOT / MIGRATIONS).glob("0*.py")}
    for commit in git("log", "--full-history", "--format=%H", "--", MIGRATIONS).split():
        told = git("ls-tree", "--name-only", commit, MIGRATIONS).split()
        known = git("show", f"{commit}:src/upheld/project/settings.py")
        if {Path(name).name for name in told if "/0" in name} < ours and all(
            f'"{name}"' in known for name in (*guided(), "UPHELD_INSIDE")
        ):
            return commit
    return ""


def git(*asked: str) -> str:
    done = subprocess.run(["git", *asked], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


def checkout(folder: Path, commit: str = "") -> Path:
    """What is installed from: of a commit, or as it lies here."""
    folder.mkdir()
    if commit:
        archive = subprocess.Popen(
            ["git", "archive", commit, *INSTALLED], cwd=ROOT, stdout=subprocess.PIPE
        )
        subprocess.run(["tar", "-x"], cwd=folder, stdin=archive.stdout, check=True)
        assert archive.wait() == 0
    for name in ("constraints.txt", "deploy", *(() if commit else INSTALLED)):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    ports = (a_free_port(), a_free_port(), a_free_port(), a_free_port())
    for folder in ("etc/systemd/system", "etc/upheld", "etc/nginx/conf.d", "mnt/elsewhere", "opt",
                   "run", "nginx"):  # fmt: skip
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "here.pth").write_text(sysconfig.get_path("purelib"))
    included = tmp_path / "etc" / "nginx" / "conf.d" / "*.conf"
    told = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}:/usr/sbin",
        "HOME": str(tmp_path),
        "TESTS_HOME": str(tmp_path / "var" / "lib" / "upheld"),
        "TESTS_PYTHON": sys.executable,
        "TESTS_PACKAGES": str(tmp_path / "here.pth"),
        "TESTS_UNITS": str(Path(__file__).with_name("units.py")),
        "UNITS": str(tmp_path / "etc" / "systemd" / "system"),
        "RUN": str(tmp_path / "run"),
        "NGINX": str(whole_file(tmp_path / "nginx", included)),
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # as pip reads it: no isolation
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    made = Machine(tmp_path, ports, told)
    try:
        yield made
    finally:
        made.end()


def prepared(machine: Machine, folder: Path) -> Path:
    """The checkout's files for this machine: paths, ports, and the proxy's certificate."""
    for unit in (folder / "deploy" / "systemd").iterdir():
        unit.write_text(machine.moved(unit.read_text("utf-8")))
    web, other, secure, plain = machine.ports
    proxy = proxied(machine.root / "nginx", NAME, secure, plain, web, other)
    (folder / "deploy" / "nginx.conf").write_text(proxy)
    return folder


def settings_file(machine: Machine, **here: str) -> None:
    """The settings of the guide, with the database and the mail of this test."""
    told = {name: machine.moved(value) for name, value in guided().items()} | here
    told |= {"UPHELD_SECRET_KEY": "s" * 64, "UPHELD_METRICS_TOKEN": "m" * 32}
    kept = "".join(f"{name}={value}\n" for name, value in told.items() if value)
    (machine.root / "etc" / "upheld" / "environment").write_text(kept)


def complain(machine: Machine, words: str) -> str:
    """As a browser would: the page, then its form. Gives the status of the answer."""
    page, jar = f"https://{NAME}:{machine.secure}/complain/", str(machine.root / "jar")
    asked = ["curl", "-sSk", "-c", jar, "-b", jar, "-H", f"Referer: https://{NAME}/complain/",
             "--resolve", f"{NAME}:{machine.secure}:127.0.0.1", page]  # fmt: skip
    shown = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    mark = shown.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    form = {"text": words, "demand": "The delivery back.", "name": "Sally Hart", "once": words,
            "email": "sally@example.org", "csrfmiddlewaretoken": mark}  # fmt: skip
    fields = [("--data-urlencode", f"{name}={value}") for name, value in form.items()]
    sent = [*asked, *chain(*fields), "-o", "/dev/null", "-w", "%{http_code}"]
    return subprocess.run(sent, capture_output=True, text=True, check=True).stdout


@needs("nginx")
@needs("curl")
@needs_dovecot
def test_the_guide_holds_from_its_first_line_to_its_last(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", os.environ.get("XDG_RUNTIME_DIR", ""))
    (tmp_path / "server").mkdir(mode=0o700)
    database, letters = postgres(tmp_path / "server"), Mailbox()
    took = Controller(letters, hostname="127.0.0.1", port=a_free_port())
    took.start()
    before = prepared(machine, checkout(tmp_path / "before", the_version_before()))
    now = prepared(machine, checkout(tmp_path / "now"))
    secret = tmp_path / "imap-password"
    secret.write_text(PASSWORD)

    def cases() -> int:
        with psycopg.connect(database) as one:
            return int(one.execute("SELECT count(*) FROM store_case").fetchone()[0])  # type: ignore[index]

    try:
        with dovecot() as mailbox:
            settings_file(
                machine, UPHELD_DATABASE=database, UPHELD_SMTP=f"smtp://127.0.0.1:{took.port}",
                UPHELD_SMTP_PASSWORD_FILE="", UPHELD_IMAP=mailbox.url("imap"),
                UPHELD_IMAP_PASSWORD_FILE=str(secret), UPHELD_INSIDE="localhost",
            )  # fmt: skip
            machine.follow("1. Install", before)
            machine.follow("3. Make the tables, and the first person", before, PERSON * 2)
            machine.follow("4. Start", before)
            soon(lambda: answer(machine) == 200)
            assert complain(machine, "My shelves came nine days late.") == "303"
            mailbox.put(a_mail("The table is scratched.", sender="bob@example.net"))
            soon(lambda: cases() == 2)
            soon(lambda: {str(each["To"]) for each in letters.came} >= {"sally@example.org"})
            machine.follow("5. See that it works", before)
            assert "The record is intact" in machine.printed
            with machine.asked_all_the_time():
                machine.follow("Upgrade", now)
            assert {*machine.answers} == {200}, f"somebody noticed: {machine.trouble()}"
            assert len(machine.answers) > 10
            assert complain(machine, "The second came late as well.") == "303"
            soon(lambda: cases() == 3)
            running = dict(machine.processes())
            assert {*running} == {
                f"upheld-web@{machine.ports[0]}", f"upheld-web@{machine.ports[1]}", "upheld-jobs",
                "upheld-mail",
            }  # fmt: skip
            assert {python.parents[1].name for python in running.values()} == {"upheld-2"}
    finally:
        machine.end()
        took.stop()


def answer(machine: Machine) -> int:
    with suppress(OSError):
        return int(get(f"https://127.0.0.1:{machine.secure}/complain/", NAME).status)
    return 0
