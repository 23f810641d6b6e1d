"""Kills a process at statements of a migration, goes on, and holds what is there against the whole.

Run by test_r1_killed.py as a process of its own, so that Django starts once; prints a line for each
point. The store has cases in it, since tables without rows break otherwise than those with.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, connections

BEFORE = sys.argv[1]  # the migration that was there when the newer version was installed
EACH = int(sys.argv[2])
Made = Callable[[str], None]


def asked(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def schema() -> list[Any]:
    if connection.vendor == "sqlite":
        return sorted(asked("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    columns = asked(
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_schema = 'public'"
    )
    others = asked("SELECT tablename, indexname, indexdef FROM pg_indexes")
    triggers = asked("SELECT event_object_table, trigger_name FROM information_schema.triggers")
    return sorted(map(str, columns + others + triggers))


def rows() -> list[Any]:
    told = ("case", "customer", "event", "letter", "clock", "incoming")
    return [asked(f"SELECT count(*) FROM store_{name}")[0][0] for name in told]


def apart(act: Callable[[], object]) -> int:
    """Runs it in a child process; the signal or code that ended it."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        act()
        connections.close_all()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def told_by(act: Callable[[], object]) -> str:
    """What it gives, of a child process."""
    out, into = os.pipe()

    def tell() -> None:
        with os.fdopen(into, "w") as pipe:
            pipe.write(repr(act()))

    ended = apart(tell)
    os.close(into)
    with os.fdopen(out) as pipe:
        return f"{ended} {pipe.read()}"


def killed_at(number: int) -> None:
    seen = 0

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        if not sql.startswith(("SELECT", "PRAGMA")):
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        migrate()


def migrate(*to: str) -> None:
    call_command("migrate", *to, verbosity=0, interactive=False)


def whole() -> object:
    """In a few signs: a pipe holds no more than it holds."""
    return sha256(repr(schema()).encode()).hexdigest(), rows()


def main() -> None:
    migrate()
    from tests.stories import a_closed_case, a_decided_case

    from upheld.steps.may import Operator

    a_decided_case(Operator()), a_closed_case(Operator(), email="b@example.org")
    wanted = told_by(whole)
    migrate("store", BEFORE)
    copied = copies()
    at = 1
    while True:
        copied("anew")
        if (ended := apart(lambda n=at: killed_at(n))) == 0:
            break
        assert ended == -signal.SIGKILL, ended
        assert apart(migrate) == 0
        assert told_by(whole) == wanted, f"not whole after it was killed at statement {at}"
        print(f"killed at {at}", flush=True)
        at += EACH
    assert told_by(whole) == wanted, "not whole without being killed"


def copies() -> Made:
    """Makes a copy of the store as it is now, and from then on everything is about the copy."""
    connections.close_all()
    name = connection.settings_dict["NAME"]

    def sqlite(_: str) -> None:
        for path in Path(name).parent.glob("copy.sqlite3*"):
            path.unlink()
        copy = Path(name).with_name("copy.sqlite3")
        shutil.copy(name, copy)
        connection.settings_dict["NAME"] = str(copy)

    def postgres(_: str) -> None:
        import psycopg

        address = os.environ["UPHELD_DATABASE"]
        with psycopg.connect(address, dbname="template1", autocommit=True) as one:
            one.execute(f'DROP DATABASE IF EXISTS "{name}_copy" WITH (FORCE)')
            one.execute(f'CREATE DATABASE "{name}_copy" TEMPLATE "{name}"')
        connection.settings_dict["NAME"] = f"{name}_copy"

    if connection.vendor == "sqlite":
        asked("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        return sqlite
    return postgres


if __name__ == "__main__":
    main()
