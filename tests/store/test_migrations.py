"""The schema: nothing is missing from it, and a store that came by many migrations has the same."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from tests import guards
from tests.reliability.test_r1_killed import POINTS, killed_while_migrating
from tests.store.schema import schema
from tests.store.test_fired import kept
from tests.stories import NOW, a_decided_case, the_decision

from upheld.steps import decide, investigate
from upheld.steps.may import Operator
from upheld.store import search
from upheld.store.models import Case, Decision, RuleFired


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", "store", check=True, dry_run=True, verbosity=0)


def test_the_reference_of_an_order_stands_in_one_index(db: None) -> None:
    """An import writes each of them; for what begins alike PostgreSQL had another."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "store_order")
    indexes = [each["columns"] for each in found.values() if each["index"]]
    assert indexes.count(["reference"]) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.pain("R8")
def test_back_to_the_first_tables_and_forth_again() -> None:
    """The search index goes and comes back; decisions made before rules were kept are read once;
    and what a new store gets at once is what an old one came to, one migration after the other."""
    by = Operator()
    case, habit = a_decided_case(by), a_decided_case(by, text="Nobody told me of it.")
    investigate.record_circumstances(case, {"withdrawn": True}, by, NOW)
    decide.decide(case, by, NOW + timedelta(hours=1))
    Decision.objects.filter(case=habit).update(policy_version="house habit")
    spoke = kept()
    guards.migrate("store", "0001_initial")
    assert "case_search" not in connection.introspection.table_names()
    guards.migrate("store")
    search.index([case])
    assert search.matching(Case.objects.all(), "shelves").get().pk == case
    assert set(RuleFired.objects.values_list("decision", flat=True)) == {the_decision(case)}
    assert kept().items() <= spoke.items()
    assert schema() == guards.AS_MADE


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_point_of_migrating_a_step_is_whole_or_not_begun_and_it_goes_on(
    tmp_path: Path,
) -> None:
    """On SQLite: tests/reliability/test_r1_killed.py."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE migrating")
    address = urlsplit(os.environ["UPHELD_DATABASE"])._replace(path="/migrating").geturl()
    assert len(killed_while_migrating(tmp_path, UPHELD_DATABASE=address)) >= POINTS
