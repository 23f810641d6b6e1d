"""Answers that are kept for a program that sends the same again, for a day and no longer."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from . import claimed, secret
from . import models as rows

_SALT = "upheld.kept_answers"
_KEPT = timedelta(hours=24)
# In place of a status: its answer was taken away, and is told nobody; and it was done, and how it
# is answered is not kept yet, or never will be.
GONE, DONE = 0, 1
_OPEN = Q(status=None) | Q(status=DONE)


class ClaimLost(Exception):
    """It took so long that another request does it by now."""


def claim(key: rows.ApiKey, name: str, asked: str, now: datetime) -> tuple[rows.KeptAnswer, bool]:
    """What is under this name, and whether it is whose who asks to do it."""
    forget_old(now)
    row, new = _under_a_secret_of_before(key, name), False
    if row is None:
        row, new = rows.KeptAnswer.objects.get_or_create(
            key=key, name=kept_as(name), defaults={"asked": asked, "at": now}
        )
    if not new and row.asked == asked:
        lost = rows.KeptAnswer.objects.filter(claimed.lost(now, "at"), pk=row.pk, status=None)
        new = bool(lost.update(at=now))
        row.at = now if new else row.at
    return row, new


def kept_as(name: str) -> str:
    """A name may name somebody, and stays when they are erased, so that a repeat does nothing
    twice: it is kept as a mark, by which nobody without the secret tries a guess at it."""
    return secret.mark(_SALT, name)


def _under_a_secret_of_before(key: rows.ApiKey, name: str) -> rows.KeptAnswer | None:
    """Asked only while one is given beside that in force."""
    _, *before = secret.marks(_SALT, name)
    return rows.KeptAnswer.objects.filter(key=key, name__in=before).first() if before else None


def done(row: rows.KeptAnswer) -> None:
    """It is done, in the transaction of the act. Raises ClaimLost, so that nothing is done twice;
    where an erasure took the answer away, there is none to keep."""
    if _ours(row).update(status=DONE):
        return
    if not rows.KeptAnswer.objects.filter(pk=row.pk, status=GONE).exists():
        raise ClaimLost


def keep(row: rows.KeptAnswer, status: int, body: bytes, headers: Mapping[str, str]) -> None:
    """Unless it was taken away meanwhile, with an erasure."""
    _ours(row).update(status=status, body=body, headers=headers)


def let_go(row: rows.KeptAnswer) -> bool:
    """The name is free again where nothing was done under it; whether it was so."""
    return bool(_ours(row).filter(status=None).delete()[0])


def is_lost(row: rows.KeptAnswer, now: datetime) -> bool:
    """Whether it was done so long ago that whoever did it keeps no answer any more."""
    return rows.KeptAnswer.objects.filter(claimed.lost(now, "at"), pk=row.pk, status=DONE).exists()


def _ours(row: rows.KeptAnswer) -> "QuerySet[rows.KeptAnswer]":
    """Whoever claims what was left has another moment."""
    return rows.KeptAnswer.objects.filter(_OPEN, pk=row.pk, at=row.at)


def forget_old(now: datetime) -> None:
    """Asked first: the jobs look every other second, and nearly always there is none."""
    old = rows.KeptAnswer.objects.filter(at__lt=now - _KEPT)
    if old.exists():
        old.delete()


def held() -> int:
    """How many an erasure would take away."""
    return rows.KeptAnswer.objects.exclude(_OPEN).exclude(status=GONE).count()


def take_away(now: datetime) -> None:
    """All of them go with an erasure: nobody can tell of whom each speaks. That something was
    asked stays for its day, so that a repeat does nothing twice. What is being answered at this
    moment is kept no more either, but for the request that erases, whose moment is `now`."""
    rows.KeptAnswer.objects.exclude(_OPEN, at=now).update(status=GONE, headers={}, body=b"")
