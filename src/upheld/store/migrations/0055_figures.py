"""The figures of before they were kept for an audience each (0045) are let go of.

Nothing reads that table since: it stayed for the processes of the version before. No version was
released in between that still does, so that nothing is taken from under one at work.
"""

from importlib import import_module
from typing import Any

from django.db import migrations
from django.db.migrations.state import ProjectState

_MADE = import_module("upheld.store.migrations.0032_silence").Migration.operations[0]


def drop(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP TABLE store_figures")


def make(apps: Any, schema_editor: Any) -> None:
    """As it was left, empty: what it held is worked out anew."""
    state = ProjectState()
    _MADE.state_forwards("store", state)
    schema_editor.create_model(state.apps.get_model("store", _MADE.name))


class Migration(migrations.Migration):
    dependencies = [("store", "0054_last_by_number")]
    operations = [migrations.RunPython(drop, make)]
