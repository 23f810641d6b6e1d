"""What whoever complained wrote by mail: they read it again on the page of their case.

Their words are shown where the firm's mail server vouched that they wrote them, at the address that
they have now: whoever was sent mail of ours on may answer it under their name, and others of
one case write into it from their own address. Of what nothing vouches for the day alone is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from upheld.core.domains import spellings
from upheld.core.words import Channel

from . import models as rows
from .mail import RAW_NAME, THE_COMPLAINT
from .merged import merging, own_day, senders, written
from .record.said import numbers
from .sight import seen


@dataclass(frozen=True, slots=True)
class Mailed:
    """Messages, of which their words are told, and files, by their evidence. `unknown`: messages
    under their address of which nobody knows that they wrote them."""

    messages: list[rows.Evidence] = field(default_factory=list)
    files: list[rows.Evidence] = field(default_factory=list)
    unknown: list[rows.Evidence] = field(default_factory=list)


def by_mail(case: rows.Case, *, merged: bool) -> Mailed:
    """What came into a case whose evidence was read, and, where it was ever `merged`, into those
    that it was a part of; no statement where it has no mail."""
    if not merged and not any(each.filename == RAW_NAME for each in case.evidence.all()):
        return Mailed()
    return _by_mail(case)


@seen.whole()
def _by_mail(case: rows.Case) -> Mailed:
    found, where = Mailed(), written.ever_in(case)
    theirs = _under_their_address(case, where)
    for event in senders.placed(where | merging.whole(case.pk)) if theirs else ():
        _add(found, event, theirs, case)
    return found


def _under_their_address(case: rows.Case, where: set[int]) -> dict[int, rows.Evidence]:
    addresses = [each[:200] for each in spellings(case.customer.email) if each]
    return rows.Evidence.objects.filter(case__in=where, with_whom__in=addresses).in_bulk()


def _add(
    to: Mailed, event: rows.Event, theirs: Mapping[int, rows.Evidence], case: rows.Case
) -> None:
    """The words of a complaint stand in its case, and so on its page: its files stand beside them,
    whoever vouched."""
    whole, *files = sorted(numbers(event.data, "evidence")) or [0]
    message, known = theirs.get(whole), event.data.get("vouched") is True
    made = message is not None and _is_the_complaint(message, case)
    if known or made:
        to.files.extend(theirs[pk] for pk in files if pk in theirs)
    if message and not made and message.text != THE_COMPLAINT:
        (to.messages if known else to.unknown).append(message)


def _is_the_complaint(message: rows.Evidence, case: rows.Case) -> bool:
    """Whether the case was made of it: as it came, or when it was split off."""
    return case.channel == Channel.EMAIL and message.happened_at == own_day.itself(case)
