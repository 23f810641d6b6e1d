"""A change of the tables and the record that it was made are one transaction.

Django writes the record after the transaction wherever something was put off to its end, such as an
index. A process that is killed between the two leaves tables that no later `migrate` gets past:
"table already exists". Here what was put off is done first, then the record, then both are kept.
"""

from typing import Any

from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class WholeMigrations(MigrationExecutor):
    """As Django's, and a migration is there whole with its record, or not at all."""

    def migration_plan(
        self, targets: Any, clean_start: bool = False
    ) -> list[tuple[Migration, bool]]:
        """Where many are gone through one by one, what stands for all of them is no step as well:
        Django would count each index of theirs twice, and take only one of the two away."""
        plan = super().migration_plan(targets, clean_start)
        if self.loader.replace_migrations:  # type: ignore[attr-defined]  # newer than the stubs
            return plan
        return [step for step in plan if not step[0].replaces]

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,
        fake_initial: bool = False,
    ) -> ProjectState:
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        self._tell("apply_start", migration)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
            _what_was_put_off(editor)
            self.record_migration(migration)  # type: ignore[call-arg, arg-type]  # stubs of 3.0
        self._tell("apply_success", migration)
        return state

    def unapply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False
    ) -> ProjectState:
        if fake or not migration.atomic or migration.replaces:
            return super().unapply_migration(state, migration, fake)
        self._tell("unapply_start", migration)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.unapply(state, editor)
            _what_was_put_off(editor)
            self.recorder.record_unapplied(migration.app_label, migration.name)
        self._tell("unapply_success", migration)
        return state

    def _tell(self, what: str, migration: Migration) -> None:
        if self.progress_callback:
            self.progress_callback(what, migration, False)


def _what_was_put_off(editor: Any) -> None:
    for statement in editor.deferred_sql:
        editor.execute(statement, None)
    editor.deferred_sql = []
