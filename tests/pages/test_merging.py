"""A merge and its undoing, as somebody does them without JavaScript."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from tests import stories
from tests.desk.reading import page_of
from tests.pages.conftest import OpenDesk

from upheld.store.models import Case, Person

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def test_a_case_is_merged_and_the_merge_undone(open_desk: OpenDesk, handler: Person) -> None:
    now = datetime.now(UTC)
    kept = stories.an_open_case(handler, now, subject="The shelves")
    other = stories.an_open_case(handler, now, subject="Shelves again")
    page = open_desk(handler, java_script_enabled=False)
    page.goto(page_of(other))
    page.get_by_role("link", name="Merge it into another case").click()
    page.get_by_label(f"{Case(pk=kept).reference}: The shelves").check()
    page.get_by_role("button", name="Merge it").click()
    expect(page).to_have_url(f"{page.url.split('/cases')[0]}{page_of(kept)}")
    expect(page.get_by_text("Shelves again", exact=True)).to_be_visible()
    undo = f"Undo the merge of {Case(pk=other).reference}"
    page.get_by_text(undo, exact=True).click()
    page.get_by_role("link", name="Open this form").click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_role("status").first).to_contain_text("is a case of its own again")
    assert Case.objects.filter(merged_into=None).count() == 2
