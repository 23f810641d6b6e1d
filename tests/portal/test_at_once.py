"""What is sent at the very same moment: a double click, two tabs, two sweeps."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from tests import stories

from upheld.core.portal import Needs
from upheld.core.words import CaseId, Channel
from upheld.jobs import receipts
from upheld.steps import may
from upheld.steps.file_complaint import Filed, file_complaint
from upheld.steps.receipts import LinkRefused, enter
from upheld.store.models import Case, Receipt
from upheld.store.receipts import hash_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
THEM, TOGETHER = may.Complainant(), 4


def at_once(act: Callable[[], object]) -> list[object]:
    """What each of four threads gets that begin together."""
    start = Barrier(TOGETHER)

    def begin(_: int) -> object:
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as threads:
        return list(threads.map(begin, range(TOGETHER)))


def test_a_double_click_is_one_complaint() -> None:
    complaint = stories.a_complaint(channel=Channel.WEB)
    filed = Filed(complaint, Needs(), "", (), "a" * 64, "http://x")
    cases = at_once(lambda: file_complaint(filed, THEM, stories.NOW))
    assert set(cases) == {Case.objects.get().pk}
    assert Receipt.objects.count() == 1


def test_a_link_that_is_used_twice_at_once_opens_once() -> None:
    case = CaseId(stories.a_received_case(may.Operator()))
    Receipt.objects.create(
        case_id=case, to="sally@example.org", site="http://x", asked_at=stories.NOW, asked_by="x",
        state="sent", link_hash=hash_of("secret"), link_until=stories.NOW + stories.days(1),
    )  # fmt: skip

    def use() -> bool:
        try:
            enter("secret", THEM, stories.NOW)
        except LinkRefused:
            return False
        return True

    assert sorted(map(bool, at_once(use))) == [False, False, False, True]


def test_two_sweeps_send_a_link_once() -> None:
    case = stories.a_received_case(may.Operator())
    Receipt.objects.create(
        case_id=case, to="sally@example.org", site="http://x", asked_at=stories.NOW, asked_by="x"
    )
    assert sum(int(str(each)) for each in at_once(lambda: receipts.sweep(stories.NOW))) == 1
    assert len(mail.outbox) == 1
