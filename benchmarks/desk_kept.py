"""What was measured of one size and database, on the disk, so that it is not measured twice."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.desk_asked import Asked
from benchmarks.desk_houses import OURS


@dataclass(frozen=True, slots=True)
class Measured:
    """The pages of both houses, the MB of their servers, how many cases ours had, and the load."""

    pages: list[Asked]
    memory: dict[str, float]
    cases: int
    load: str

    def ours(self) -> dict[str, Asked]:
        return {each.page: each for each in self.pages if each.house == OURS}


def kept(path: Path, measure: Callable[[], Measured]) -> Measured:
    """From the file; measured and written there where it is not."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        written = json.dumps(asdict(measure()), indent=1)
        path.write_text(written)
    told = json.loads(path.read_text())
    pages = [Asked(**each | _by_clients(each)) for each in told.pop("pages")]
    return Measured(pages, **told)


def _by_clients(page: dict[str, dict[str, float]]) -> dict[str, dict[int, float]]:
    """A key of JSON is a text."""
    return {
        name: {int(count): each for count, each in page[name].items()} for name in ("p50", "p95")
    }
