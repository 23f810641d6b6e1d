"""A store that was grown for measuring has whole copies and every index of its beginning."""

from pathlib import Path

import pytest
from tests.new_store import new_store
from tests.reliability.conftest import run

GROWN = """
from datetime import UTC, datetime
from benchmarks.grown import Grown
from django.db import connection
from upheld.steps.may import Operator
from upheld.steps.place_message import place_message
from upheld.steps.take_message import take_message
from upheld.store.models import Case, Customer, Incoming

def indexes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name")
        return [name for name, in cursor.fetchall()]

now, by = datetime(2026, 11, 2, 9, 30, tzinfo=UTC), Operator("mail")
mail = take_message(b'''From: Sally <sally@example.org>
Message-ID: <one@example.org>
Subject: My shelves

They came nine days late.
''', "smtp", by, now)
place_message(mail.pk, by, now)
before = indexes()
Grown().to(3)
print(Case.objects.count(), Customer.objects.count(), indexes() == before)
print(len(set(Incoming.objects.filter(case__isnull=False).values_list("message_id", "case_id"))))
"""


@pytest.mark.slow
def test_a_grown_store_has_whole_copies_and_all_of_its_indexes(tmp_path: Path) -> None:
    new_store(tmp_path)
    done = run(GROWN, tmp_path)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert done.stdout.split() == ["3", "3", "True", "3"]
