"""docs/reference/settings.md names every variable that is read, with what holds without it."""

import re
from pathlib import Path

from tests.docs.pages import ROOT, codes, table
from tests.project.test_settings import setting

PAGE = ROOT / "docs" / "reference" / "settings.md"
ROWS = {codes(row[0])[0]: row for row in table(PAGE.read_text("utf-8"), "variable")}
SOURCE = ROOT / "src" / "upheld"


def test_every_variable_that_is_read_is_on_the_page() -> None:
    text = (SOURCE / "project" / "settings.py").read_text("utf-8")
    assert sorted(ROWS) == sorted(set(re.findall(r'"(UPHELD_[A-Z_]+)"', text)))


def test_no_variable_is_read_elsewhere() -> None:
    read = re.compile(r'environ(?:\.get\(|\[)"UPHELD_\w+"(?!\] = )')
    others = [path for path in SOURCE.rglob("*.py") if path.name != "settings.py"]
    assert [path.name for path in others if read.search(path.read_text("utf-8"))] == []


def test_what_holds_without_a_variable_is_what_the_page_says(tmp_path: Path) -> None:
    plain = {
        "UPHELD_POLICY": "settings.POLICY",
        "UPHELD_HOSTS": "','.join(settings.ALLOWED_HOSTS)",
        "UPHELD_EMAIL_BACKEND": "settings.EMAIL_BACKEND",
        "UPHELD_FROM": "settings.DEFAULT_FROM_EMAIL",
        "UPHELD_ZONE": "settings.TIME_ZONE",
    }
    told = setting(f"*[{', '.join(plain.values())}]", tmp_path).split()
    assert told == [codes(ROWS[name][1])[0] for name in plain]
