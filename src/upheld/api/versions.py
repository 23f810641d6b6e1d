"""Nobody writes over what they have not read: a version on what is read, asked for when it is
written (RFC 9110, If-Match)."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, Model, QuerySet
from django.http import HttpRequest, HttpResponse

from upheld.core.words import CaseId, Scope
from upheld.steps import may
from upheld.steps.letters import LetterBlocked, keep_blocked
from upheld.store import drafts, load
from upheld.store.imports import runs as import_runs
from upheld.store.merged import as_one
from upheld.store.models import Customer, Event, Import, PolicyDraft
from upheld.store.record import events
from upheld.store.sql.asked_again import AskedAgain

from .access import by, has
from .problems import Problem
from .told.base import Versioned, mark
from .told.record import events as events_told

T = TypeVar("T")
HEADER = "If-Match"
# The patterns that the schema tells, in routes/base.py: any version that was read, and any at all.
READ_VERSION = r'^"?[0-9a-f]{1,20}"?$'
VERSION = r'^(\*|"?[0-9a-f]{1,20}"?)$'
_VERSION = re.compile(VERSION)
_ANY = "*"
_QUOTE = '"'


def case_as_read(
    request: HttpRequest,
    case_id: CaseId,
    needed: bool = False,
    hold: Callable[[CaseId], object] = load.case,
) -> AbstractContextManager[object]:
    """The case is held and is what the program read; `hold` holds more of what is written with it.
    Raises Problem 412 with what happened since, 428 where a version is `needed` and none was given,
    CaseMissing."""
    return held_as_read(request, case_id, hold, needed)


@contextmanager
def held_as_read(
    request: HttpRequest, case_id: CaseId, hold: Callable[[CaseId], T], needed: bool = False
) -> Iterator[T]:
    """The same, with what `hold` gives."""
    with _whole():
        held, read = hold(case_id), _asked(request, needed)
        if read is not None and read != (is_now := case_version(case_id)):
            raise _overtaken(request, read, is_now, _since(case_id, read))
        yield held


@contextmanager
def _whole() -> Iterator[None]:
    """One transaction. That a letter was held back is recorded after all else was taken back."""
    try:
        with transaction.atomic():
            yield
    except LetterBlocked as blocked:
        keep_blocked(blocked)
        raise


def case_version(case_id: CaseId) -> str:
    """The number of the newest event of the case: every act on it adds one."""
    newest = [number for (number,) in _NEWEST(case_id)]
    return f'"{max(newest, default=0)}"'


def _newest(case_id: CaseId) -> "QuerySet[Event, Any]":
    # By a group of one: PostgreSQL would look for the maximum from the end of the whole record.
    of_case = Event.objects.filter(case=case_id).order_by().values("case")
    return of_case.annotate(newest=Max("number")).values_list("newest")


_NEWEST = AskedAgain(_newest)


def _since(case_id: CaseId, read: str | None) -> list[dict[str, Any]]:
    """Theirs, beside what the program sent: each act since the version that it read."""
    number = (read or "").strip('"')
    if not number.isdigit() or len(number) > 18:
        return []
    happened = Event.objects.filter(case=case_id, number__gt=int(number)).select_related("case")
    names = {"number", "kind", "by", "at", "data"}
    return [
        each.model_dump(mode="json", include=names) for each in events_told(list(happened[:100]))
    ]


@contextmanager
def draft_as_read(
    request: HttpRequest, draft_id: int, named: bool = False
) -> Iterator[PolicyDraft]:
    """The draft is held and is what the program read; where it is to be `named`, any version will
    not do. Raises as `case_as_read` does."""
    with transaction.atomic():
        draft = drafts.held(draft_id)
        check_draft(request, draft, named)
        yield draft


def check_draft(request: HttpRequest, draft: PolicyDraft, named: bool = False) -> None:
    """The draft is what the program read. Raises as `case_as_read` does."""
    read, is_now = _asked(request, True, named), draft_version(draft)
    if read not in (None, is_now):
        edits = draft.edits.select_related("by").order_by("-number")[:20]
        since = [{"number": e.number, "by": e.by.name, "words": e.words} for e in edits]
        raise _overtaken(request, read, is_now, since)


def draft_version(draft: PolicyDraft) -> str:
    return mark([draft.state, drafts.mark_of(draft)])


@contextmanager
def customer_as_read(request: HttpRequest, customer_id: int) -> Iterator[None]:
    with transaction.atomic():
        read, there = _asked(request, True), load.customer(customer_id)
        is_now = customer_version(there, as_one.leads([there]).get(customer_id))
        if read not in (None, is_now):
            raise _overtaken(request, read, is_now, [])
        yield


@contextmanager
def import_as_read(request: HttpRequest, import_id: int, needed: bool = False) -> Iterator[None]:
    """The import is held and is what the program read. Raises as `case_as_read` does."""
    with transaction.atomic():
        read, is_now = _asked(request, needed), import_version(import_runs.found(import_id))
        if read not in (None, is_now):
            raise _overtaken(request, read, is_now, [])
        yield


@contextmanager
def listed_as_read(
    request: HttpRequest, told: type[Versioned], find: Callable[[], Any], needed: bool = False
) -> Iterator[None]:
    """What `find` gives, one of a list that the firm keeps, is what the program read; None is
    nobody's to write over. Raises as `case_as_read` does, with what stands there now."""
    with _whole():
        events.hold()
        if (found := find()) is not None:
            there = told.model_validate(found)
            read = _asked(request, needed)
            if read not in (None, there.version):
                raise _overtaken(request, read, there.version, [there.model_dump(mode="json")])
        yield


def import_version(row: Import) -> str:
    """How it is read and whether it was begun; how far it came since is no other version."""
    names = ("state", "dry", "mapping", "regime", "complaint_kind", "made_at")
    return mark([getattr(row, name) for name in names])


def customer_version(customer: Customer, leads_to: int | None) -> str:
    """To whom they lead is a part of it as whoever looks knows them (store/merged/as_one.py)."""
    return mark(_columns(customer) | {"merged_into_id": leads_to})


def _columns(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def unversioned(request: HttpRequest) -> None:
    """What is asked has no version: one that is named cannot be checked, and is not passed over.
    Raises Problem 400."""
    if request.headers.get(HEADER, _ANY) != _ANY:
        told = f"nothing here has a version to be checked, and nothing was done: leave {HEADER} out"
        raise Problem(400, "version", told)


def _asked(request: HttpRequest, needed: bool, named: bool = False) -> str | None:
    """The version that was read; None where any will do, and it is not to be `named`. It answers
    with what happened since: not to whoever may read nothing."""
    may.check("read", by(request))
    told = request.headers.get(HEADER)
    if (told is None and needed) or (told == _ANY and named):
        text = f"say which version you read: send its ETag as {HEADER}{', and not *' * named}"
        raise Problem(428, "version-needed", text)
    if told is not None and not _VERSION.fullmatch(told):
        raise Problem(400, "version", f"{HEADER} is an ETag that was read, with its quotes, or *")
    return None if told in (None, _ANY) else _quoted(told)


def _quoted(told: str) -> str:
    """A version with its quotes; who copies it from a body may lose them."""
    return f'"{told.strip(_QUOTE)}"'


def _overtaken(
    request: HttpRequest, read: str | None, is_now: str, since: list[dict[str, Any]]
) -> Problem:
    """What happened since holds letters and notes: it is told to a key that may read them."""
    told = "somebody changed it since you read it: look at what happened, and send yours again"
    shown = since if has(request, Scope.READ) else []
    return Problem(
        412, "overtaken", told, headers={"ETag": is_now}, read=read, now=is_now, since=shown
    )


def tagged(response: HttpResponse, version: str) -> None:
    response["ETag"] = version
