"""Formulas in every field of the store, and every file for a spreadsheet that the desk gives out:
no cell of one is run, read with its quotes or by a program that knows of none."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from tests.api.programs import Program, key_of
from tests.matrix.conftest import world
from tests.matrix.world import World
from tests.security.test_b_everywhere import a_full_firm, desk, planted
from tests.stories import NOW

from upheld.core.words import Role
from upheld.steps import draw_import
from upheld.store import models as rows

__all__ = ["world"]  # a fixture

MARK = "ZQPLANTED"
PAYLOADS = (
    f"=1+{MARK}", f"+1+{MARK}", f"-1+{MARK}", f"@{MARK}", f"\t={MARK}", f"\r={MARK}",
    f"=cmd|'/C {MARK}'!A0", f"|{MARK}", f" ={MARK}", f"x\r=1+{MARK}", f'"\r\n={MARK}',
    f'=HYPERLINK("//x","{MARK}")',
)  # fmt: skip
_RUN = re.compile(r"\s*[=+\-@|%]")


def run_in(text: str) -> list[str]:
    """The cells with a mark of ours that a spreadsheet would run."""
    cells = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
    return [cell for cell in cells if MARK in cell and _RUN.match(cell)]


def told(answer: Any) -> str:
    whole: bytes = b"".join(answer) if answer.streaming else answer.content
    return whole.decode()


def test_a_cell_that_is_run_would_be_seen() -> None:
    for payload in PAYLOADS:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(["a", payload])
        assert run_in(text.getvalue()) or payload == f'"\r\n={MARK}', payload


@pytest.mark.slow
def test_no_file_of_the_desk_or_the_api_holds_a_cell_that_is_run(world: World) -> None:
    a_full_firm(world)
    found = dict(of_an_import(world))
    planted(PAYLOADS)
    for name, _, answer in desk(world):
        if answer.headers.get("Content-Type", "").startswith("text/csv"):
            found[name.removeprefix("desk:")] = told(answer)
    for name in found.keys() - POLICIES:
        assert run_in(found[name]) == [], name
    marked = {name for name, text in found.items() if MARK in text}
    assert {"exceptions_file", "import_desk", "import_api"} <= marked
    assert not marked & POLICIES


# As they stand: nothing that anybody else writes is in them.
POLICIES = {"version_sheet", "draft_sheet"}


def an_import(world: World) -> rows.Import:
    """Of a table whose columns are formulas, as are the cells of its rows that were refused."""
    text = io.StringIO()
    named = ["Text", "Date", *(each for each in PAYLOADS if each.isprintable())]
    csv.writer(text, lineterminator="\r\n").writerows(
        [named, ["Late.", "2026-10-01", *PAYLOADS[: len(named) - 2]]]
    )
    file = ContentFile(text.getvalue().encode(), "in.csv")
    brought = draw_import.upload(file, "mapped", "", world.people[Role.LEAD], NOW)
    for number, payload in enumerate(PAYLOADS):
        brought.problems.create(
            row=number,
            column=payload,
            value=payload,
            why=payload,
            cells=[*PAYLOADS[number:], *PAYLOADS][: len(named)],
        )
    return brought


def of_an_import(world: World) -> Iterator[tuple[str, str]]:
    brought = an_import(world)
    path = f"/imports/{brought.pk}/rejected"
    yield "import_desk", told(world.client(Role.LEAD).get(f"{path}.csv"))
    yield "import_api", told(Program(key_of(world.people[Role.LEAD])).get(path))
