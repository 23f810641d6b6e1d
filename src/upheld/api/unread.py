"""What a key without `read` is told of what it did: that it was done, what that is called, and its
version; nothing that stands in a record."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from upheld.core.document import DocumentError
from upheld.core.intake import IntakeError
from upheld.core.outgoing import AddressRefused
from upheld.core.spans import SpanError
from upheld.core.words import Scope
from upheld.steps.choose_topic import TopicError
from upheld.steps.investigate import NoReason
from upheld.store.files import FileRefused
from upheld.store.policies import PolicyMissing

from . import filed, problems
from .access import has, key
from .problems import Problem
from .whose import WhoseUnclear

_TOLD = ("ETag", "Location", filed.HEADER)
# The version of a case is the number of an event, and so how much the firm does: of no use to a key
# that files and does nothing else, which everybody has.
_TOLD_A_FORM = ("Location", filed.HEADER)
_READS = frozenset({"GET", "HEAD"})
_WHY = "a key with the scope read is told why"
# What a refusal of these kinds says may be what stands in a case, or of whom it is.
_WITHHELD = {
    "not-allowed": f"whom this key acts as may not do this: {_WHY}",
    "conflict": f"it does not fit what there is by now: {_WHY}",
    "stale-decision": f"it was decided by now, or never as it is read: {_WHY}",
    "to-mend": f"it cannot be taken as it stands beside what there is: {_WHY}",
}
# These speak of what was sent, and of nothing else.
_OF_WHAT_WAS_SENT = (
    AddressRefused, DocumentError, FileRefused, IntakeError, NoReason, PolicyMissing, SpanError,
    TopicError, WhoseUnclear,
)  # fmt: skip


def bare(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer to a write, as this key may have it."""
    reads = request.method in _READS or has(request, Scope.READ)
    if reads or answer.status_code >= HTTPStatus.MULTIPLE_CHOICES:
        return answer
    files_alone = set(key(request).scopes) == {Scope.FILE}
    told = _TOLD_A_FORM if files_alone else _TOLD
    headers = {name: answer[name] for name in told if name in answer}
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)


def problem(error: Exception) -> Problem | None:
    """The problem that an error is, without what it says of a record."""
    found = problems.of(error)
    if found is None or isinstance(error, _OF_WHAT_WAS_SENT) or found.kind not in _WITHHELD:
        return found
    told = _WITHHELD[found.kind]
    return Problem(found.status, found.kind, told, headers=found.headers, **found.more)
