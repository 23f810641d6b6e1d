"""What many migrations came to, made at once where there is nothing yet.

To make a table by a migration is quick; to draw every table that is known anew for each change of
one is not. A new store waited ten seconds for it, and so did every run of the tests.
"""

from collections.abc import Collection, Sequence
from importlib import import_module
from itertools import takewhile
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model


class TablesAtOnce(Operation):
    """The tables as a line of migrations leaves them, without the steps between.

    They are read from those migrations, so that a new store cannot differ from one that came the
    long way. What a migration did besides (an index to search, a guard) is the caller's to add."""

    reduces_to_sql = True

    def __init__(self, package: str, names: Sequence[str]) -> None:
        self.package, self.names = package, names

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # drawn once, when they are all told
        for name in self.names:
            module = import_module(f"{self.package}.{name}")
            migration: Migration = module.Migration(name, app_label)
            migration.mutate_state(state, preserve=False)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in _models(app_label, to_state):
            schema_editor.create_model(model)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in _models(app_label, from_state):
            schema_editor.delete_model(model)

    def describe(self) -> str:
        return f"The tables as {self.names[-1]} leaves them"


def _models(app_label: str, state: ProjectState) -> list[type[Model]]:
    names = [name for app, name in state.models if app == app_label]
    return [state.apps.get_model(app_label, name) for name in names]


class StandsForMany(Migration):
    """A line of migrations in one step, or so much of its beginning as a backup had."""

    def made(self, names: Sequence[str]) -> list[Operation]:
        raise NotImplementedError

    def as_far_as(self, wanted: Collection[tuple[str, str]]) -> None:
        if begun := [*takewhile(wanted.__contains__, self.replaces)]:
            self.replaces = begun  # type: ignore[misc]  # Django gives each a list of its own
            self.operations = self.made([name for _, name in begun])  # type: ignore[misc]

    def is_whole(self) -> bool:
        return len(self.replaces) == len(type(self).replaces)


class AsFarAs(MigrationLoader):
    """The migrations, of which what stands for many is cut off where `wanted` ends: an older
    version's tables are made at once as well."""

    def __init__(self, connection: Any, wanted: Collection[tuple[str, str]]) -> None:
        self.wanted = wanted
        super().__init__(connection)

    def load_disk(self) -> None:
        super().load_disk()
        for migration in self.disk_migrations.values():
            if isinstance(migration, StandsForMany):
                migration.as_far_as(self.wanted)

    def build_graph(self) -> None:
        """What was cut off does not go on record as done: the rest of it follows."""
        super().build_graph()
        self.stands = {*self.replacements}
        whole = (key for key in self.stands if self._is_whole(key))
        self.replacements = {key: self.replacements[key] for key in whole}

    def _is_whole(self, key: tuple[str, str]) -> bool:
        migration = self.replacements[key]
        return not isinstance(migration, StandsForMany) or migration.is_whole()
