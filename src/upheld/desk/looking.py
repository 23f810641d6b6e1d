"""Whoever reads what is sensitive in the desk is written down, by the address that was read."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from upheld.core.looking import Sensitive, Way
from upheld.store.record import looked
from upheld.store.record.looked import Reading

from .views.asking import known_of, now, person

_CASE, _CUSTOMER, _MAIL, _NOBODY = "case_id", "pk", "incoming_id", ""
_WHOSE = {_CASE: "case", _CUSTOMER: "customer", _MAIL: "mail"}
# The addresses that show it, what they show, and which part of the address says whose it is.
READ: Mapping[str, tuple[Sensitive, str]] = {
    "case": (Sensitive.VULNERABILITY, _CASE),
    "theirs": (Sensitive.VULNERABILITY, _CASE),
    "customer": (Sensitive.VULNERABILITY, _CUSTOMER),
    "conduct": (Sensitive.CONDUCT, _NOBODY),
    "conduct_record": (Sensitive.CONDUCT, _CUSTOMER),
    "parting": (Sensitive.CONDUCT, _CUSTOMER),
    "partings": (Sensitive.CONDUCT, _NOBODY),
    "mail_raw": (Sensitive.RAW_MAIL, _MAIL),
    "mail_file": (Sensitive.RAW_MAIL, _MAIL),
    "message": (Sensitive.RAW_MAIL, _MAIL),
    "evidence_file": (Sensitive.FILE, _CASE),
    "their_data": (Sensitive.ALL_DATA, _CUSTOMER),
    "exceptions_file": (Sensitive.EXPORT, _NOBODY),
    "import_rejected": (Sensitive.EXPORT, _NOBODY),
    "return_file": (Sensitive.EXPORT, _NOBODY),
    "question_ask": (Sensitive.QUESTION, _NOBODY),
    "question_file": (Sensitive.EXPORT, _NOBODY),
}
_READ_BY = ("GET", "HEAD")
# A form is sent for these, and its answer shows it.
_BY_FORM = ("their_data", "question_ask", "question_file")


class WrittenDown:
    """After a page was shown: one that was refused showed nothing."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        reading = _reading(request) if response.status_code == HTTPStatus.OK else None
        if reading and request.user.is_authenticated:
            by = person(request)
            looked.note(reading, Way.DESK, by, by.name, now())
        return response


def _reading(request: HttpRequest) -> Reading | None:
    match = request.resolver_match
    name = match.url_name if match and match.namespace == "desk" else None
    if match is None or name is None or name not in READ:
        return None
    what, part = READ[name]
    if request.method not in _READ_BY and name not in _BY_FORM:
        return None
    if known := known_of(request):
        return Reading(what, **known)
    told = {whose: match.kwargs[part]} if (whose := _WHOSE.get(part)) else {}
    return Reading(what, **told)
