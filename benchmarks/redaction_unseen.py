"""Notes of two more authors that were measured and never read; of one, other fixtures were.

    pip install --no-deps outis==0.2.1 openmed==3.1.0

The notes by which outis tries what others make (challenge, whose words and people are none of those
it learns from), and what openmed has for trials of its own in the languages of Europe: the notes
that it makes (synth_corpus) and the fixtures that it keeps (golden).
"""

import json
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.redaction_fresh import marked
from benchmarks.redaction_others import Planted

_NOTES, _SEED = 400, 20_261_127
_LANGUAGES = frozenset(
    {
        "en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "no", "fi", "pl", "cs", "sk", "ro",
        "hu", "hr", "sl", "sr", "bg", "el", "et", "lv", "lt", "tr", "uk",
    }
)  # fmt: skip
# A kind of "" is marked by them as something that is not looked for here.
_WHAT = {
    "PERSON": "name", "PHONE": "telephone", "EMAIL": "e-mail", "STREET_ADDRESS": "address",
    "DATE_OF_BIRTH": "birthday", "ID_NUM": "number", "SSN": "number", "VIN": "number",
    "IBAN": "account", "ACCOUNT_NUMBER": "account", "IP_ADDRESS": "ip",
}  # fmt: skip


def of_a_trial() -> list[Planted]:
    """Notes of a hospital by which a finder is tried, in English."""
    if not find_spec("outis"):
        return []
    theirs = import_module("outis.data.challenge")
    return [marked(row) for row in theirs.generate(_NOTES, seed=_SEED, suite="final")]


def of_clinics() -> list[Planted]:
    """Notes in five languages, with people of their countries."""
    if not find_spec("openmed"):
        return []
    theirs = import_module("openmed.eval.synth_corpus")
    return [*map(_planted, filter(_of_europe, theirs.generate_corpus(seed=_SEED, size=_NOTES)))]


def of_fixtures() -> list[Planted]:
    """Short notes in the languages of Europe, some of each."""
    found = find_spec("openmed")
    folder = Path(next(iter(found.submodule_search_locations or ()))) if found else Path()
    files = sorted((folder / "eval" / "golden" / "fixtures" / "i18n").glob("??.jsonl"))
    told = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return [*map(_planted, filter(_of_europe, told))] if found else []


def _of_europe(row: Mapping[str, Any]) -> bool:
    return row["language"] in _LANGUAGES


def _planted(row: Mapping[str, Any]) -> Planted:
    text = str(row["text"])
    return text, [
        (s["start"], s["end"], _WHAT.get(s["label"], ""), text[s["start"] : s["end"]])
        for s in row["gold_spans"]
    ]


def all_of() -> list[tuple[str, list[Planted]]]:
    """What each is, and its texts; none where its package is not installed."""
    return [
        ("notes by which finders are tried (outis 0.2.1)", of_a_trial()),
        ("notes of clinics in five languages (openmed 3.1.0)", of_clinics()),
        ("fixtures in the languages of Europe (openmed 3.1.0)", of_fixtures()),
    ]
