"""docs/reference/letter-checks.md names every check that a letter goes through."""

import re

from tests.docs.pages import ROOT, codes, table

from upheld.core.checks import NAMES
from upheld.core.words import LetterKind

ROWS = table((ROOT / "docs/reference/letter-checks.md").read_text("utf-8"), "code")
CHECKS = ROOT / "src" / "upheld" / "core" / "checks"
SOURCE = "".join(path.read_text("utf-8") for path in sorted(CHECKS.glob("*.py")))


def test_every_check_is_on_the_page() -> None:
    assert [codes(row[0])[0] for row in ROWS] == list(NAMES)


def test_the_page_says_which_checks_only_advise() -> None:
    problems = re.findall(r'Problem\("(\w+)", Severity.ADVISE', SOURCE)
    phrases = re.findall(r'_never\(\s+"(\w+)"[^)]*?severity=Severity.ADVISE', SOURCE)
    regulated = re.findall(r'\(\s*"(\w+)",\s*_\w+,\s*Severity.ADVISE', SOURCE)
    advised = {*problems, *phrases, *regulated}
    # A refusal without what shows it is advised against; without any reason at all it blocks.
    assert {codes(row[0])[0] for row in ROWS if row[2] == "no"} == advised
    assert {row[2] for row in ROWS} == {"yes", "no"}


def test_every_check_says_which_letters_it_reads() -> None:
    kinds = {kind.strip() for row in ROWS for kind in row[1].split(",")}
    assert kinds <= {*LetterKind, "all"}
