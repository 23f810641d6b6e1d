"""Whose a message in a case is known to be: what its event said when it was placed."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

from upheld.core.event_kinds import EventKind
from upheld.core.references import read_reference
from upheld.core.words import MailState
from upheld.store import models as rows
from upheld.store.mail import RAW_NAME
from upheld.store.record.said import numbers

from . import merging, written


@dataclass(frozen=True, slots=True)
class Sender:
    """`unproved`: nothing shows that it is from whom it says, as of what was filed under an address
    that is not known to be theirs. `unchecked`: that it answers mail of ours shows it, and no mail
    server said so."""

    unproved: bool = False
    unchecked: bool = False


_KNOWN = Sender()


def of_message(row: rows.Incoming) -> Sender:
    if row.state != MailState.PLACED or row.case_id is None:
        return _KNOWN
    return _told(row.case_id, "mail").get(row.pk, _KNOWN)


def of_evidence(case: rows.Case) -> dict[int, Sender]:
    """That of each piece that came by mail or after what was filed, by its number; none of one that
    is known."""
    by_mail = any(each.filename == RAW_NAME for each in case.evidence.all())
    found = _told(case.pk, "evidence") if by_mail else {}
    return found | dict.fromkeys(written.not_known_sent(case), Sender(unproved=True))


def _told(case: int, named: str) -> dict[int, Sender]:
    found: dict[int, Sender] = {}
    for event in placed(merging.whole(case)):
        if event.data.get("unproved") or event.data.get("unchecked"):
            found |= dict.fromkeys(numbers(event.data, named), _sender(event.data))
    return found


def placed(cases: Set[int]) -> Iterator[rows.Event]:
    """The events by which messages came into these cases. A message is told of where it was placed:
    a split may have moved it since."""
    looked: set[int] = set()
    left = set(cases)
    while left := left - looked:
        looked |= left
        kinds = [EventKind.MAIL_PLACED, EventKind.SPLIT_FROM]
        for event in rows.Event.objects.filter(case__in=left, kind__in=kinds, erased_by=None):
            if event.kind == EventKind.SPLIT_FROM:
                left = left | _split_from(event.data)
            else:
                yield event


def _sender(data: Any) -> Sender:
    return Sender(bool(data.get("unproved")), bool(data.get("unchecked")))


def _split_from(data: Any) -> set[int]:
    other = read_reference(str(data.get("other", "")))
    return {other} if other else set()
