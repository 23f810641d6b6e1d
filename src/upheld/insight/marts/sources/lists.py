"""The moment of the reading, and the firm's own lists."""

from collections.abc import Iterable, Iterator

from django.db.models import Q

from upheld.store import causes, journey
from upheld.store import models as rows
from upheld.store.policy_files.costs_file import CostsMissing, rates

from .source import AT, N, Reading, Row, S, Source, T, read


def _moment(of: Reading) -> Iterable[Row]:
    return [(of.now,)]


def _touchpoints(of: Reading) -> Iterable[Row]:
    for one in journey.touchpoints():
        yield one.key, one.name, str(one.stage), str(one.nature), one.place, one.retired


def _causes(of: Reading) -> Iterable[Row]:
    try:
        own_doing = set(rates().own_doing)
    except CostsMissing:
        own_doing = set()
    for one in causes.listed():
        yield one.key, one.label, str(one.stage), one.key in own_doing, one.retired


def _themes(of: Reading) -> Iterator[Row]:
    found = rows.Theme.objects.filter(Q(gone_at=None), merged_into=None)
    return read(found, "pk", "name", "head", "cases", "people")


def _personas(of: Reading) -> Iterable[Row]:
    for one in journey.personas():
        yield one.key, one.name, one.designed_for, one.retired


SOURCES: tuple[Source, ...] = (
    Source("kept_moment", {"written_at": AT}, _moment),
    Source(
        "kept_touchpoints",
        {"touchpoint": T, "name": T, "stage": T, "nature": T, "place": N, "retired": S},
        _touchpoints,
    ),
    Source(
        "kept_causes",
        {"cause": T, "label": T, "stage": T, "own_doing": S, "retired": S},
        _causes,
    ),
    Source(
        "kept_themes",
        {"theme": N, "name": T, "head": T, "complaints": N, "people": N},
        _themes,
    ),
    Source(
        "kept_personas",
        {"persona": T, "name": T, "designed_for": S, "retired": S},
        _personas,
    ),
)  # fmt: skip
