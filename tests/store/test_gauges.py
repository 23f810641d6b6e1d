"""What a machine that watches is told of the store."""

from datetime import timedelta

import pytest
from pytest_django import Settings
from tests.stories import NOW

from upheld.store import mail_health
from upheld.store.gauges import gauges


def of_mail() -> dict[str, float]:
    return {each.name: each.value for each in gauges(NOW) if each.name.startswith("upheld_mail_")}


@pytest.mark.django_db
def test_a_mailbox_that_was_never_read_is_silent_and_not_just_read(settings: Settings) -> None:
    settings.MAILBOX = "imaps://a@example.org/INBOX"
    never = of_mail()
    assert never["upheld_mail_silent"] == 1
    assert "upheld_mail_read_seconds" not in never
    mail_health.began(settings.MAILBOX, NOW - timedelta(days=1))
    assert of_mail()["upheld_mail_silent"] == 1
    mail_health.went_well(settings.MAILBOX, NOW - timedelta(seconds=9))
    read = of_mail()
    assert (read["upheld_mail_silent"], read["upheld_mail_read_seconds"]) == (0, 9)
