"""How a case ended, each time that it did, by what its cause is called in the firm's list."""

from contextlib import suppress
from dataclasses import dataclass

from upheld.store import causes
from upheld.store import models as rows
from upheld.store.policy_files.data_files import BadData


@dataclass(frozen=True, slots=True)
class Ending:
    row: rows.Closing
    cause: str


def endings(case: rows.Case) -> list[Ending]:
    closings = case.closings.all()
    labels: dict[str, str] = {}
    with suppress(BadData):  # while the list cannot be read, each is told by its key
        labels = {cause.key: cause.label for cause in causes.listed()} if closings else {}
    return [Ending(row, labels.get(row.cause, row.cause)) for row in closings]
