"""A backup put back into an empty store, and held against what it said of itself."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import takewhile
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from upheld.core.references import reference
from upheld.core.words import LetterState
from upheld.store import beside, files, reports, search
from upheld.store import models as rows
from upheld.store.at_once import AsFarAs
from upheld.store.migrating import WholeMigrations
from upheld.store.record import events

from . import files_back, tables
from .archive import TABLES, Archive, Manifest
from .files_back import RestoreError

Tell = Callable[[str], None]
_AT_ONCE = 5_000
_OURS = "store_"
# What stood for many migrations once, where another stands for them and more now.
_STOOD = {("store", "0001_squashed_0034_long_lists")}
_MAY_LEAVE = (LetterState.QUEUED, LetterState.SENDING)
# What a part gives that was not written by Upheld, whatever the manifest says of it: a table or
# column that is none, lines that are no rows, rows that no database takes.
_FOREIGN = (
    DatabaseError, LookupError, OverflowError, RecursionError, TypeError, ValidationError,
    ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, what the record already missed when the backup was made, and whose letters
    waited then, which may have left since. A program knows by itself what it is told twice.
    `left_out` are the files that no row names, and so many of all lay `there_already`."""

    manifest: Manifest
    amiss: tuple[str, ...]
    waiting: tuple[str, ...]
    files: int
    left_out: tuple[str, ...]
    there_already: int


def restore(archive: Archive, tell: Tell) -> Restored:
    """Puts everything back into an empty store, and brings that up to date where it is older.

    The file is read whole before anything is written, the rows come back in one transaction, and
    the files once these hold. Raises ArchiveError, and RestoreError where the store is not empty,
    a file is there with other bytes, or counts and chain are not what they were."""
    tell("Checking the file")
    manifest = archive.checked()
    executor, wanted = _as_the_backup_had(manifest)
    there = files_back.there_already(manifest)
    models_by_table = _empty_tables(executor, wanted)
    tell("Rows and files")
    try:
        with transaction.atomic():
            _check(manifest, put_back(archive, models_by_table))
            _sequences(models_by_table.values())
            connection.check_constraints()
            brought = files_back.bring(archive, manifest, models_by_table.values())
    except IntegrityError as error:
        why = " ".join(str(error).split())
        raise RestoreError(f"rows lead to rows that the backup does not hold ({why})") from None
    tell("Bringing it up to date")
    call_command("migrate", verbosity=0, interactive=False)
    _index()
    tell("Holding it against the record")
    breaks = (each.message for each in events.breaks())
    amiss = (each.message for each in files.amiss())
    beside_it = (*beside.amiss(), *amiss, *files.mail_amiss(), *reports.amiss())
    unlike = (f"files/{path} is not what its name says: it was left out" for path in brought.unlike)
    return Restored(
        manifest, (*breaks, *unlike, *beside_it), _waiting(), brought.files, brought.unnamed, there
    )


def _waiting() -> tuple[str, ...]:
    letters = rows.Letter.objects.filter(state__in=_MAY_LEAVE).order_by("case")
    kind = rows.Asked.objects.filter(state__in=_MAY_LEAVE).order_by("customer")
    return (
        *(reference(case) for case in letters.values_list("case", flat=True).distinct()),
        *(f"customer {number}" for number in kind.values_list("customer", flat=True).distinct()),
    )


def _as_the_backup_had(manifest: Manifest) -> tuple[WholeMigrations, set[tuple[str, str]]]:
    """What makes the tables, and the migrations that they had. Raises RestoreError where they are
    of a newer version, or a store is there."""
    executor = WholeMigrations(connection)
    wanted = {(app, name) for app, names in manifest.migrations.items() for name in names}
    if unknown := wanted - executor.loader.disk_migrations.keys() - _STOOD:
        named = ", ".join(sorted(name for _, name in unknown))
        raise RestoreError(f"the backup is of a newer version ({named}): update Upheld first")
    executor.loader = loader = AsFarAs(connection, wanted)
    wanted |= loader.stands
    if not loader.applied_migrations.keys() <= wanted or _holds_anything():
        raise RestoreError(
            "there is a store already: name a new one by UPHELD_VAR or UPHELD_DATABASE"
        )
    return executor, wanted


def _empty_tables(
    executor: WholeMigrations, wanted: set[tuple[str, str]]
) -> Mapping[str, type[models.Model]]:
    """The tables as the backup had them, without a row."""
    nodes = executor.loader.graph.node_map
    there = wanted & nodes.keys()
    last = [key for key in there if not there & {child.key for child in nodes[key].children}]
    state = executor.migrate(last)
    found = {model._meta.db_table: model for model in tables.all_of(state.apps)}
    for model in found.values():  # what migrations wrote themselves
        model._base_manager.all()._raw_delete(connection.alias)
    return found


def _holds_anything() -> bool:
    """Whether there is a row of ours. Tables without one are what a restore left that was cut off:
    it is begun again, and nothing is lost by it."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        for name in (each for each in names if each.startswith(_OURS)):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")
            if cursor.fetchone():
                return True
    return False


def put_back(archive: Archive, models_by_table: Mapping[str, type[models.Model]]) -> Counter[str]:
    """Every row, and their number by table. Foreign keys are checked when all are back: the order
    of the tables does not matter. Raises RestoreError for a part that Upheld did not write."""
    counts: Counter[str] = Counter()
    with closing(archive.parts()) as parts:
        for name, part in takewhile(lambda each: each[0].startswith(TABLES), parts):
            try:
                table = PurePosixPath(name).parent.name
                counts[table] += tables.put_back(models_by_table[table], part)
            except _FOREIGN as error:
                why = " ".join(str(error).split())
                raise RestoreError(f"{name} is not what a backup holds ({why})") from None
    return counts


def _check(manifest: Manifest, counts: Mapping[str, int]) -> None:
    for table in sorted(manifest.counts.keys() | counts.keys()):
        came, said = counts.get(table, 0), manifest.counts.get(table, 0)
        if came != said:
            raise RestoreError(f"{table}: {came} rows came back of {said}")
    if events.head() != tuple(manifest.head):
        raise RestoreError("the newest event is not the one that the backup ends with")


def _sequences(made: Iterable[type[models.Model]]) -> None:
    """PostgreSQL counts on from the greatest number that came back."""
    statements = connection.ops.sequence_reset_sql(no_style(), [*made])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _index() -> None:
    """The words to search, which are made from the rows and not kept."""
    ids = list(rows.Case.everything.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(ids), _AT_ONCE):
        with transaction.atomic():
            search.index(ids[at : at + _AT_ONCE])
