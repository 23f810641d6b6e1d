"""The index as a file in the firm's data directory: written whole or not at all, and only read."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from upheld.insight import held

from .index import Index, Segment
from .model import Model
from .reading import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LAYOUT = 1
_OF_MODEL = ("idf", "meaning", "weights", "intercept")
_OF_ROWS = ("cases", "decisions", "labels", "starts", "rows", "row_weights", "places")


class BadIndex(ValueError):
    """A file that is no index of ours; the message says what to do."""


def place() -> Path:
    return Path(settings.VAR) / "precedents" / "index.npz"


def save(index: Index, path: Path) -> None:
    """Writes what was learnt and the rows that it was made with."""
    model, rows = index.model, index.segments[0]
    told = {
        "layout": _LAYOUT,
        "version": index.version,
        "terms": list(model.words.columns),
        "labels": model.labels,
        "facts": model.facts,
    }
    arrays = {
        "idf": model.words.idf, "meaning": model.meaning, "weights": model.weights,
        "intercept": model.intercept, "cases": rows.cases, "decisions": rows.decisions,
        "labels": rows.labels, "starts": rows.starts, "rows": rows.rows,
        "row_weights": rows.weights, "places": rows.places,
    }  # fmt: skip
    held.keep(path, told, arrays, packed=False)


def load(path: Path) -> Index | None:
    """The index kept in a file, read once for each time it is written; None without one.

    Raises BadIndex for any other file. Nothing in it is run: arrays and JSON, no pickle.
    """
    try:
        written = path.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _read(path, written)


@lru_cache(maxsize=1)
def _read(path: Path, _written: int) -> Index:
    try:
        return _checked(*held.read(path, (*_OF_MODEL, *_OF_ROWS)))
    except held.UNREADABLE as error:
        why = held.why(error)
        raise BadIndex(f"{path}: no index ({why}): run `upheld precedents --learn`") from None


def _checked(told: Mapping[str, Any], arrays: Mapping[str, "NDArray[Any]"]) -> Index:
    if told["layout"] != _LAYOUT:
        raise ValueError(f"layout {told['layout']}")
    terms, labels = _names(told["terms"]), _names(told["labels"])
    facts = {str(fact): int(row) for fact, row in told["facts"].items()}
    columns = {term: column for column, term in enumerate(terms)}
    _check_shapes(arrays, len(terms), len(labels), facts)
    words = Vocabulary(columns, arrays["idf"])
    learnt = arrays["meaning"], labels, facts, arrays["weights"], arrays["intercept"]
    rows = Segment(*(arrays[name] for name in _OF_ROWS))
    return Index(Model(words, *learnt), str(told["version"]), (rows,))


def _check_shapes(
    arrays: Mapping[str, "NDArray[Any]"], terms: int, labels: int, facts: Mapping[str, int]
) -> None:
    many, directions = len(arrays["cases"]), arrays["meaning"].shape[-1]
    wanted: dict[str, tuple[int, ...]] = {
        "idf": (terms,), "intercept": (labels,), "decisions": (many,), "labels": (many,),
        "starts": (terms + 1,), "row_weights": arrays["rows"].shape,
        "meaning": (terms, directions), "places": (many, directions),
        "weights": (terms + len(facts), labels),
    }  # fmt: skip
    held.check_shapes(arrays, wanted)
    if any(not terms <= row < terms + len(facts) for row in facts.values()):
        raise ValueError("a fact has no weights")
    starts, rows = arrays["starts"], arrays["rows"]
    if many and len(rows) and not (rows.min() >= 0 and rows.max() < many):
        raise ValueError("a list names a case that is not there")
    if starts[0] != 0 or starts[-1] != len(rows) or (starts[1:] < starts[:-1]).any():
        raise ValueError("the lists do not follow each other")


def _names(told: Sequence[Any]) -> tuple[str, ...]:
    return tuple(map(str, told))
