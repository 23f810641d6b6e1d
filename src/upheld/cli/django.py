"""Opening the store: Django set up, and an embedded database made or brought up to date."""

import sys

from .errors import Refused

OLDER = "the database is older than this version: run python -m django migrate first"


def prepare() -> None:
    """Makes the store ready for use. Raises Refused for a server's database that is behind."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if connection.vendor != "sqlite":
        # A database that others use as well is changed by its operator, at a time they choose.
        raise Refused(OLDER)
    new = not executor.loader.applied_migrations
    call_command("migrate", verbosity=0, interactive=False)
    place = connection.settings_dict["NAME"]
    print(f"{'Made a new database' if new else 'Updated the database'}: {place}", file=sys.stderr)
