"""Django's `migrate`, whose migrations are whole or not there (store/migrating.py)."""

from django.core.management.commands import migrate

from upheld.store.migrating import WholeMigrations

# It makes its executor by this name, and offers no other way to give it one.
migrate.MigrationExecutor = WholeMigrations  # type: ignore[attr-defined]


class Command(migrate.Command):
    pass
