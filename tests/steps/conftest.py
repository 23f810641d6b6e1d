"""A root cause, a change that was made of it, and a second who leads."""

import pytest
from tests.conftest import person
from tests.steps.changing import LATE, MADE, given
from tests.stories import NOW, a_closed_case

from upheld.core.words import Role
from upheld.steps.keep_changes import record_change
from upheld.steps.keep_root_causes import (
    open_root_cause,
)
from upheld.store import models as rows


@pytest.fixture
def second_lead(db: None) -> rows.Person:
    return person("Marta Vogel", Role.LEAD)


@pytest.fixture
def root_cause(lead: rows.Person) -> int:
    a_closed_case(lead)
    return open_root_cause("One carrier for all", lead.pk, [LATE], lead, NOW)


@pytest.fixture
def change(root_cause: int, lead: rows.Person) -> int:
    return record_change(root_cause, given(), lead.pk, lead, MADE)
