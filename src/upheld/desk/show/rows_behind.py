"""The addresses of the rows behind a figure, and in words what such an address asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from upheld.core.words import Outcome
from upheld.store.brought import By
from upheld.store.counted.of_customers import BROUGHT, NOTHING

_ASKED = {by: name for name, by in BROUGHT.items()}
_SAID = {
    "came_by": "Came by {}",
    "campaign": "Brought by {}",
    "promise": "Promised: {}",
    "persona": "Persona: {} (whoever waits for a finding is left out)",
    "has": "A contact caused by {}",
    "customer": "Of one customer",
    "touchpoint": "At: {}",
    "quarter": "In {}",
    "nature": "At every {}",
    "case": "About no complaint",
    "from": "From {}",
    "to": "To {}",
    "what": "{} in these days",
    "outcome": "Our answer: {}",
    "clock": "Due: {}",
    "wrong": "{}",
    "area": "Areas: {}",
    "elsewhere": "Outside the areas {}",
    "late": "Late or not come",
    "joined": "Whose day of joining is known",
}
_CAUSED = {"firm": "us", "customer": "the customer", "neutral": "neither"}
_NATURES = {"product": "hand-off", "service": "handshake"}
_HAPPENED = {
    "received": "Received",
    "decided": "Decided",
    "answered": "First answered",
    "due": "Due by what binds us",
    "missed": "Missed what binds us",
    "aimed": "Due by a target of ours",
    "late": "Missed a target of ours",
    "differs": "Said to differ from like cases",
    "unfollowed": "Found not to be followed",
}
_WRONG = {
    "again": "Answered again",
    "back": "Contested or opened again",
    "outside": "Changed by an outside body",
    "held": "Held back by a check before it left",
}
_OUTCOMES = {each.value: each.value.replace("_", " ") for each in Outcome}
_WORDS = {
    "has": _CAUSED, "nature": _NATURES, "what": _HAPPENED, "outcome": _OUTCOMES, "wrong": _WRONG,
}  # fmt: skip


def brought(by: By, key: str) -> dict[str, str]:
    return {_ASKED[by]: key or NOTHING}


def customers(asked: Mapping[str, str]) -> str:
    return f"{reverse('desk:customers')}?{urlencode(asked)}"


def orders(asked: Mapping[str, str]) -> str:
    return f"{reverse('desk:orders')}?{urlencode(asked)}"


def complaints(asked: Mapping[str, str]) -> str:
    return f"{reverse('desk:complaints')}?{urlencode(asked)}"


def contacts(asked: Mapping[str, str]) -> str:
    return f"{reverse('desk:contacts')}?{urlencode(asked)}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter that no field of the form holds: what it says, and the address without it."""

    name: str
    value: str
    words: str
    without: str


def beside_the_form(
    query: QueryDict, names: Iterable[str], called: Mapping[str, str]
) -> list[Asked]:
    """The filters of these names in words; `called` gives the names of keys."""
    told = []
    for name in names:
        value = query.get(name, "")
        if not value:
            continue
        known = _WORDS.get(name, called).get(value)
        words = "nothing written down" if value == NOTHING else known or value
        told.append(Asked(name, value, _SAID[name].format(words), without(query, name)))
    return told


def without(query: QueryDict, *names: str, **changes: str) -> str:
    """This address, with some of what it asks left out or changed."""
    changed = query.copy()
    for name in (*names, *changes, "page"):
        changed.pop(name, None)
    for name, value in changes.items():
        changed[name] = value
    return f"?{changed.urlencode()}"
