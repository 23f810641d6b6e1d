"""What `upheld doctor` looks at in the store."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .django import MIGRATE
from .doctor_looks import Level, Look, Told
from .secrets import counted, lost, needed

_WAITS_LONG = timedelta(hours=1)
_STILL_NEW = timedelta(days=7)  # after that nobody asks what was changed then
_MOST = 10


def database(about: str) -> Iterator[Told]:
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


def _work(about: str) -> Iterator[Told]:
    from upheld.core.words import LetterState
    from upheld.store import mail_health, webhooks
    from upheld.store import models as rows
    from upheld.store.rows import pulses

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
    if numbers := webhooks.stopped_before(now):
        told = f"nobody answers for {_listed(numbers)}: take it over, or end it, by the API"
        yield Told(Level.NOTE, "webhooks", told)
    late = rows.Letter.objects.filter(state=LetterState.QUEUED, queued_at__lt=now - _WAITS_LONG)
    if waiting := late.count():
        told = f"{waiting} have waited for more than an hour: see Mail in the desk"
        yield Told(Level.ERROR, "letters", told)


def _senders(about: str) -> Iterator[Told]:
    """Whether the mail server that says whom a message is from leaves what strangers wrote."""
    from django.conf import settings

    from upheld.store import mail_checked

    if cases := mail_checked.of_an_mbox(_MOST + 1):
        which = f"{', '.join(cases[:_MOST])}{' …' if len(cases) > _MOST else ''}"
        told = f"{which} count as known to be from whom they name by what stood in an mbox alone"
        yield Told(Level.NOTE, about, f"{told}: look whose they are before you answer them")
    if numbers := mail_checked.differing():
        told = f"in message {_listed(numbers)} results under {settings.MAIL_CHECKED_BY} differ"
        mend = "it passed there twice, or a stranger wrote one and your mail server left it: see "
        yield Told(Level.NOTE, about, f"{told}: {mend}docs/how-to/receive-mail.md")
    elif settings.MAIL_CHECKED_BY:
        told = f"told by {settings.MAIL_CHECKED_BY}, which contradicts itself in no message of late"
        yield Told(Level.OK, about, told)


def _sums(about: str) -> Iterator[Told]:
    from upheld.store.tallied import anew as tallied_anew
    from upheld.store.tallied import since as tallied_since

    behind, wrong = tallied_since.behind(), tallied_anew.amiss()
    if wrong:
        told = f"{wrong} are not what the cases count for: start upheld serve, which mends them"
        yield Told(Level.ERROR, about, told)
    else:
        told = f"as the cases count; {behind} that changed since are read with them"
        yield Told(Level.OK, about, told)


def _clock(about: str) -> Iterator[Told]:
    from upheld.store import clock

    now = datetime.now(UTC)
    if ahead := clock.furthest_ahead(now):
        told = f"it is {now:%Y-%m-%d %H:%M} UTC here, and event {ahead.number} is of "
        told += f"{ahead.at:%Y-%m-%d %H:%M}: set the clock right before people work, for each "
        yield Told(Level.ERROR, about, f"{told}deadline and day of receipt is read from it")
    else:
        yield Told(Level.OK, about, "not behind the record")


def _secret(about: str) -> Iterator[Told]:
    """What a change of the secret left under the one of before."""
    from django.conf import settings

    from upheld.store import secret_needs

    now = datetime.now(UTC)
    found = secret_needs.needs(now)
    yield from (Told(Level.ERROR, about, line) for line in lost(found))
    if found.ended:
        told = f"keys of programs open nothing under the secrets given: {', '.join(found.ended)}"
        yield Told(Level.NOTE, about, f"{told}: revoke them")
    if not settings.SECRET_KEY_FALLBACKS:
        if not found.missing:
            yield Told(Level.OK, about, "what is sealed opens under the one in force")
    elif found.to_renew:
        told = f"under one of before: {counted(found.before)}"
        mend = "run upheld secrets renew once every process has the new one"
        yield Told(Level.NOTE, about, f"{told}; {mend}")
    else:
        yield from (Told(Level.NOTE, about, line) for line in needed(found, now))


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


IN_THE_DATABASE: dict[str, Look] = {
    "jobs": _work, "senders": _senders, "sums": _sums, "clock": _clock, "secret": _secret,
    "people": _people,
}  # fmt: skip
