"""How long a complaint is kept: each regime of ours says so, or that it is not known."""

from datetime import date

import pytest

from upheld.core import retention as core
from upheld.store import policies
from upheld.store.policy_files import retention_files


@pytest.mark.parametrize("name", policies.regimes())
def test_every_regime_says_how_long_each_kind_of_complaint_is_kept_or_that_none_is_known(
    name: str,
) -> None:
    told = retention_files.told(name)
    kinds = {kind for each in told for kind in each.kinds or policies.regime(name).kinds}
    assert kinds == policies.regime(name).kinds.keys()
    assert all(each.source and each.clause for each in told)


def test_what_nobody_read_is_verified_nowhere_and_what_is_not_known_refuses_nothing() -> None:
    told = {each.id: each for name in policies.regimes() for each in retention_files.told(name)}
    assert {each.id for each in told.values() if each.verified} == {"fca-record", "fca-record-5"}
    not_known = [each for each in told.values() if not each.known]
    assert len(not_known) == 5
    assert {each.words for each in not_known} == {"no legal period known: the firm states one"}
    assert all(each not in retention_files.of_regime(each.regime) for each in not_known)


def test_a_period_ends_on_the_last_day_that_there_is() -> None:
    (record, _) = retention_files.of_regime("uk-fca-disp")
    assert core.until(record, date(2024, 2, 29), None).until == date(2027, 2, 28)
