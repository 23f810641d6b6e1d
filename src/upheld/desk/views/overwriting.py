"""Two people at once: whoever comes second sees both texts, and writes over neither unread."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.overwriting import Overwriting
from upheld.desk.templatetags.desk import moment
from upheld.store import load
from upheld.store.models import Event
from upheld.store.record import events
from upheld.store.sight import withheld


class Overtaken(Exception):
    """Somebody wrote since the page was made; the message says who and when."""


@dataclass(frozen=True, slots=True)
class There:
    """What a form would write over: `values` is read once nobody else can write, None where there
    is nothing yet. The newest event of `kinds`, with what it is `about`, says whose it is."""

    values: Callable[[], Mapping[str, Any] | None]
    kinds: tuple[EventKind, ...]
    case: CaseId | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    hold: Callable[[], object] = events.hold


def of_case(
    case_id: CaseId,
    values: Callable[[], Mapping[str, Any] | None],
    *kinds: EventKind,
    **about: Any,
) -> There:
    return There(values, kinds, case_id, about, lambda: load.case(case_id))


@contextmanager
def held(form: DeskForm, there: There | None) -> Iterator[None]:
    """Nobody else writes from the look at what is there to the end of the act. Raises Overtaken."""
    if there is None or not isinstance(form, Overwriting):
        yield
        return
    with transaction.atomic():
        there.hold()
        if form.overtaken_by(there.values()):
            raise Overtaken(_UNMARKED if form.unmarked else _told(there))
        yield


_UNMARKED = (
    "What you sent does not say what you had read, and there is something here already: nothing "
    "was changed. Yours stands in the form, and what is there beside it: send it again to put "
    "yours in its place."
)


def changed_by(
    kinds: tuple[EventKind, ...], about: Mapping[str, Any], case: CaseId | None = None
) -> str:
    """Whose the newest event of `kinds` is, with what it is `about`, and when it was."""
    named = {f"data__{name}": value for name, value in about.items()}
    found = Event.objects.filter(kind__in=kinds, **named)
    if case is not None:
        found = found.filter(case=case)
    newest = found.order_by("-number").first()
    if newest is None:
        return "Somebody changed this"
    return f"{_by(newest)} changed this on {moment(newest.at)}"


def _told(there: There) -> str:
    return (
        f"{changed_by(there.kinds, there.about, there.case)}, after you opened it. Yours stands in "
        "the form, and theirs beside it: send it again to put yours in the place of theirs."
    )


def _by(event: Event) -> str:
    """Whose hand it was, where whoever reads this may know."""
    if not withheld.by_others([event]):
        return event.by
    return f"{withheld.ANOTHERS[:1].upper()}{withheld.ANOTHERS[1:]}"
