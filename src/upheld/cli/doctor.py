"""`upheld doctor`: is everything there that this installation needs, and nothing unsafe?"""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from smtplib import SMTPException
from urllib.parse import urlsplit

import typer

from upheld.tables.problems import did_you_mean

from .django import MIGRATE, configured
from .errors import lines_of
from .told import AsJson, print_json

_UNSAFE = 1
_LEAST_FREE = 1 << 30
_FOR_OTHERS = 0o005  # to read and to enter
_WAITS_LONG = timedelta(hours=1)
_STILL_NEW = timedelta(days=7)  # after that nobody asks what was changed then
_MOST = 10


class Level(StrEnum):
    OK = "ok"
    NOTE = "note"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was looked at; what is not in order says in `what` how to mend it."""

    level: Level
    about: str
    what: str


Look = Callable[[str], Iterator[Told]]


def doctor(as_json: AsJson = False) -> None:
    """Looks at the settings, the database, the files, the mail and the jobs.

    Says what is missing or unsafe, and how to mend it. Nothing is changed. Exits 1 when something
    must be mended before people work with it.
    """
    found = list(_looked_at())
    if as_json:
        print_json([asdict(each) for each in found])
    else:
        for each in found:
            typer.echo(f"{each.level:5}  {each.about}: {each.what}")
    if any(each.level is Level.ERROR for each in found):
        raise typer.Exit(_UNSAFE)


def _looked_at() -> Iterator[Told]:
    configured()
    import django

    django.setup()
    for about, look in _LOOKS.items():
        yield from _safely(about, look)
    database = list(_safely("database", _database))
    yield from database
    if all(each.level is Level.OK for each in database):
        for about, look in _IN_THE_DATABASE.items():
            yield from _safely(about, look)


def _safely(about: str, look: Look) -> Iterator[Told]:
    try:
        yield from look(about)
    except Exception as error:  # whatever it is, the rest is looked at all the same
        lines = lines_of(error) or [str(error) or type(error).__name__]
        yield from (Told(Level.ERROR, about, line) for line in lines)


def _variables(about: str) -> Iterator[Told]:
    module = sys.modules[os.environ["DJANGO_SETTINGS_MODULE"]]
    source = Path(str(module.__file__)).read_text("utf-8")
    known = set(re.findall(r'"(UPHELD_[A-Z_]+)"', source)) | {"UPHELD_CI"}
    given = {name for name in os.environ if name.startswith("UPHELD_")}
    for name in sorted(given - known):
        yield Told(Level.ERROR, about, f"{name} is no setting. {did_you_mean(name, known)}.")
    yield Told(Level.OK, about, f"{len(given & known)} set, the rest as usual")


def _safety(about: str) -> Iterator[Told]:
    from django.conf import settings

    if settings.DEBUG:
        yield Told(Level.ERROR, about, "UPHELD_DEBUG shows code to strangers: take it away")
    yield from _hosts(about)
    if settings.SITE and not settings.SITE.startswith("https://"):
        told = "UPHELD_SITE is not https: passwords and complaints travel in the clear"
        yield Told(Level.ERROR, about, told)
    elif settings.SITE and not settings.PROXIES:
        told = "UPHELD_PROXIES is 0: behind a proxy forms may be refused, and no HSTS goes out"
        yield Told(Level.NOTE, about, told)
    if settings.WEBHOOKS_LOCAL:
        told = "UPHELD_WEBHOOKS_LOCAL lets webhooks into your own network: for trying out alone"
        yield Told(Level.ERROR, about, told)
    if not settings.SITE:
        told = "UPHELD_SITE is not set: links in mails begin with whatever address was asked"
        yield Told(Level.NOTE, about, told)
    if settings.SITE.startswith("https://") and settings.SECOND_FACTOR == "none":
        told = "UPHELD_SECOND_FACTOR is none: a password alone opens everything to an administrator"
        yield Told(Level.ERROR, about, told)
    if settings.METRICS_TOKEN == "" and settings.SITE:
        told = "UPHELD_METRICS_TOKEN is not set: nobody is told from outside when something stops"
        yield Told(Level.NOTE, about, told)
    if settings.SECRET_KEY_MADE_HERE:
        told = "UPHELD_SECRET_KEY is made here: give one where several machines serve one desk"
        yield Told(Level.NOTE, about, told)


def _hosts(about: str) -> Iterator[Told]:
    from django.conf import settings

    host = urlsplit(settings.SITE).hostname
    if host and not _allowed(host, settings.ALLOWED_HOSTS):
        told = f"UPHELD_SITE leads to {host}, which UPHELD_HOSTS leaves out: add it"
        yield Told(Level.ERROR, about, told)
    if "*" in settings.ALLOWED_HOSTS:
        told = "UPHELD_HOSTS takes any name: links in mail may lead where strangers say: name yours"
        yield Told(Level.ERROR, about, told)


def _allowed(host: str, hosts: list[str]) -> bool:
    from django.http.request import validate_host

    return validate_host(host, hosts)


def _database(about: str) -> Iterator[Told]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not Path(name).exists():
        yield Told(Level.NOTE, about, f"{name} is made when it is first needed")
        return
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    version = ".".join(map(str, connection.get_database_version()))
    if waiting:
        told = f"{len(waiting)} migrations are waiting: run {MIGRATE}"
        yield Told(Level.ERROR, about, told)
    else:
        yield Told(Level.OK, about, f"{connection.display_name} {version}, up to date")


def _policies(about: str) -> Iterator[Told]:
    from django.conf import settings

    from upheld.store import laws, policies

    policy = policies.read_policy(policies.folder())
    policies.voice()
    policies.causes()
    for name in policies.regimes():
        policies.regime(name)
    for name in laws.laws():
        laws.read_law(name)
    policies.check_begun(policies.regime(settings.REGIME), datetime.now(UTC))
    policies.fact_sources(policy)
    told = f"{policy.version}, {len(policies.regimes())} regimes, {len(laws.laws())} laws"
    yield Told(Level.OK, about, told)


def _files(about: str) -> Iterator[Told]:
    from django.conf import settings
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    name = default_storage.save("doctor", ContentFile(b"can be written"))
    default_storage.delete(name)
    database = Path(settings.DATABASES["default"]["NAME"])
    seen = [settings.VAR, database] if database.is_file() else []
    if seen and all(each.stat().st_mode & _FOR_OTHERS for each in seen):
        told = f"others on this machine may read {database}: run chmod 700 {settings.VAR}"
        yield Told(Level.NOTE, about, told)
    free = shutil.disk_usage(settings.VAR).free
    told = f"{free / (1 << 30):.1f} GB free where {settings.VAR} lies"
    level = Level.ERROR if free < _LEAST_FREE else Level.OK
    yield Told(level, about, f"{told}: make room" if level is Level.ERROR else told)


def _mail_out(about: str) -> Iterator[Told]:
    from django.conf import settings
    from django.core.mail import get_connection

    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        told = f"letters become files in {settings.EMAIL_FILE_PATH}: name an UPHELD_EMAIL_BACKEND"
        yield Told(Level.NOTE, about, told)
        return
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        with get_connection():
            yield Told(Level.OK, about, f"{settings.EMAIL_BACKEND} answers")
        return
    secure = settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS
    if settings.EMAIL_HOST_USER and not secure:
        told = "UPHELD_SMTP gives its password in the clear: write smtps://, or port 587"
        yield Told(Level.ERROR, about, told)
        return
    if settings.EMAIL_HOST_USER and not settings.EMAIL_HOST_PASSWORD:
        told = "UPHELD_SMTP has a name and no password: give UPHELD_SMTP_PASSWORD_FILE"
        yield Told(Level.ERROR, about, told)
        return
    where = f"{settings.EMAIL_HOST}, port {settings.EMAIL_PORT},"
    try:
        with get_connection():
            yield Told(Level.OK, about, f"{where} takes letters")
    except (OSError, SMTPException) as error:
        told = f"{where} takes none, which UPHELD_SMTP names: {error}"
        yield Told(Level.ERROR, about, told)


def _inside(about: str) -> Iterator[Told]:
    """A mailbox may be in the firm's own network, where the firm says so."""
    from django.conf import settings

    from upheld.store.hosts import addresses_named

    if settings.INSIDE:
        told = f"mailboxes and imports may be inside at {', '.join(sorted(settings.INSIDE))}"
        yield Told(Level.NOTE, about, f"UPHELD_INSIDE: {told}")
    if (settings.MAILBOX or settings.MAIL_HOOK) and not settings.MAIL_CHECKED_BY:
        told = "UPHELD_MAIL_CHECKED_BY is not set: nobody vouches for who sent a message"
        yield Told(Level.NOTE, about, told)
    if settings.MAILBOX:
        host = urlsplit(settings.MAILBOX).hostname or ""
        found = ", ".join(addresses_named(host, 993))
        yield Told(Level.OK, about, f"the mailbox is at {host} ({found})")


def _work(about: str) -> Iterator[Told]:
    from upheld.core.words import LetterState
    from upheld.store import mail_health, pulses
    from upheld.store import models as rows

    now = datetime.now(UTC)
    for source in mail_health.amiss(now):
        told = f"{source.name} is not read: {source.fault or 'nothing came through for too long'}"
        yield Told(Level.ERROR, "mail in", told)
    stopped = pulses.stopped(now)
    for sweep in stopped:
        told = f"since {sweep.since:%Y-%m-%d %H:%M} UTC {sweep.name}: {sweep.fault or 'start them'}"
        yield Told(Level.ERROR, about, told)
    if not stopped:
        ran = rows.Pulse.objects.exists()
        told = "all run" if ran else "none ever ran: upheld serve runs them"
        yield Told(Level.OK if ran else Level.NOTE, about, told)
    late = rows.Letter.objects.filter(state=LetterState.QUEUED, queued_at__lt=now - _WAITS_LONG)
    if waiting := late.count():
        told = f"{waiting} have waited for more than an hour: see Mail in the desk"
        yield Told(Level.ERROR, "letters", told)


def _sums(about: str) -> Iterator[Told]:
    from upheld.store import tallied

    behind, wrong = tallied.behind(), tallied.amiss()
    if wrong:
        told = f"{wrong} are not what the cases count for: start upheld serve, which mends them"
        yield Told(Level.ERROR, about, told)
    else:
        told = f"as the cases count; {behind} that changed since are read with them"
        yield Told(Level.OK, about, told)


def _people(about: str) -> Iterator[Told]:
    from upheld.core.words import Role
    from upheld.store.models import Person

    active = Person.objects.filter(is_active=True)
    leads = active.filter(role__in=(Role.LEAD, Role.ADMINISTRATOR)).count()
    if not leads:
        yield Told(Level.NOTE, about, "nobody can approve: add a lead with upheld person add")
    yield from _second_steps(about)
    yield from _untold(about)
    yield Told(Level.OK, about, f"{active.count()} with an account")


def _second_steps(about: str) -> Iterator[Told]:
    """Whoever decides for the firm, and signs in by a password alone. By their numbers: what a
    command prints is copied into logs and mails, where an address does not belong."""
    from allauth.mfa.models import Authenticator

    from upheld.core.words import Role
    from upheld.store.models import Person

    # Recovery codes stand in for a step that was lost: they are none by themselves.
    steps = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    having = Authenticator.objects.filter(type__in=steps).values("user")
    for role in (Role.ADMINISTRATOR, Role.LEAD, Role.POLICY_OWNER):
        people = Person.objects.filter(is_active=True, role=role).exclude(pk__in=having)
        if numbers := list(people.order_by("pk").values_list("pk", flat=True)):
            which = _listed(numbers)
            whom = role.replace("_", " ")
            told = f"{len(numbers)} {whom}{'' if len(numbers) == 1 else 's'} without a second step"
            mend = "under Account they set one up, and UPHELD_SECOND_FACTOR=all asks it of all"
            yield Told(Level.NOTE, about, f"{told} at sign-in (number {which}): {mend}")


def _untold(about: str) -> Iterator[Told]:
    """Whose sign-in was changed a little while ago, and who may not have been told."""
    from upheld.core.words import LetterState
    from upheld.store.models import StaffNotice

    now = datetime.now(UTC)
    lately = StaffNotice.objects.filter(at__gt=now - _STILL_NEW, at__lt=now - _WAITS_LONG)
    untold = lately.exclude(state=LetterState.SENT).order_by("person").distinct()
    if numbers := list(untold.values_list("person", flat=True)):
        told = f"a letter that their sign-in was changed did not leave (number {_listed(numbers)})"
        yield Told(Level.NOTE, about, f"{told}: ask whether it was them")


def _listed(numbers: Sequence[int]) -> str:
    return f"{', '.join(map(str, numbers[:_MOST]))}{' …' if len(numbers) > _MOST else ''}"


def _record(about: str) -> Iterator[Told]:
    from django.conf import settings

    if settings.ANCHORS and not _written(Path(settings.ANCHORS)):
        told = f"nothing can be written to UPHELD_ANCHORS, {settings.ANCHORS}: let this account"
        yield Told(Level.ERROR, about, told)
    elif settings.ANCHORS:
        yield Told(Level.OK, about, f"an anchor a day goes to {settings.ANCHORS}")
    else:
        told = "UPHELD_ANCHORS is not set: events cut off the end would leave no gap"
        yield Told(Level.NOTE, about, told)


def _written(path: Path) -> bool:
    return os.access(path if path.exists() else path.parent, os.W_OK)


_LOOKS: dict[str, Look] = {
    "settings": _variables,
    "safety": _safety,
    "policies": _policies,
    "files": _files,
    "mail out": _mail_out,
    "network": _inside,
    "record": _record,
}
_IN_THE_DATABASE: dict[str, Look] = {"jobs": _work, "sums": _sums, "people": _people}
