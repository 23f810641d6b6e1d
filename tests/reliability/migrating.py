"""Kills a process before each commit of the migrations, and each statement that is kept at once.

Run by test_r1_killed.py as a process of its own, so that Django starts once; prints a line for each
point. The store has cases in it, since tables without rows break otherwise than those with.

A migration is one transaction, so a kill leaves all of it or none, but where it says that it is
none: the next process begins from where the last was killed, and is killed a point further. What
all migrations need to know of the tables is found once, before the processes part; the last one is
the command itself.
"""

import sys
from hashlib import sha256
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from tests.killing import killed_at

from upheld.store.migrating import WholeMigrations

BEFORE = sys.argv[1]  # the migration that was there when the newer version was installed
# Where SQLite or PostgreSQL keep what a migration makes.
TABLES = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL",
    "postgresql": "SELECT table_name, column_name, data_type, is_nullable, column_default"
    " FROM information_schema.columns WHERE table_schema = 'public'"
    " UNION ALL SELECT tablename, indexname, indexdef, '', '' FROM pg_indexes"
    " WHERE schemaname = 'public'"
    " UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', ''"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    " UNION ALL SELECT event_object_table, trigger_name, action_statement, '', ''"
    " FROM information_schema.triggers",
}


def asked(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def whole() -> tuple[str, list[Any]]:
    """The tables in a few signs, and how many rows of each kind there are."""
    made = sorted(map(str, asked(TABLES[connection.vendor])))
    told = ("case", "customer", "event", "letter", "clock", "decision")
    rows = [asked(f"SELECT count(*) FROM store_{name}")[0][0] for name in told]
    return sha256(repr(made).encode()).hexdigest(), rows


def on_record() -> set[tuple[str, str]]:
    return {*MigrationRecorder(connection).applied_migrations()}


def migrate(*to: str) -> None:
    call_command("migrate", *to, verbosity=0, interactive=False)


def main() -> None:
    migrate()
    from tests.stories import a_closed_case, a_decided_case

    from upheld.steps.may import Operator

    a_decided_case(Operator()), a_closed_case(Operator(), email="b@example.org")
    wanted = whole()
    migrate("store", BEFORE)
    executor: Any = WholeMigrations(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    state = executor._create_project_state(with_applied_migrations=True)
    for migration, _ in plan:
        killed_within(executor, state, migration)
        state = migration.mutate_state(state, preserve=False)
    migrate()
    assert whole() == wanted, "not what it is where nothing is killed"


def killed_within(executor: WholeMigrations, state: ProjectState, migration: Migration) -> None:
    """Before its commit and whatever else of it stays, until it is let through."""
    assert state.apps  # found here, it is there in every child
    me, point, before = (migration.app_label, migration.name), 1, whole()

    def forth() -> None:
        executor.apply_migration(state, migration)

    while killed_at(point, forth):
        assert me not in on_record()
        assert whole() == before or not migration.atomic, f"a part of {me}, after {point}"
        print(f"killed at {point} of {migration}", flush=True)
        point += 2  # an even one is behind what stays, which is all the same before the next
    assert me in on_record()
    assert whole()[1] == before[1], f"{me}: rows are lost"


if __name__ == "__main__":
    main()
