"""Whoever reads what is sensitive by a program is written down, by the address that was read."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from django.http import HttpRequest

from upheld.core.looking import Sensitive, Way
from upheld.store.record import looked
from upheld.store.record.looked import Reading

from .access import Asked
from .told.record import EventTold

_CASE, _CUSTOMER = r"/cases/(?:UP-)?(?P<case>\d+)", r"/customers/(?P<customer>\d+)"
READ = tuple(
    (re.compile(f"/api/v1{path}"), what)
    for path, what in (
        (rf"{_CASE}/evidence/\d+/file", Sensitive.FILE),
        (rf"{_CASE}(?:/theirs|/links|/links/end)?", Sensitive.VULNERABILITY),
        (_CUSTOMER, Sensitive.VULNERABILITY),
        (rf"{_CUSTOMER}/conduct", Sensitive.CONDUCT),
        (rf"{_CUSTOMER}/parting", Sensitive.CONDUCT),
        (rf"{_CUSTOMER}/data", Sensitive.ALL_DATA),
        (r"/conduct", Sensitive.CONDUCT),
        (r"/partings", Sensitive.CONDUCT),
        (r"/mail/(?P<mail>\d+)(?:/raw|/files/\d+)?", Sensitive.RAW_MAIL),
        (r"/imports/\d+/(?:rejected|problems)", Sensitive.EXPORT),
        (r"/returns/.+/file", Sensitive.EXPORT),
        (r"/marts/answers", Sensitive.QUESTION),
    )
)
# What is asked by sending something, and answered at once. A customer, or what somebody needs, is
# told to whoever writes as well: with nothing to write, they would read it unseen.
_BY_SENDING = (Sensitive.ALL_DATA, Sensitive.QUESTION, Sensitive.VULNERABILITY)


def read(request: Asked) -> None:
    """Writes down what this request showed, where that is sensitive."""
    for pattern, what in READ:
        if found := pattern.fullmatch(request.path_info.rstrip("/")):
            if request.method == "GET" or what in _BY_SENDING:
                told: dict[str, Any] = {
                    name: int(number) for name, number in found.groupdict().items()
                }
                by = request.key.person
                looked.note(Reading(what, **told), Way.API, by, by.name, request.at)
            return


def listed(request: HttpRequest, customers: Collection[int]) -> None:
    """Writes down those of a list's customers of whom it told that they are vulnerable."""
    if customers:
        asked = cast(Asked, request)
        looked.note_listed(customers, Way.API, asked.key.person, asked.at)


def in_events(told: Iterable[EventTold]) -> set[int]:
    """The customers of whom these events tell it."""
    return {each.data["customer"] for each in told if _tells(each.data)}


def _tells(data: Mapping[str, Any]) -> bool:
    states = (data.get("before"), data.get("after"))
    return "customer" in data and any(
        isinstance(each, Mapping) and each.get("vulnerable") is True for each in states
    )
