"""docs/reference/letter-checks.md names every check that a letter goes through."""

from tests.docs.pages import ROOT, codes, table

from upheld.core.checks import NAMES, SEVERITIES
from upheld.core.words import LetterKind, Severity

ROWS = table((ROOT / "docs/reference/letter-checks.md").read_text("utf-8"), "code")


def test_every_check_is_on_the_page() -> None:
    assert [codes(row[0])[0] for row in ROWS] == list(NAMES)


def test_the_page_says_which_checks_only_advise() -> None:
    advised = {code for code, severity in SEVERITIES.items() if severity is Severity.ADVISE}
    assert {codes(row[0])[0] for row in ROWS if row[2] == "no"} == advised
    assert {row[2] for row in ROWS} == {"yes", "no"}


def test_every_check_says_which_letters_it_reads() -> None:
    kinds = {kind.strip() for row in ROWS for kind in row[1].split(",")}
    assert kinds <= {*LetterKind, "all"}
