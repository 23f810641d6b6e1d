"""After a parting: what became of it, asked on set days and kept."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from upheld.core.as_seen import is_blank
from upheld.core.parting import PartingError
from upheld.store import load
from upheld.store import models as rows
from upheld.store.save import partings as save

from . import may
from .propose_parting import PartingMissing

ASKED = ("came_back", "complained", "went_to_a_body", "paid_up")


@transaction.atomic
def follow(
    after_id: int, told: Mapping[str, bool | None], words: str, by: may.Actor, now: datetime
) -> None:
    """What came of it by the day that it was asked; None where nobody knows.

    Raises PartingError before that day, or where it was told already."""
    may.check("follow_parting", by)
    found = rows.PartingAfter.objects.filter(pk=after_id)
    load.write_of(found.values("parting__customer"))
    row = found.select_for_update(of=("self",), no_key=True).first()
    if row is None:
        raise PartingMissing(f"there is nothing to follow with the number {after_id}")
    if row.told_at:
        raise PartingError("this was told already")
    if row.due_on > timezone.localdate(now):
        raise PartingError(f"this is asked on {row.due_on}: look again then")
    answers = {name: told.get(name) for name in ASKED}
    if is_blank(words) and all(value is None for value in answers.values()):
        raise PartingError("say what is known, or in words that nothing is")
    save.followed(row, answers, words.strip(), by.name, now)
