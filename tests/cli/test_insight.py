"""`upheld insight report` and `upheld team`: the same as the desk, and a line for what is amiss."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests import stories
from tests.cli.conftest import Upheld

from upheld.store.models import Person


@pytest.mark.django_db
class TestReport:
    def test_it_tells_the_report_and_writes_it_as_a_page_and_as_a_pdf(
        self, upheld: Upheld, handler: Person, tmp_path: Path
    ) -> None:
        now = timezone.now()
        stories.a_closed_case(handler, now - timedelta(hours=3))
        day = timezone.localdate(now)
        days = ("--from", f"{day - timedelta(days=6)}", "--to", f"{day}")
        told = upheld("insight", "report", *days)
        assert told.code == 0, told.err
        assert "1 complaint came" in told.out
        assert "What to do next:" in told.out
        for name, begins in (("x.html", "<!DOCTYPE html>"), ("x.pdf", "%PDF")):
            file = tmp_path / name
            assert upheld("insight", "report", *days, "--to-file", str(file)).code == 0
            assert file.read_bytes().lstrip().startswith(begins.encode())
        data = json.loads(upheld("insight", "report", *days, "--json").out)
        assert data["figures"][0]["value"] == "1"

    @pytest.mark.parametrize(
        ("options", "why"),
        [
            (("--from", "2026-10-31", "--to", "2026-10-01"), "backwards: swap them"),
            (("--from", "2126-10-01", "--to", "2126-10-31"), "is to come"),
            (("--from", "soon", "--to", "2026-10-31"), "write a day, as 2026-01-31"),
            (
                ("--from", "2026-10-01", "--to", "2026-10-31", "--to-file", "x.docx"),
                "written as .html or as .pdf",
            ),
        ],
    )
    def test_what_is_amiss_is_a_line(
        self, upheld: Upheld, options: tuple[str, ...], why: str
    ) -> None:
        assert why in upheld("insight", "report", *options).error


@pytest.mark.django_db
def test_the_team_is_told_and_no_person_has_a_time(upheld: Upheld, handler: Person) -> None:
    stories.an_open_case(handler, timezone.now() - timedelta(hours=3))
    told = upheld("team")
    assert told.code == 0, told.err
    assert "Alice Moore: " in told.out
    data = json.loads(upheld("team", "--json").out)
    (load,) = data["workload"]
    assert set(load) == {
        "person", "name", "team", "open", "effort", "waiting", "hours_a_week", "too_much",
    }  # fmt: skip
