"""docs/reference/letter-checks.md names every check that a letter goes through."""

import re

from tests.docs.pages import ROOT, codes, table

from upheld.core.checks import NAMES

ROWS = table((ROOT / "docs/reference/letter-checks.md").read_text("utf-8"), "code")
CORE = ROOT / "src" / "upheld" / "core"


def test_every_check_is_on_the_page() -> None:
    assert [codes(row[0])[0] for row in ROWS] == list(NAMES)


def test_the_page_says_which_checks_only_advise() -> None:
    advised = re.findall(r'Problem\("(\w+)", Severity.ADVISE', (CORE / "checks.py").read_text())
    assert [codes(row[0])[0] for row in ROWS if row[2] == "no"] == advised
    assert {row[2] for row in ROWS} == {"yes", "no"}


def test_every_check_says_which_letters_it_reads() -> None:
    assert {row[1] for row in ROWS} == {"acknowledgement", "question", "final", "all"}
