"""Whose cases somebody sees: what a private team works on is for its own people alone, and for
auditors and administrators.

A case belongs to the team of whoever has it. An edge says who looks (`looking`), and from there on
every query for cases, customers, orders and contacts is narrowed here, in lists, counts, searches,
exports and by number alike. Where something is worked out that must not depend on who looks, such
as a decision, it is asked of the `whole`.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Exists, Manager, Model, OuterRef, QuerySet

from upheld.core.words import Role

T = TypeVar("T", bound=Model, covariant=True)
_SEE_ALL = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class _Looks:
    """Who looks: their number, their team and whether they see everything."""

    team: int | None
    everything: bool

    @cached_property
    def hidden(self) -> frozenset[int]:
        """Whose cases are not theirs to see: people of private teams that they are not in."""
        if self.everything:
            return frozenset()
        private = apps.get_model("store", "Person")._default_manager.filter(team__private=True)
        others = private.exclude(team=self.team) if self.team else private
        return frozenset(others.values_list("pk", flat=True))


_LOOKS: ContextVar[_Looks | None] = ContextVar("looks", default=None)


def look(person: Any) -> None:
    """From here to the end of the block of `whole`, this person looks."""
    role, nothing_private = getattr(person, "role", ""), not getattr(person, "others_private", True)
    _LOOKS.set(_Looks(getattr(person, "team_id", None), role in _SEE_ALL or nothing_private))


@contextmanager
def looking(person: Any) -> Iterator[None]:
    """Inside, this person looks; somebody without a role sees least."""
    with whole():
        look(person)
        yield


@contextmanager
def as_colleagues(owner: Any) -> Iterator[None]:
    """Inside, somebody beside the owner of a case looks, who sees no more than their team does: for
    what is written down once and read by whoever reads the case."""
    with whole():
        _LOOKS.set(_Looks(getattr(owner, "team_id", None), everything=False))
        yield


@contextmanager
def whole() -> Iterator[None]:
    """Inside, nobody looks: what is worked out is the same for everybody. Also a decorator."""
    before = _LOOKS.set(None)
    try:
        yield
    finally:
        _LOOKS.reset(before)


def sees_less(person: Any, other: Any) -> bool:
    """Whether anything is kept from the one that the other sees."""
    with looking(other):
        kept_from_both = _hidden()
    with looking(person):
        return not _hidden() <= kept_from_both


def audience() -> str:
    """A word for everybody who sees what whoever looks sees; empty where nothing is hidden."""
    return _word(_hidden())


def _word(hidden: frozenset[int]) -> str:
    told = ",".join(map(str, sorted(hidden)))
    return hashlib.sha256(told.encode()).hexdigest()[:32] if hidden else ""


def audiences() -> "dict[str, _Looks | None]":
    """Every audience that there is by its word, and how one of them looks: who sees everything,
    who is in no private team, and each private team."""
    teams = apps.get_model("store", "Team")._default_manager.filter(private=True)
    found: dict[str, _Looks | None] = {"": None}
    for team in (None, *teams.values_list("pk", flat=True)):
        looks = _Looks(team, everything=False)
        found.setdefault(_word(looks.hidden), looks)
    return found


@contextmanager
def as_one_of(looks: _Looks | None) -> Iterator[None]:
    """Inside, one of an audience looks, as `audiences` found it: who is hidden stays the same."""
    with whole():
        _LOOKS.set(looks)
        yield


def hides() -> bool:
    """Whether anything is kept from whoever looks."""
    return bool(_hidden())


def _hidden() -> frozenset[int]:
    looks = _LOOKS.get()
    return looks.hidden if looks else frozenset()


def of_cases(found: "QuerySet[T]", path: str = "case") -> "QuerySet[T]":
    """The rows of which no case, by this path, is hidden; and those of no case."""
    hidden = _hidden()
    owner = f"{path}__owner" if path else "owner"
    return found.exclude(**{f"{owner}__in": hidden}) if hidden else found


def of_customers(found: "QuerySet[T]", path: str = "customer") -> "QuerySet[T]":
    """The rows whose customer is theirs to see: whoever has a case that is hidden, and none that
    is not, is hidden too.

    Each row asks for the cases of its own customer: a list of all of them would be made where a
    row is found and not where there is none, and the time of that would tell the two apart."""
    hidden = _hidden()
    return found.exclude(_all_are_kept(hidden, path or "pk")) if hidden else found


@lru_cache(maxsize=64)
def _all_are_kept(hidden: frozenset[int], customer: str) -> Exists:
    """Made once for each way to a customer: a page asks it of dozens of queries."""
    every: Any = apps.get_model("store", "Case").everything
    cases = every.filter(taken_back_at=None).order_by()
    shown = cases.exclude(owner__in=hidden).filter(customer=OuterRef("customer"))
    return Exists(cases.filter(~Exists(shown), owner__in=hidden, customer=OuterRef(customer)))


def others_names() -> "QuerySet[Any, Any]":
    """The names of those whose cases are kept from whoever looks."""
    people: Any = apps.get_model("store", "Person")._default_manager
    found: QuerySet[Any, Any] = people.filter(pk__in=_hidden()).values_list("name", flat=True)
    return found


def of_writers(found: "QuerySet[T]", by: str) -> "QuerySet[T]":
    """The rows that nobody wrote whose cases are hidden, where a row keeps a name and no case."""
    return found.exclude(**{f"{by}__in": others_names()}) if hides() else found


# How each model that is narrowed leads to cases, and to customers.
_LEADS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Case": (("",), ()), "Customer": ((), ("",)), "Order": ((), ("customer",)),
    "Contact": (("case",), ("customer",)), "Conduct": (("case", "contact__case"), ("customer",)),
    "Restriction": (("case",), ("customer",)), "Parting": (("case",), ("customer",)),
    "Commitment": (("case",), ()), "Incoming": (("case",), ()), "Idea": (("case",), ()),
    "Satisfaction": (("case",), ()), "ThemeCase": (("case",), ()), "LetterCase": (("case",), ()),
    "Match": ((), ("one", "other")), "CustomerMerge": ((), ("customer", "into")),
    "CopiedLetter": (("of_letter__case",), ()),
    "PartingAfter": (("parting__case",), ("parting__customer",)),
    "Decision": (("case",), ()), "Letter": (("case",), ()), "Deviation": (("case",), ()),
    "Evidence": (("case",), ()), "Need": (("case",), ()), "FitContest": ((), ("customer",)),
    "FitNote": ((), ("customer",)), "CauseLook": ((), ("customer",)),
    "WayTried": ((), ("customer",)), "Erasure": (("case",), ("customer",)),
    "IdeaFate": (("idea__case",), ()), "Merge": (("case",), ()),
    "LegalHold": (("case",), ("customer",)),
    "RestrictionLook": (("restriction__case",), ("restriction__customer",)),
}  # fmt: skip


def standing(found: "QuerySet[T]") -> "QuerySet[T]":
    """What a manager gives of its model, narrowed to whoever looks."""
    if not _hidden():
        return found
    cases, customers = _LEADS[found.model.__name__]
    for path in cases:
        found = of_cases(found, path)
    for path in customers:
        found = of_customers(found, path)
    return found


class Narrowed(Manager[T]):
    """The rows that are for whoever looks to see."""

    def get_queryset(self) -> "QuerySet[T]":
        return standing(super().get_queryset())


def keeps(owner: int | None) -> bool:
    """Whether the cases that somebody owns are kept from whoever looks."""
    return owner in _hidden()


def kept_cases() -> "QuerySet[Any, Any]":
    """The cases that are kept from whoever looks."""
    every: Any = apps.get_model("store", "Case").everything
    found: QuerySet[Any, Any] = every.filter(owner__in=_hidden())
    return found


def shown(cases: Iterable[int]) -> set[int]:
    """Those of these cases that are theirs to see."""
    asked = set(cases)
    if not asked or not _hidden():
        return asked
    every: Any = apps.get_model("store", "Case").everything
    return set(of_cases(every.filter(pk__in=asked), "").values_list("pk", flat=True))


def keeps_back(customers: "QuerySet[Any, Any]") -> bool:
    """Whether a case of these customers is kept from whoever looks."""
    return hides() and kept_cases().filter(customer__in=customers.values("pk")).exists()


def finds_nothing(model: str, pk: int) -> bool:
    """Whether whoever looks finds no such row, because there is none or because it is hidden.

    An edge asks it before it reads what was sent: else a form that is amiss would be refused as
    amiss where there is nothing and as missing where something is hidden, which tells the two
    apart. It is not asked for who sees everything.
    """
    if not _hidden():
        return False
    kind: Any = apps.get_model("store", model)
    return not standing(kind._base_manager.filter(pk=pk)).exists()
