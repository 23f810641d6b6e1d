"""One word without an end, wherever people and the firm write theirs: a phone shows it broken.

A page that is wider than the phone is read by scrolling to and fro (WCAG 2.2, 1.4.10).
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import JSONField
from playwright.sync_api import Page
from tests import stories
from tests.matrix.kept_back import what_everybody_sees
from tests.matrix.world import World, a_world
from tests.pages.conftest import OpenDesk
from tests.pages.test_planted import texts

from upheld.core.references import reference
from upheld.core.words import CaseId
from upheld.store import models as rows
from upheld.store import receipts

WORD = "Donaudampfschifffahrt" * 9
_SHORTEST = 60  # signs: what is shorter may be a code
_OPENED = "document.querySelectorAll('details').forEach(each => each.open = true)"
_WIDER = "document.documentElement.scrollWidth - innerWidth"


def longer(told: Any) -> Any:
    """What is a sentence in a kept record is the word."""
    match told:
        case str():
            return WORD if " " in told else told
        case list():
            return [longer(each) for each in told]
        case dict():
            return {name: longer(each) for name, each in told.items()}
    return told


def plant() -> None:
    for model, name, most in texts():
        if most >= _SHORTEST and name != "by":
            written = model._default_manager.exclude(**{name: ""})
            written.update(**{name: WORD[:most]})
    for row, name in _records():
        setattr(row, name, longer(getattr(row, name)))
        row.save(update_fields=[name])


def _records() -> Iterator[tuple[Any, str]]:
    for model in {model for model, *_ in texts()}:
        for field in model._meta.get_fields():
            if isinstance(field, JSONField):
                for row in model._default_manager.all():
                    yield row, field.name


@pytest.mark.slow
def test_a_word_that_is_longer_than_a_phone_makes_no_page_wide(
    open_desk: OpenDesk, lead: rows.Person, handler: rows.Person
) -> None:
    world = a_world()
    what_everybody_sees(world)
    cases = [stories.an_answered_case(handler), stories.an_investigated_case(handler)]
    plant()
    page = open_desk(lead, viewport={"width": 375, "height": 800})
    wide = [address for address in _pages(world, cases) if _is_wide(page, address)]
    for case in cases:
        _visit(page, case)
        wide += [f"theirs of {case}"] if _is_wide(page, "/complain/case/") else []
    assert wide == []


def _pages(world: World, cases: list[CaseId]) -> list[str]:
    ours, customer = reference(world.case), rows.Case.objects.get(pk=world.case).customer_id
    cause, change = rows.RootCause.objects.earliest("pk"), rows.Change.objects.earliest("pk")
    return [
        "/", "/complaints/", "/customers/", f"/customers/{customer}/", "/promises/", "/conduct/",
        "/exceptions/", "/root-causes/", f"/root-causes/{cause.pk}/", f"/changes/{change.pk}/",
        "/partings/", f"/customers/{customer}/parting/", f"/cases/{ours}/letters/apology/",
        f"/cases/{ours}/order/", *(f"/cases/{reference(each)}/" for each in cases),
    ]  # fmt: skip


def _is_wide(page: Page, address: str) -> bool:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    page.evaluate(_OPENED)
    return bool(page.evaluate(_WIDER) > 0)


def _visit(page: Page, case: CaseId) -> None:
    """As whoever complained, in the same browser."""
    secret, now = receipts.new_secret(), datetime.now(UTC)
    row = rows.Case.objects.get(pk=case)
    row.receipts.create(
        to=row.customer.email, site="", asked_at=now, asked_by="x",
        session_hash=receipts.hash_of(secret), session_until=now + timedelta(days=1),
    )  # fmt: skip
    site = "/".join(page.url.split("/")[:3])
    page.context.add_cookies(
        [{"name": "upheld_complaint", "value": secret, "url": f"{site}/complain/"}]
    )
