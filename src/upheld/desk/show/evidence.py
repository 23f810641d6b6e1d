"""Evidence as a case page tells it: what it shows, whose it is, and what rests on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat

from upheld.core.evidence import RELIED_ON_BY_FINDING
from upheld.store import models as rows

from .facts import label

# Enough of a hash to compare by eye; the record holds it whole.
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class EvidencePart:
    row: rows.Evidence
    size: str
    sha256: str
    rests: str


def evidence_parts(found: Iterable[rows.Evidence]) -> list[EvidencePart]:
    return [
        EvidencePart(
            row,
            filesizeformat(row.size) if row.size else "",
            row.sha256[:_SHOWN],
            _rests(row.relied_on_by),
        )
        for row in found
    ]


def _rests(relied_on_by: str) -> str:
    if not relied_on_by:
        return ""
    what = "The finding" if relied_on_by == RELIED_ON_BY_FINDING else label(relied_on_by)
    return f"{what} rests on it."
