"""All that the migrations up to 0034 came to, for a store that is new.

One that has some of them goes on by the rest of them.
"""

from importlib import import_module

from django.db import migrations
from django.db.migrations.operations.base import Operation

from upheld.store.at_once import TablesAtOnce

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
)


def _as_in(name: str, forth: str, back: str) -> Operation:
    """What that migration did besides its tables."""
    module = import_module(f"{_PACKAGE}.{name}")
    return migrations.RunPython(getattr(module, forth), getattr(module, back))


class Migration(migrations.Migration):
    initial = True
    replaces = [("store", name) for name in _REPLACED]
    dependencies = []
    operations = [
        TablesAtOnce(_PACKAGE, _REPLACED),
        _as_in("0002_search", "make", "drop"),
        _as_in("0004_policy_versions", "guard", "unguard"),
        _as_in("0016_kept_policies", "guard", "unguard"),
        _as_in("0017_record_guard", "guard", "unguard"),
        _as_in("0029_erasure", "guard", "unguard"),
        _as_in("0030_people", "counted_here", "counted_nowhere"),
    ]
