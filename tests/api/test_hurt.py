"""Whoever said nothing is asked kindly by a program as by the desk."""

import pytest
from django.conf import settings
from tests.api.programs import Program
from tests.cli.test_silent import late

from upheld.store.models import Asked, Customer

__all__ = ["late"]  # fixtures


@pytest.mark.parametrize(
    ("given", "address"),
    [("https://firm.example/", "https://firm.example"), ("", "http://desk.lan")],
)
def test_the_letter_is_answered_by_a_click_wherever_we_are_known(
    given: str, address: str, late: Customer, leads: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without UPHELD_SITE by the first name that UPHELD_HOSTS gives us."""
    monkeypatch.setattr(settings, "SITE", given)
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["desk.lan", "testserver"])
    answer = leads.post("/insight/silence/late.delivery/letters", {"customers": [late.pk]})
    assert answer.json()["asked"] == [late.pk]
    assert Asked.objects.get().site == address
