"""A new version migrates while the one before it still serves: nothing is taken from under it."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter

# What came before the first release, when there was nobody to upgrade.
FIRST_RELEASED = "0033"

pytestmark = pytest.mark.django_db(
    transaction=True
)  # the linter asks the database which SQL it would be given


def refused(names: list[str]) -> list[str]:
    """Those of the store's migrations which the version before could not work with."""
    linter = MigrationLinter(
        include_apps=["store"], include_name=names, no_cache=True, no_output=True
    )
    found = []
    for name in names:
        linter.reset_counters()
        linter.lint_all_migrations("store", name)
        found += [name] if linter.has_errors else []
    return found


def names() -> list[str]:
    loader = MigrationLoader(connection)
    return sorted(name for app, name in loader.disk_migrations if app == "store")


def test_what_the_version_before_could_not_work_with_is_seen() -> None:
    """A column that was dropped, and one that must be given and was not known."""
    assert refused(["0003_pauses"]) == ["0003_pauses"]


def test_since_the_first_release_every_migration_leaves_the_version_before_at_work() -> None:
    assert refused([name for name in names() if name >= FIRST_RELEASED]) == []
