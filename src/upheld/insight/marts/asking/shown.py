"""What a question is put to: of each mart that it names, what may be told at this moment.

Where something of a mart is kept back, a table of what may be told is made before the question is
planned, and the whole rows are let go. A view before them would not do: the engine works out a
condition as soon as it can, on rows that the view leaves out after it, and whether that ends, and
when, would tell of them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from upheld.insight.marts.declared import BY_NAME, MARTS, Mart

from .views import part_of, plain, set_of, views

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KeptBack = Mapping[str, Sequence[int]]
# What the engine calls the file of the marts, what works on it, and what a question is put to.
_WHOLE, _OWN, _SHOWN = "whole", "memory", "shown"
# Rows of which a table is made at once: beside them no more than what it takes when packed.
_PART = 245_760


def opened(database: str, memory: int) -> "DuckDBPyConnection":
    """The marts for reading alone, in so many megabytes; nothing else can be opened."""
    import duckdb

    duck = duckdb.connect(
        config={
            "memory_limit": f"{memory}MB",
            "threads": 1,
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
        },
    )
    place = database.replace("'", "''")
    duck.execute(f"ATTACH '{place}' AS {_WHOLE} (READ_ONLY)")
    duck.execute(f"ATTACH ':memory:' AS {_SHOWN} (COMPRESS)")
    duck.execute("SET enable_external_access = false")
    duck.execute("SET lock_configuration = true")
    return duck


def in_views(duck: "DuckDBPyConnection", kept_back: _KeptBack) -> None:
    """Every mart as it may be told, each a view: for what we ask ourselves."""
    for name, numbers in kept_back.items():
        table = f"CREATE TABLE {set_of(name)} AS SELECT unnest(?::BIGINT[]) AS n"
        duck.execute(table, [numbers])
    hiding = views(kept_back, f"{_WHOLE}.main")
    for mart in MARTS:
        told = hiding.get(mart.name) or plain(mart, f"{_WHOLE}.main")
        duck.execute(f"CREATE VIEW {mart.name} AS {told}")


def show(duck: "DuckDBPyConnection", named: Collection[str], kept_back: _KeptBack) -> None:
    """These marts for what somebody else asks. To whom something is private, nothing but tables of
    what they may be told is left; who sees all reads the file, where nobody's finding waits."""
    in_views(duck, kept_back)
    hiding, private = views(kept_back, f"{_WHOLE}.main"), bool(kept_back["cases"])
    for mart in map(BY_NAME.__getitem__, sorted(named)):
        if private or mart.name in hiding:
            _make(duck, mart, kept_back)
        else:
            told = plain(mart, f"{_WHOLE}.main")
            duck.execute(f"CREATE VIEW {_SHOWN}.main.{mart.name} AS {told}")
    duck.execute(f"USE {_SHOWN}")
    for place in (_OWN, _WHOLE) if private else (_OWN,):
        duck.execute(f"DETACH {place}")


def _make(duck: "DuckDBPyConnection", mart: Mart, kept_back: _KeptBack) -> None:
    place = f"{_SHOWN}.main.{mart.name}"
    duck.execute(f"CREATE TABLE {place} AS FROM {mart.name} LIMIT 0")
    for told in _parts(duck, mart, kept_back):
        duck.execute(f"INSERT INTO {place} {told}")
        duck.execute(f"CHECKPOINT {_SHOWN}")  # which packs what was written


def _parts(duck: "DuckDBPyConnection", mart: Mart, kept_back: _KeptBack) -> Iterator[str]:
    if mart.sums:
        yield f"FROM {mart.name}"
        return
    (rows,) = duck.execute(f"SELECT count(*) FROM {_WHOLE}.main.{mart.name}").fetchone() or (0,)
    for first in range(0, rows, _PART):
        yield part_of(mart, kept_back, f"{_WHOLE}.main", (first, first + _PART))
