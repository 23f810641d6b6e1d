"""Why something failed is told to a person in words of ours; how Python calls it is for the log."""

import re
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2] / "src/upheld"
NAMED = re.compile(r"type\((?:error|exc|raised)\)\.__name__|__class__\.__name__")
# Told to the log alone, or compared with a name that cannot be imported.
TOLD_TO_NOBODY = {
    "desk/answers.py", "desk/openid/adapter.py", "store/imports/of_sql.py", "store/typeset.py",
}  # fmt: skip


def test_no_reason_has_the_name_of_an_exception_in_it() -> None:
    named = {path for path in HOUSE.rglob("*.py") if NAMED.search(path.read_text())}
    assert {str(path.relative_to(HOUSE)) for path in named} == TOLD_TO_NOBODY
