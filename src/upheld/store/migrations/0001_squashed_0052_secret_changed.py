"""All that the migrations up to 0052 came to, for a store that is new.

One that has some of them goes on by the rest of them.
"""

from collections.abc import Sequence
from importlib import import_module

from django.db import migrations
from django.db.migrations.operations.base import Operation

from upheld.store.at_once import StandsForMany, TablesAtOnce

_PACKAGE = "upheld.store.migrations"
_REPLACED = (
    "0001_initial",
    "0002_search",
    "0003_pauses",
    "0004_policy_versions",
    "0005_evidence_and_facts",
    "0006_allegations",
    "0007_rules_fired",
    "0008_incoming",
    "0009_post_out",
    "0010_letters",
    "0011_imports",
    "0012_portal",
    "0013_api",
    "0014_assistant",
    "0015_mail_sources",
    "0016_kept_policies",
    "0017_record_guard",
    "0018_pulses",
    "0019_matching",
    "0020_personas",
    "0021_campaigns",
    "0022_value",
    "0023_deviations",
    "0024_precedents",
    "0025_conduct",
    "0026_themes",
    "0027_board",
    "0028_changes",
    "0029_erasure",
    "0030_people",
    "0031_questions",
    "0032_silence",
    "0033_keep",
    "0034_long_lists",
    "0035_kinds_and_states",
    "0036_tallies",
    "0037_open_search",
    "0038_known_to_be_theirs",
    "0039_contested_by",
    "0040_grown",
    "0041_held_words",
    "0042_held_words_found",
    "0043_record_guard_again",
    "0044_bounded_lists",
    "0045_figures_for_an_audience",
    "0046_loose_files",
    "0047_whose_webhook",
    "0048_notices_tried_again",
    "0049_ideas_newest",
    "0050_gifts_tallied",
    "0051_holds",
    "0052_secret_changed",
)


# What each did besides its tables: by which function forth, and by which back.
_BESIDES = (
    ("0002_search", "make", "drop"),
    ("0004_policy_versions", "guard", "unguard"),
    ("0016_kept_policies", "guard", "unguard"),
    ("0017_record_guard", "guard", "unguard"),
    ("0029_erasure", "guard", "unguard"),
    ("0030_people", "counted_here", "counted_nowhere"),
    ("0037_open_search", "make", "drop"),
    ("0041_held_words", "make", "drop"),
    ("0042_held_words_found", "of_words", "none_of_words"),
    ("0043_record_guard_again", "guard", "unguard"),
)
# The table of figures, which this one knows nothing of and leaves to the version before.
_LEAVES = "0045_figures_for_an_audience"
_LEFT = import_module(f"{_PACKAGE}.0032_silence").Migration.operations[0]


def _made(names: Sequence[str]) -> list[Operation]:
    left = [migrations.SeparateDatabaseAndState(database_operations=[_LEFT])]
    besides = (_as_in(*each) for each in _BESIDES if each[0] in names)
    return [TablesAtOnce(_PACKAGE, names), *(left if _LEAVES in names else ()), *besides]


def _as_in(name: str, forth: str, back: str) -> Operation:
    module = import_module(f"{_PACKAGE}.{name}")
    return migrations.RunPython(getattr(module, forth), getattr(module, back))


class Migration(StandsForMany):
    initial = True
    replaces = [("store", name) for name in _REPLACED]
    dependencies = []
    operations = _made(_REPLACED)

    def made(self, names: Sequence[str]) -> list[Operation]:
        return _made(names)
