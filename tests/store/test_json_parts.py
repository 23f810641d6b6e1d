"""Parts of a JSON column, as the text of one array: all that stands there, and null for nothing."""

import json

import pytest
from tests.stories import a_decided_case

from upheld.store.models import Decision, Person
from upheld.store.sql.json_parts import JsonParts


@pytest.mark.django_db
def test_each_part_is_what_stands_there(handler: Person) -> None:
    row = Decision.objects.get(case=a_decided_case(handler))
    odd = {"a": {"b": "12.10"}, "yes": True, "none": None, "many": [1, {"c": "«'\\"}], "n": 2.5}
    Decision.objects.filter(pk=row.pk).update(record=odd)
    parts = JsonParts("record", "a.b", "yes", "none", "missing.of", "many", "n")
    told = Decision.objects.annotate(parts=parts).values_list("parts", flat=True).get(pk=row.pk)
    assert json.loads(told) == ["12.10", True, None, None, odd["many"], 2.5]


def test_of_one_path_there_is_no_array() -> None:
    with pytest.raises(ValueError, match="two at least"):
        JsonParts("record", "a")
