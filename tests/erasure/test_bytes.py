"""What PostgreSQL keeps of an erased person beside the rows: values it plans by, and old bytes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.erasure import planted
from tests.erasure.test_erase import erased, person
from tests.stories import NOW

from upheld.store.erased import cleaning
from upheld.store.models import Person

__all__ = ["person"]  # fixtures
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
_GUIDE = Path(__file__).resolve().parents[2] / "docs/how-to/erase-a-person.md"
_STATISTICS = """
SELECT tablename || '.' || attname, concat(most_common_vals, histogram_bounds, most_common_elems)
FROM pg_stats WHERE schemaname = current_schema()
"""


def planned_by() -> list[str]:
    """The columns of which it knows a word of theirs."""
    with connection.cursor() as cursor:
        cursor.execute(_STATISTICS)
        return sorted(name for name, values in cursor.fetchall() if planted._in(values))


def in_bytes() -> Iterator[str]:
    """The files of this database with a word of theirs, those of its log left out."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        (number,) = cursor.fetchone()
        cursor.execute("SHOW data_directory")
        (folder,) = cursor.fetchone()
    for path in Path(folder, "base", str(number)).iterdir():
        yield from (f"{path.name}: {token}" for token in planted._in(path.read_bytes()))


def test_it_plans_by_no_word_of_theirs_and_the_guide_leaves_none_in_its_files(
    person: int, lead: Person, administrator: Person
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        assert len(planned_by()) > 10
        erased(person, lead, administrator)
        cleaning.clean(NOW)
        assert planned_by() == []
        assert list(in_bytes())
        for command in ("VACUUM FULL", "VACUUM FULL pg_statistic"):
            assert f"`{command}`" in _GUIDE.read_text("utf-8")
            cursor.execute(command)
    assert sorted(in_bytes()) == []
