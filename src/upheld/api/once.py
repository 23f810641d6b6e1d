"""What is sent twice is done once: an Idempotency-Key, and the answer that its first use had.

The name is claimed first; then the act and its answer are one transaction. Whatever stops between
the two leaves nothing done, and the name is free again after a while.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from upheld.core.words import Scope
from upheld.store import claimed, kept_answers
from upheld.store.files import hash_of
from upheld.store.models import ApiKey, KeptAnswer, Person

from . import problems
from .problems import Problem
from .theirs_to_see import names_hidden

HEADER = "Idempotency-Key"
# The pattern that the schema tells, in app.py: no space, which an edge would cut off.
NAME = "^[!-~]+$"
_NAME = re.compile(NAME)
LONGEST = 255
_SECRET = "told_once"
_LARGEST = 1 << 20
_TOLD = ("Content-Type", "ETag", "Location", "Retry-After", "WWW-Authenticate")


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
    row, mine = _claimed(key, name, asked, now)
    return _done(row, act) if mine else _again(row, asked, request)


def _claimed(key: ApiKey, name: str, asked: str, now: datetime) -> tuple[KeptAnswer, bool]:
    kept_answers.forget_old(now)
    row, new = KeptAnswer.objects.get_or_create(
        key=key, name=name, defaults={"asked": asked, "at": now}
    )
    if new:
        return row, True
    lost = KeptAnswer.objects.filter(claimed.lost(now, "at"), pk=row.pk, status=None)
    return row, bool(row.asked == asked and lost.update(at=now))


def _done(row: KeptAnswer, act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        with transaction.atomic():
            answer = act()
            if answer.status_code >= 500:
                raise _Fault(answer)
            _keep(row, answer)
    except _Fault as fault:
        row.delete()  # nothing was done: the same may be tried again
        return fault.answer
    except BaseException:
        row.delete()
        raise
    return answer


class _Fault(Exception):
    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.answer = answer


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
    # Unless it was taken away meanwhile, with an erasure.
    KeptAnswer.objects.filter(pk=row.pk, status=None).update(
        status=answer.status_code, body=answer.content, headers=headers
    )


def _is_long(answer: HttpResponse) -> bool:
    """A file may be all that is held of somebody, and is told anew as it is by then."""
    file = bool(answer.content) and "json" not in answer["Content-Type"]
    return file or len(answer.content) > _LARGEST


def _again(row: KeptAnswer, asked: str, request: HttpRequest) -> HttpResponse:
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
    if row.status is None:
        told = "the first of these requests is still under way: ask again for its answer"
        raise Problem(409, "under-way", told, headers={"Retry-After": "1"})
    if names_hidden(_sent(request), bytes(row.body)):
        told = "this was answered, and what it is about is no longer yours to see"
        raise Problem(409, "kept-back", told)
    headers = {**row.headers, "Idempotency-Replayed": "true"}
    return HttpResponse(bytes(row.body), status=row.status, headers=headers)


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
