"""An import from the first look to its undoing: without JavaScript, by keyboard, WCAG 2.2 AA."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.pages.conftest import OpenDesk
from tests.pages.test_axe import broken

from upheld.jobs import importing
from upheld.store.models import Case, Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TABLE = (
    "Ticket,What happened,Opened,Mail,Status\n"
    "7,The lamp is broken and nobody calls back,07/05/2026 14:30,ann@example.org,Parked\n"
    "8,I was charged twice for one lamp in May,28/05/2026 09:00,ben@example.org,Open\n"
    "9,My shelves came nine days late,soon,cleo@example.org,Open\n"
)


def test_a_mapping_is_drawn_tried_begun_and_undone_without_javascript(
    open_desk: OpenDesk, lead: Person, tmp_path: Path
) -> None:
    (tmp_path / "tickets.csv").write_text(TABLE)
    page = open_desk(lead, java_script_enabled=False)
    page.get_by_role("link", name="Customers").click()
    page.get_by_role("link", name="Imports").click()
    page.get_by_label("The file", exact=True).set_input_files(tmp_path / "tickets.csv")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("Status: say what Parked means.")).to_be_visible()
    page.get_by_label("“Parked” means").select_option("Open")
    page.get_by_role("button", name="Show the rows so").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not a date written as")).to_be_visible()
    page.get_by_role("button", name="Try it, write nothing").click()
    expect(page.get_by_role("heading", name="Waits for its turn")).to_be_visible()
    importing.sweep(datetime.now(UTC))
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", name="What would come of it")).to_be_visible()
    assert not Case.objects.exists()
    page.get_by_role("button", name="Import 3 rows").click()
    importing.sweep(datetime.now(UTC))
    page.reload()
    expect(page.get_by_role("row", name="Taken 2")).to_be_visible()
    assert Case.objects.count() == 2
    page.get_by_text("Undo the import").click()
    page.get_by_role("button", name="Undo it").click()
    importing.sweep(datetime.now(UTC))
    page.reload()
    expect(page.get_by_role("row", name="Taken back 2")).to_be_visible()
    assert not Case.objects.exists()


def test_the_pages_of_imports(open_desk: OpenDesk, lead: Person, tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").write_text(TABLE)
    page = open_desk(lead)
    page.goto("/imports/")
    found = broken(page)
    page.get_by_label("The file", exact=True).set_input_files(tmp_path / "tickets.csv")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Try it, write nothing").wait_for()
    found += broken(page)
    page.get_by_role("button", name="Import 3 rows").click()
    page.get_by_role("heading", name="Waits for its turn").wait_for()
    found += broken(page)
    importing.sweep(datetime.now(UTC))
    page.get_by_role("heading", name="What came of it").wait_for()  # it looks again by itself
    found += broken(page)
    page.goto(f"/cases/UP-{Case.objects.get(source_key='8').pk:06d}/")
    found += broken(page)
    assert found == []
