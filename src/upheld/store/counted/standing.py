"""Where in the journey many rows stand at once: the database groups them by what the firm's table
asks of them, and each group is placed once."""

from collections.abc import Collection
from itertools import product
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Concat

from upheld.core.placing import Given, Placing, What
from upheld.core.words import AllegationKind
from upheld.core.words import Touchpoint as Nature
from upheld.store import models as rows

# Between the parts of a group's name: no item has it.
_BETWEEN = "\x1f"
NATURES = (*Nature, "")
_KINDS = (*AllegationKind, "")
_DIGIT = str.maketrans("123456789", "000000000")


def cases(found: "QuerySet[rows.Case]") -> "QuerySet[Any]":
    """The cases, each with its `standing`: by what was alleged first and of which order."""
    kind, nature = _alleged("pk")
    of = _first(nature, F("order__touchpoint"))
    return found.annotate(standing=_joined(kind, of, F("order__item"), Value("")))


def contacts(found: "QuerySet[rows.Contact]") -> "QuerySet[Any]":
    """The contacts, each with its `standing`: one about a complaint stands where the complaint
    does, any other by its own words."""
    kind, nature = _alleged("case")
    of = _first(nature, F("case__order__touchpoint"))
    said = Case(When(Q(case=None), then=F("summary")), default=None, output_field=TextField())
    return found.annotate(standing=_joined(kind, of, F("case__order__item"), said))


def orders(found: "QuerySet[rows.Order]") -> "QuerySet[Any]":
    """The orders, each with its `standing`: by what it is and what was bought."""
    return found.annotate(standing=_joined(Value(""), F("touchpoint"), F("item"), Value("")))


def placed(what: What, standing: str, by: Placing) -> str:
    """The touchpoint of a group, or nothing. Wordings that differ by a number alone are one."""
    kind, nature, item, said = standing.split(_BETWEEN, 3)
    return by.place(Given(what, kind, nature, item, said.translate(_DIGIT))).touchpoint


def of_order(nature: str, item: str) -> str:
    """The group of the orders of one thing."""
    return _BETWEEN.join(("", nature, item, ""))


def placed_order(nature: str, item: str, by: Placing) -> str:
    return by.place(Given("order", nature=nature, item=item)).touchpoint


def of_complaints(
    what: What, things: Collection[str], touchpoints: Collection[str], by: Placing
) -> list[str]:
    """The groups of all that complaints may be about, of these things, which stand at one of these
    touchpoints: no complaint is read."""
    groups = map(_BETWEEN.join, product(_KINDS, NATURES, (*things, ""), ("",)))
    return [each for each in groups if placed(what, each, by) in touchpoints]


def of_words(
    found: "QuerySet[rows.Contact]", touchpoints: Collection[str], by: Placing
) -> list[str]:
    """The groups of these contacts, which are about no complaint, that stand at one of these
    touchpoints: each by its own words."""
    told = found.order_by().values_list("summary", flat=True).distinct()
    groups = (_BETWEEN.join(("", "", "", said)) for said in told)
    return [each for each in groups if placed("contact", each, by) in touchpoints]


def alleging(groups: Collection[str], case: str) -> Q | None:
    """Of a row that has a case's number as `case`: whether the case alleges what one of these
    groups does; nothing where one alleges nothing."""
    kinds = {each.split(_BETWEEN)[0] for each in groups}
    if "" in kinds:
        return None
    alleged = rows.Allegation.objects.filter(kind__in=sorted(kinds)).order_by()
    return Q(**{f"{case}__in": alleged.values("case")})


def standings(
    found: "QuerySet[Any]", what: What, touchpoints: Collection[str], by: Placing
) -> list[str]:
    """The groups of these rows that stand at one of these touchpoints."""
    told = found.order_by().values_list("standing", flat=True).distinct()
    return [each for each in told if placed(what, each, by) in touchpoints]


def _alleged(case: str) -> tuple[Any, Any]:
    """What was alleged first in a case, and whether of a product or of a service."""
    first = rows.Allegation.objects.filter(case=OuterRef(case)).order_by("pk")
    told = first.annotate(of=KT("facts__touchpoint"))
    return Subquery(told.values("kind")[:1]), Subquery(told.values("of")[:1])


def _first(*parts: Any) -> Any:
    return Coalesce(*(Cast(part, TextField()) for part in parts))


def _joined(*parts: Any) -> Any:
    texts: list[Any] = []
    for part in parts:
        text = Coalesce(Cast(part, TextField()), Value("", output_field=TextField()))
        texts += [text, Value(_BETWEEN)]
    return Concat(*texts[:-1], output_field=TextField())
