"""A case is called by its reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.references import read_reference
from upheld.desk.reference import CaseReference


@pytest.mark.parametrize("typed", ["UP-000414", "up-414", " UP414 ", "414", "000414"])
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    assert read_reference(typed) == 414


@pytest.mark.parametrize("typed", ["", "Bob", "UP-", "414b", "-414", "9" * 40])
def test_what_is_none_is_none(typed: str) -> None:
    assert read_reference(typed) is None


@given(st.integers(1, 10**11))
def test_an_address_leads_back_to_its_case(number: int) -> None:
    address = CaseReference()
    assert address.to_python(address.to_url(number)) == number
    assert read_reference(address.to_url(number)) == number
