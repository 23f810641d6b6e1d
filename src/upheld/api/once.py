"""What is sent twice is done once: an Idempotency-Key, and the answer that its first use had.

The name is claimed first. No transaction is held around the act, which may read a model or the
records of the firm: that it was done is kept with what it records or, without an event, with what
it writes, in its own transaction, and its answer after it. Whatever stops before leaves nothing
done, and the name is free again after a while; whatever stops between the two leaves it done, and a
repeat is told so.
"""

import hashlib
import logging
import re
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from upheld.core.words import Scope
from upheld.store import kept_answers
from upheld.store.files import hash_of
from upheld.store.models import ApiKey, KeptAnswer, Person
from upheld.store.record import events

from . import filed, problems
from .access import is_everybodys, place
from .problems import Problem
from .theirs_to_see import names_hidden

HEADER = "Idempotency-Key"
# The pattern that the schema tells, in app.py: no space, which an edge would cut off.
NAME = "^[!-~]+$"
_NAME = re.compile(NAME)
LONGEST = 255
_SECRET = "told_once"
_LOOK = f"look what came of it, and if it is to be done again, give it a new {HEADER}"
_LARGEST = 1 << 20
_TOLD = ("Content-Type", "ETag", "Location", "Retry-After", "WWW-Authenticate", filed.HEADER)


def once(
    request: HttpRequest, key: ApiKey, now: datetime, act: Callable[[], HttpResponse]
) -> HttpResponse:
    """The answer of `act`, or the one that it had before. Raises Problem 409, 422 or 400."""
    name = request.headers.get(HEADER)
    if request.method != "POST" or name is None:
        return act()
    if len(name) > LONGEST or not _NAME.fullmatch(name):
        told = f"{HEADER} has 1 to {LONGEST} printable ASCII signs and no space: a UUID will do"
        raise Problem(400, "idempotency-key", told)
    asked = _fingerprint(request, key.person, Scope.READ in key.scopes)
    kept_under = _kept_under(request, key, name, asked)
    row, mine = kept_answers.claim(key, kept_under, asked, now)
    return _done(row, act) if mine else _again(row, asked, request, now)


def _kept_under(request: HttpRequest, key: ApiKey, name: str, asked: str) -> str:
    """By a key that strangers have, two who send different things under one name are two: else
    whoever guesses a name has taken it. So are two of different networks: the answer opens what was
    filed for files."""
    if not is_everybodys(key):
        return name
    return hashlib.sha256(f"{name}\n{place(request)}\n{asked}".encode()).hexdigest()


def _done(row: KeptAnswer, act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        with events.with_each(lambda: _is_done(row)):
            answer = act()
    except BaseException:
        kept_answers.let_go(row)
        raise
    if _is_an_answer(answer.status_code, row.key):
        _keep(row, answer)
    elif not kept_answers.let_go(row):
        _keep(row, problems.answered(_lost()))
        told = f"something is wrong on our side, after it was done or begun: {_LOOK}"
        return problems.answered(Problem(500, "fault", told))
    return answer


def _is_an_answer(status: int, key: ApiKey) -> bool:
    """What is refused is one too, but not what comes too often, nor by a key that strangers have:
    there it counts for nothing, and nothing of it is kept."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return False
    return status < (400 if is_everybodys(key) else 500)


def _is_done(row: KeptAnswer) -> None:
    try:
        kept_answers.done(row)
    except kept_answers.ClaimLost:
        raise _under_way() from None


def told_once(response: HttpResponse) -> None:
    """What this answer holds is kept nowhere: a repeat is told that it was done, and no more."""
    vars(response)[_SECRET] = True


def _keep(row: KeptAnswer, answer: HttpResponse) -> None:
    if _SECRET in vars(answer):
        told = "this was done, and its secret was told once: end it, and add another"
        answer = problems.answered(Problem(409, "told-once", told))
    elif _is_long(answer):
        told = (
            "this was done, and its answer, a file or a long one, is not kept: read what came of "
            f"it, or ask for the file with a new {HEADER}"
        )
        where = {"Location": answer["Location"]} if "Location" in answer else {}
        answer = problems.answered(Problem(409, "not-kept", told, headers=where))
    headers = {name: answer[name] for name in _TOLD if name in answer}
    try:
        kept_answers.keep(row, answer.status_code, answer.content, headers)
    except DatabaseError:  # it was done, and whoever asked is told what came of it all the same
        logging.getLogger(__name__).exception("an answer of the API could not be kept")


def _is_long(answer: HttpResponse) -> bool:
    """A file may be all that is held of somebody, and is told anew as it is by then."""
    file = bool(answer.content) and "json" not in answer["Content-Type"]
    return file or len(answer.content) > _LARGEST


def _again(row: KeptAnswer, asked: str, request: HttpRequest, now: datetime) -> HttpResponse:
    if row.asked != asked:
        told = (
            f"this {HEADER} was used for another request, or under another role, team or scope: "
            "give each request one of its own"
        )
        raise Problem(422, "idempotency-key-reused", told)
    if row.status == kept_answers.GONE:
        told = (
            "this was asked before, and somebody was erased since, with every answer of the day: "
            f"look whether it was done; if it was not, give it a new {HEADER}"
        )
        raise Problem(409, "answer-erased", told)
    if row.status in (None, kept_answers.DONE):
        raise _lost() if kept_answers.is_lost(row, now) else _under_way()
    if names_hidden(_sent(request), bytes(row.body)):
        told = "this was answered, and what it is about is no longer yours to see"
        raise Problem(409, "kept-back", told)
    headers = {**row.headers, "Idempotency-Replayed": "true"}
    return HttpResponse(bytes(row.body), status=row.status, headers=headers)


def _under_way() -> Problem:
    told = "the first of these requests is still under way: ask again for its answer"
    return Problem(409, "under-way", told, headers={"Retry-After": "1"})


def _lost() -> Problem:
    return Problem(409, "answer-lost", f"this was done or begun, and its answer was lost: {_LOOK}")


def _sent(request: HttpRequest) -> bytes:
    return b"" if request.content_type == "multipart/form-data" else request.body


def _fingerprint(request: HttpRequest, by: Person, reads: bool) -> str:
    """What makes two requests the same: their address, the version that was read, and all that
    they say; and as what their person asks, and whether the key reads, since an answer is what a
    role, a team and such a key may see.

    A form with files is cut apart by a mark that a program chooses anew: its parts are compared.
    """
    read = request.headers.get("If-Match", "")
    asked = f"{request.get_full_path()}\n{request.content_type}\n{read}\n"
    asked += f"{by.role}\n{by.team_id}\n{reads}\n"
    digest = hashlib.sha256(asked.encode())
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.hexdigest()
    digest.update(request.POST.urlencode().encode())
    for name, several in sorted(request.FILES.lists()):
        for file in several:
            digest.update(f"\n{name}\n{file.name}\n{hash_of(file)}".encode())
    return digest.hexdigest()
