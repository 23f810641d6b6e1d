"""What many migrations came to, made at once where there is nothing yet.

To make a table by a migration is quick; to draw every table that is known anew for each change of
one is not. A new store waited ten seconds for it, and so did every run of the tests.
"""

from collections.abc import Sequence
from importlib import import_module

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
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
