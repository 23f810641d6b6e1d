"""The schema: nothing is missing from it, and the search index can be taken away and made anew."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from tests import guards
from tests.reliability.test_r1_killed import killed_while_migrating
from tests.stories import a_received_case
from tests.throwaway import postgres

from upheld.steps.may import Operator
from upheld.store import search
from upheld.store.models import Case


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", "store", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.pain("R8")
def test_the_search_index_goes_back_and_forth() -> None:
    case = a_received_case(Operator())
    guards.migrate("store", "0001")
    assert "case_search" not in connection.introspection.table_names()
    guards.migrate("store")
    search.index([case])
    assert search.matching(Case.objects.all(), "shelves").get().pk == case


@pytest.mark.slow
@pytest.mark.postgres
def test_killed_at_a_statement_of_a_migration_the_next_one_makes_it_whole(tmp_path: Path) -> None:
    """On SQLite: tests/reliability/test_r1_killed.py."""
    assert len(killed_while_migrating(tmp_path, UPHELD_DATABASE=postgres(tmp_path))) >= 3
