"""Where in the journey each order, contact and complaint belongs, by policies/journey."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT

from upheld.core.journey import Touchpoint
from upheld.core.placing import Given, Meaning, Placed, Placing
from upheld.tables import Policy, load
from upheld.tables.problems import unknown

from . import journey
from . import models as rows
from .made_once import made_once
from .policy_files.data_files import read, read_rows

_OF = ("item", "said")


@made_once
def placing() -> Placing:
    """The table as it stands, over the touchpoints in use. Raises PolicyError or BadData."""
    return over(journey.touchpoints())


def over(touchpoints: Iterable[Touchpoint]) -> Placing:
    """The table over these touchpoints, but for the retired. Raises PolicyError or BadData."""
    policy, meanings = placing_files()
    return Placing(policy, meanings, {each.key for each in touchpoints if not each.retired})


@cache
def placing_files() -> tuple[Policy, tuple[Meaning, ...]]:
    """The table, and the words that it reads. Raises PolicyError or BadData."""
    folder = Path(settings.POLICIES) / "journey"
    policy, words = load(folder), folder / "words.csv"
    made = partial(_meaning, policy)
    told = enumerate(read_rows(words), 2)
    return policy, tuple(read(words, number, partial(made, row)) for number, row in told)


def _meaning(policy: Policy, row: Mapping[str, str]) -> Meaning:
    found = Meaning(row["of"], row["means"], row["words"].strip().lower())
    if found.of not in _OF:
        raise ValueError(f"of: {unknown(found.of, _OF)}")
    if found.means not in policy.inputs[found.of].values:
        raise ValueError(f"means: {unknown(found.means, policy.inputs[found.of].values)}")
    if not found.words:
        raise ValueError("words: write the words that mean it")
    return found


def orders(found: "QuerySet[rows.Order]", by: Placing) -> Iterator[tuple[int, Placed]]:
    """Each order's number here and where it belongs, in one statement."""
    for pk, item, nature in found.order_by().values_list("pk", "item", "touchpoint").iterator():
        yield pk, by.place(Given("order", nature=nature, item=item))


def cases(found: "QuerySet[rows.Case]", by: Placing) -> Iterator[tuple[int, Placed]]:
    """Each case and where it belongs, by what was alleged first, in one statement."""
    told = found.order_by().annotate(**_alleged("pk"), item=F("order__item"))
    told = told.annotate(ordered=F("order__touchpoint"))
    names = ("pk", "kind", "nature", "ordered", "item")
    for pk, kind, nature, ordered, item in told.values_list(*names).iterator():
        yield pk, by.place(Given("complaint", kind or "", nature or ordered or "", item or ""))


def contacts(found: "QuerySet[rows.Contact]", by: Placing) -> Iterator[tuple[int, Placed]]:
    """Each contact and where it belongs: on the touchpoint of its case, else by its words."""
    told = found.order_by().annotate(**_alleged("case"), item=F("case__order__item"))
    told = told.annotate(ordered=F("case__order__touchpoint"))
    names = ("pk", "kind", "nature", "ordered", "item", "summary")
    for pk, kind, nature, ordered, item, said in told.values_list(*names).iterator():
        given = Given("contact", kind or "", nature or ordered or "", item or "", said)
        yield pk, by.place(given)


def _alleged(case: str) -> dict[str, Subquery]:
    """What was alleged first in a case, and whether of a product or of a service."""
    first = rows.Allegation.objects.filter(case=OuterRef(case)).order_by("pk")
    told = first.annotate(of=KT("facts__touchpoint"))
    return {"kind": Subquery(told.values("kind")[:1]), "nature": Subquery(told.values("of")[:1])}
