"""A change of the tables where there are 200,000 cases: how long the desk would stand still.

The cases are made by one statement each; then the newest migrations are taken back and made again.
On SQLite, or on the PostgreSQL that UPHELD_DATABASE names (which must be empty).
"""

import os
import tempfile
import time

CASES = 200_000
NEWEST = 4


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="upheld-migrating-") as folder:
        os.environ["UPHELD_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
        import django

        django.setup()
        _measure()


def _measure() -> None:
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    from upheld.core.intake import Complainant, Complaint
    from upheld.steps.may import Operator
    from upheld.steps.receive import receive
    from upheld.store.models import Case

    call_command("migrate", verbosity=0)
    now = timezone.now()
    receive(Complaint("Late.", now, Complainant("Sally", "s@example.org")), Operator(), now)
    columns = [field.column for field in Case._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{each}"' for each in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        there = 1
        while there < CASES:
            many = min(there, CASES - there)
            cursor.execute(
                f"INSERT INTO store_case ({names}) SELECT {names} FROM store_case LIMIT {many}"
            )
            there += many
    for way, target in (("back", _before(NEWEST)), ("forth", None)):
        begun = time.perf_counter()
        call_command("migrate", "store", *([target] if target else []), verbosity=0)
        took = time.perf_counter() - begun
        print(f"{connection.vendor}: {NEWEST} migrations {way} over {there:,} cases: {took:.1f} s")
    assert Case.everything.count() == CASES


def _before(newest: int) -> str:
    """The migration before so many of the newest."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    found = MigrationLoader(connection).disk_migrations
    return sorted(name for app, name in found if app == "store")[-newest - 1]


if __name__ == "__main__":
    main()
