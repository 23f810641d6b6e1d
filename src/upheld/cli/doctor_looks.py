"""What `upheld doctor` looks at around the store. A look tells, and changes nothing."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from smtplib import SMTPException
from urllib.parse import urlsplit

from upheld.tables.problems import did_you_mean

_LEAST_FREE = 1 << 30
_FOR_OTHERS = 0o005  # to read and to enter


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
        yield Told(Level.NOTE, about, _without_a_site())
    if settings.SITE.startswith("https://") and settings.SECOND_FACTOR == "none":
        told = "UPHELD_SECOND_FACTOR is none: a password alone opens everything to an administrator"
        yield Told(Level.ERROR, about, told)
    if settings.METRICS_TOKEN == "" and settings.SITE:
        told = "UPHELD_METRICS_TOKEN is not set: nobody is told from outside when something stops"
        yield Told(Level.NOTE, about, told)
    if settings.SECRET_KEY_MADE_HERE:
        told = "UPHELD_SECRET_KEY is made here: give one where several machines serve one desk"
        yield Told(Level.NOTE, about, told)


def _without_a_site() -> str:
    from upheld.store.receipts import THIS_MACHINE, own_name

    name = own_name()
    told = f"UPHELD_SITE is not set: links in mails begin with http://{name} and the port of serve"
    return f"{told}, which opens on this machine alone" if name in THIS_MACHINE else told


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


def _policies(about: str) -> Iterator[Told]:
    from django.conf import settings

    from upheld.store import policies
    from upheld.store.policy_files import amiss, laws

    if lines := dict.fromkeys(line for each in amiss.found() for line in each.lines):
        yield from (Told(Level.ERROR, about, line) for line in lines)
        return
    policy = policies.read_policy(policies.folder())
    for name in laws.laws():  # one that the firm names no more, a case may still be asked about
        laws.read_law(name)
    policies.check_begun(policies.regime(settings.REGIME), datetime.now(UTC))
    told = f"{policy.version}, {len(policies.regimes())} regimes, {len(laws.laws())} laws"
    yield Told(Level.OK, about, told)


def _files(about: str) -> Iterator[Told]:
    from django.conf import settings
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    name = default_storage.save("doctor", ContentFile(b"can be written"))
    default_storage.delete(name)
    if readable := _read_by_others(settings.VAR, str(settings.DATABASES["default"]["NAME"])):
        told = f"others on this machine may read {readable}: run chmod 700 {settings.VAR}"
        yield Told(Level.NOTE, about, told)
    free = shutil.disk_usage(settings.VAR).free
    told = f"{free / (1 << 30):.1f} GB free where {settings.VAR} lies"
    level = Level.ERROR if free < _LEAST_FREE else Level.OK
    yield Told(level, about, f"{told}: make room" if level is Level.ERROR else told)


def _read_by_others(var: Path, database: str) -> Path | None:
    """What others on this machine may open of what is kept here: the database where it is a file
    of it, and evidence, letters and marts, wherever the database is."""
    if not var.is_dir() or not var.stat().st_mode & _FOR_OTHERS:
        return None
    kept = (Path(database), *(var / name for name in ("files", "mail", "marts")))
    here = (each for each in kept if each.is_relative_to(var) and each.exists())
    return next((each for each in here if each.stat().st_mode & _FOR_OTHERS), None)


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


def _record(about: str) -> Iterator[Told]:
    from django.conf import settings

    if settings.ANCHORS and not _written(Path(settings.ANCHORS)):
        told = f"nothing can be written to UPHELD_ANCHORS, {settings.ANCHORS}"
        told += ": make its folder, and let this account write there"
        yield Told(Level.ERROR, about, told)
    elif settings.ANCHORS:
        yield Told(Level.OK, about, f"an anchor a day goes to {settings.ANCHORS}")
    else:
        told = "UPHELD_ANCHORS is not set: events cut off the end would leave no gap"
        yield Told(Level.NOTE, about, told)


def _written(path: Path) -> bool:
    return os.access(path if path.exists() else path.parent, os.W_OK)


LOOKS: dict[str, Look] = {
    "settings": _variables,
    "safety": _safety,
    "policies": _policies,
    "files": _files,
    "mail out": _mail_out,
    "network": _inside,
    "record": _record,
}
