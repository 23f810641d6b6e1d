"""The desk under load, from a thousand cases to a million, beside django-helpdesk.

    python -m benchmarks desk                                    1,000 and 20,000 cases
    python -m benchmarks.desk 1000 20000 200000 1000000          all of them

The demo company has more cases than a thousand; a larger store is whole copies of it
(`benchmarks/grown.py`), so that each table says how many cases there were.

The stores and what was measured are kept in `load/` where `UPHELD_VAR` is, so that a run that was
stopped goes on: a larger store is grown from the smaller, and a size that was measured is read and
not asked again. Take the folder away to measure anew. A store of a million is removed once it was
measured: it takes 11 GB or more, and the one beside it as much.

Each house is served by two processes of the same server and asked by one client and by eight, on
SQLite and on PostgreSQL. The clients share the machine's cores with the server, so that eight ask
for more than there is. "Processor" is what the server's processes, PostgreSQL's among them, used
for one page while one client asked: a busy machine does not spoil it as it spoils the clock. How
busy it was is told beside the number of cases: the load of its last minute, before and after. A
page of ours is told with its statements, which must be as many whatever the number of cases: it
ends with an error where they are not.
"""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.aims import Aims
from benchmarks.clock import table
from benchmarks.desk_asked import TIMES, Asked, asked, megabytes, warmed
from benchmarks.desk_houses import PEER, houses, postgres_kept, served
from benchmarks.desk_kept import Measured, kept

_SIZES = (1_000, 20_000)
_TOO_LARGE_TO_KEEP = 500_000
_LIST_MOST, _CASE_MOST = 10, 15


def main(sizes: Sequence[int] = _SIZES) -> None:
    """Prints a table for each size and database."""
    folder = Path(os.environ.get("UPHELD_VAR", "var")).resolve() / "load"
    aims, first, many = Aims(), dict[str, Measured](), list[str]()
    for size in sorted(sizes):
        for kind in ("SQLite", "PostgreSQL"):
            place = folder / kind.lower()
            found = kept(place / f"{size}.json", lambda p=place, s=size: _measured(p, s))  # type: ignore[misc]
            where = f"{kind}, {found.cases:,} cases"
            table(f"{where}, load {found.load}", _HEAD, [*map(_row, found.pages), _memory(found)])
            _hold(aims, where, found, first.setdefault(kind, found))
            many += _too_many(where, found, first[kind])
            if size > _TOO_LARGE_TO_KEEP:
                shutil.rmtree(place / "store", ignore_errors=True)
    aims.show()
    if many:
        raise SystemExit("\n".join(many))


_HEAD = ("", "p50, one client", "p95", "p50, eight clients", "p95", "processor", "statements")


def _row(page: Asked) -> tuple[str, ...]:
    numbers = [each for count in TIMES for each in (page.p50[count], page.p95[count])]
    said = "" if page.statements is None else str(page.statements)
    named = page.page if page.house != PEER else f"{PEER}: {page.page}"
    return named, *(f"{each:,.1f} ms" for each in (*numbers, page.processor)), said


def _memory(found: Measured) -> tuple[str, ...]:
    told = ", ".join(f"{name} {size:,.0f} MB" for name, size in found.memory.items())
    return f"memory of the servers: {told}", "", "", "", "", "", ""


def _hold(aims: Aims, where: str, found: Measured, first: Measured) -> None:
    ours, before = found.ours(), first.ours()
    for page in ("inbox", "case"):
        beside = ours[page].p50[1] / before[page].p50[1]
        used = ours[page].processor / before[page].processor
        aims.most(f"{where}: {page} beside the smallest", beside, 1.5, "times")
        aims.most(f"{where}: {page} beside the smallest, by the processor", used, 1.5, "times")
        aims.most(f"{where}: {page}, p95 at eight clients", ours[page].p95[8], 100, "ms")
    aims.most(f"{where}: search for a rare word", ours["search, a rare word"].p50[1], 50, "ms")
    aims.most(f"{where}: statements of the inbox", ours["inbox"].statements or 0, _LIST_MOST, "")
    aims.most(f"{where}: statements of a case", ours["case"].statements or 0, _CASE_MOST, "")


def _too_many(where: str, found: Measured, first: Measured) -> Iterator[str]:
    """The pages that ask the database more than they may, or more than over few cases."""
    for page, told in found.ours().items():
        most = _CASE_MOST if page == "case" else _LIST_MOST
        now, before = told.statements or 0, first.ours()[page].statements or 0
        if now > most or now > before:
            yield f"{where}: {page}: {now} statements; {before} with fewest cases, at most {most}"


def _measured(place: Path, size: int) -> Measured:
    """The pages of both houses, the memory of their servers, and how many cases ours has."""
    before, found, memory, cases = os.getloadavg()[0], list[Asked](), dict[str, float](), size
    with postgres_kept(place) as (url, database):
        for house in houses(place / "store", url, size):
            cases = house.told.get("cases", cases)
            with served(house, database) as server:
                warmed(house, server)
                found += [asked(house, server, page) for page in house.told["pages"]]
                memory[house.name] = megabytes(server)
    return Measured(found, memory, cases, f"{before:.1f} to {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or _SIZES)
