"""The store written down, the marts made of it, and a manifest that says which are the newest.

A building lies in a folder of its own. It becomes the newest by one rename, so that whoever reads
has all of one moment; the one before it stays until the next, for those who still read it.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from . import duck
from .export import export
from .written import Written

Engine = Literal["duckdb", "spark"]
Tell = Callable[[str], None]
_MANIFEST = "manifest.json"
_SOURCES, _MARTS, _DATABASE = "store", "marts", "marts.duckdb"


class Busy(RuntimeError):
    """Somebody makes the marts there at this moment; the message says so."""


class NoMarts(LookupError):
    """Nothing was built there yet; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Built:
    """One building: of which moment of the store, by which engine, and what lies in it."""

    folder: Path
    at: datetime
    engine: str
    sources: tuple[Written, ...]
    marts: tuple[Written, ...]

    @property
    def database(self) -> Path:
        return self.folder / _DATABASE

    def mart(self, name: str) -> Path:
        return self.folder / _MARTS / name


def build(
    to: Path, now: datetime, engine: Engine = "duckdb", tell: Tell = lambda sentence: None
) -> Built:
    """Writes the store and its marts below `to`, whole or not at all. Raises Busy."""
    with alone(to):
        return _build(to, now, engine, tell)


@contextmanager
def alone(to: Path) -> Iterator[None]:
    """One building at a time: the system lets go of a process that ends, however it does."""
    to.mkdir(parents=True, exist_ok=True)
    with (to / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"{to}: somebody makes the marts there now: wait for them") from None
        yield


def _build(to: Path, now: datetime, engine: Engine, tell: Tell) -> Built:
    folder = to / f"{now:%Y%m%dT%H%M%S%f}"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        tell("Writing the store down")
        sources = export(folder / _SOURCES, now)
        tell(f"Making the marts by {'Spark' if engine == 'spark' else 'DuckDB'}")
        marts = _by(engine)(folder / _SOURCES, folder / _MARTS)
        tell("Making them ready to be asked")
        duck.database(folder / _MARTS, folder / _DATABASE)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    built = Built(folder, now, engine, tuple(sources), tuple(marts))
    _publish(to, built)
    return built


def _by(engine: Engine) -> Callable[[Path, Path], list[Written]]:
    if engine == "duckdb":
        return duck.build
    from . import spark

    return spark.build


def newest(to: Path) -> Built:
    """Raises NoMarts where nothing was built, or what was built is no longer whole."""
    try:
        told = json.loads((to / _MANIFEST).read_text("utf-8"))
        built = Built(
            to / told["folder"],
            datetime.fromisoformat(told["at"]),
            told["engine"],
            _written(told["sources"]),
            _written(told["marts"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise NoMarts("there are no marts yet: run upheld marts build") from None
    if not built.database.is_file():
        raise NoMarts("the newest marts are gone: run upheld marts build")
    return built


def _written(told: Sequence[dict[str, Any]]) -> tuple[Written, ...]:
    return tuple(Written(**each) for each in told)


def _publish(to: Path, built: Built) -> None:
    before = _folder_before(to)
    told = {**asdict(built), "folder": built.folder.name, "at": built.at.isoformat()}
    new = to / f"{_MANIFEST}.new"
    new.write_text(json.dumps(told, indent=2), "utf-8")
    os.replace(new, to / _MANIFEST)
    for each in to.iterdir():
        if each.is_dir() and each.name not in (built.folder.name, before):
            shutil.rmtree(each, ignore_errors=True)


def _folder_before(to: Path) -> str:
    try:
        return newest(to).folder.name
    except NoMarts:
        return ""
