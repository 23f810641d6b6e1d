"""A record of an export that holds what is no text or no number is told; the rest comes in."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.programs import ROOT, Program, key_of
from tests.core.imports.test_helpdesks import ALL
from tests.stories import NOW

from upheld.jobs import importing
from upheld.store.models import Case, Import, Person

# Half of a pair, the sign that PostgreSQL refuses, what Python reads and JSON has not, and a
# number beyond any that a float holds.
ODD = ('"\\ud800"', '"a\\u0000b"', "NaN", "-Infinity", "1e999", "9" * 400, '["\\udfff"]')
_HERE = '"here"'


def places(told: Any) -> Iterator[Any]:
    """The record once for each of its values, with a mark in that value's place."""
    if isinstance(told, dict):
        for name, value in told.items():
            yield {**told, name: "here"}
            yield from ({**told, name: each} for each in places(value))
    elif isinstance(told, list):
        for at, value in enumerate(told):
            yield from ([*told[:at], each, *told[at + 1 :]] for each in places(value))


@pytest.mark.parametrize("name", ALL)
def test_whatever_stands_in_a_record_the_others_come_in(
    name: str, lead: Person, monday: None
) -> None:
    program = Program(key_of(lead))
    odd = [json.dumps(each).replace(_HERE, odd) for each in places(ALL[name]) for odd in ODD]
    good = json.dumps({**ALL[name], "id": "the-last"})
    lines = [line.replace(f'"id": {json.dumps(ALL[name]["id"])}', f'"id": "k{at}"')
             for at, line in enumerate(odd)]  # fmt: skip
    file = SimpleUploadedFile("export.json", "\n".join([*lines, good]).encode())
    sent = {"file": file, "format": name}
    told = program.client.post(f"{ROOT}/imports", sent, headers=program.headers).json()
    assert program.get(f"/imports/{told['id']}/preview").status_code == 200
    program.post(f"/imports/{told['id']}/begin", {})
    importing.sweep(NOW)
    row = Import.objects.get(pk=told["id"])
    assert (row.state, row.error) == ("done", "")
    assert row.taken + row.rejected + row.already_there == len(lines) + 1
    assert Case.objects.filter(source_key="the-last").exists()
    assert not Case.objects.filter(source_key__in=["nan", "inf", "-inf"]).exists()
