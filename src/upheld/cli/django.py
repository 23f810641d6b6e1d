"""Opening the store: Django set up, and an embedded database made or brought up to date."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

from .errors import Refused

MIGRATE = "python -m django migrate --settings upheld.project.settings"


def configured() -> None:
    """Reads the settings. Raises Refused when the environment says what they cannot be."""
    from django.conf import settings

    try:
        list(settings.DATABASES)  # settings are read when one is asked for
    except ValueError as error:
        told = " ".join(str(error).split())
        raise Refused(f"the settings cannot be used ({told}): mend the UPHELD_ variables") from None


def open_if_there() -> None:
    """Makes the store ready where there is one, and leaves nothing behind where there is none."""
    configured()
    if _is_there(_place()):
        prepare()


def open_what_is_there() -> None:
    """Makes the store ready. Raises Refused where there is none, or an empty file in its place:
    what is asked of the record may not be answered by one that was made to be asked."""
    configured()
    if not _is_there(place := _place()):
        raise Refused(f"{place}: there is no store here: check UPHELD_VAR and UPHELD_DATABASE")
    prepare()


def _place() -> Path | None:
    """The file of an embedded database, or None where a server has it."""
    from django.conf import settings

    told = settings.DATABASES["default"]
    return Path(told["NAME"]) if told["ENGINE"] == "upheld.project.sqlite" else None


def _is_there(place: Path | None) -> bool:
    return place is None or place.is_dir() or (place.exists() and place.stat().st_size > 0)


def prepare() -> None:
    """Makes the store ready for use. Raises Refused for a server's database that is behind."""
    from django.conf import settings

    configured()
    _set_up()
    # Nobody else on this machine reads the database, and the links in mail that is kept as files.
    Path(settings.VAR).mkdir(mode=0o700, parents=True, exist_ok=True)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    from django.core.management import call_command
    from django.db import connection

    if not _behind():
        return
    if connection.vendor != "sqlite":
        # A database that others use as well is changed by its operator, at a time they choose.
        raise Refused(f"the database is new or older than this version: run {MIGRATE}")
    place = Path(connection.settings_dict["NAME"])
    with _alone(place.with_suffix(".migrating")):
        if told := _behind():  # unless another process did it while this one waited
            call_command("migrate", verbosity=0, interactive=False)
            print(f"{told}: {place}", file=sys.stderr)


def _set_up() -> None:
    """What is read now lives to the end: to look for garbage in it takes a while and finds none."""
    import django

    gc.disable()
    try:
        django.setup()
    finally:
        gc.enable()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time: the desk and its jobs may be started at once. The lock goes with the
    process that holds it, however that ends."""
    with lock.open("w") as held:
        flock(held, LOCK_EX)
        yield


def _behind() -> str:
    """What will have been done to the database once it is brought up to date, if it is not."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    loader = (executor := MigrationExecutor(connection)).loader
    if not executor.migration_plan(loader.graph.leaf_nodes()):
        return ""
    return "Updated the database" if loader.applied_migrations else "Made a new database"
