"""Policies, regimes, causes and the voice: read from folders, refused with what there is."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from upheld.core.words import AllegationKind
from upheld.store import policies
from upheld.store.policies import PolicyMissing


@pytest.mark.django_db
def test_the_policy_in_force_is_the_one_of_the_day_of_receipt() -> None:
    first = policies.policy_in_force(date(2026, 11, 2)).valid_from
    assert policies.policy_in_force(first).name == "standard"
    day_before = first - timedelta(days=1)
    with pytest.raises(PolicyMissing, match=f"no policy was in force on {day_before}: standard is"):
        policies.policy_in_force(day_before)


def test_an_unknown_regime_names_the_known_ones() -> None:
    with pytest.raises(PolicyMissing, match="regime mars is not known: choose one of au-asic-"):
        policies.zone("mars")


@pytest.mark.parametrize("regime", policies.regimes())
def test_every_regime_has_deadlines_that_name_their_source(regime: str) -> None:
    found = policies.deadlines(regime, datetime(2026, 11, 2, 9, 30, tzinfo=UTC))
    assert found
    assert all(each.obligation.source and each.obligation.clause for each in found)
    assert all(each.due.tzinfo is UTC for each in found)


def test_a_folder_without_obligations_is_no_regime_of_clocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "regimes" / "uk-cra").mkdir(parents=True)
    (tmp_path / "regimes" / "uk-cra" / "policy.yaml").touch()
    monkeypatch.setattr(settings, "POLICIES", tmp_path)
    assert policies.regimes() == ()


def test_a_complaint_from_before_a_regime_is_refused_with_its_first_day() -> None:
    day_before = datetime(2026, 6, 18, 23, 59, tzinfo=ZoneInfo("Europe/London"))
    with pytest.raises(PolicyMissing, match="uk-duaa had no rule on 2026-06-18: its first holds f"):
        policies.deadlines("uk-duaa", day_before)
    assert policies.deadlines("uk-duaa", day_before + timedelta(minutes=1))


def test_an_unknown_kind_of_complaint_names_those_there_are() -> None:
    with pytest.raises(PolicyMissing, match=r"kind payment is not known: did you mean payment-ser"):
        policies.deadlines("uk-fca-disp", datetime(2026, 11, 2, tzinfo=UTC), "payment")


def test_bank_holidays_of_the_place_are_no_business_days() -> None:
    easter = datetime(2026, 4, 2, 12, tzinfo=UTC)  # the day before Good Friday
    first, *_ = policies.deadlines("iso-10002", easter)
    assert first.due_on == date(2026, 4, 8)


def test_every_cause_has_a_label_and_a_stage() -> None:
    assert all(cause.label and cause.stage for cause in policies.causes())
    assert {cause.key for cause in policies.causes() if cause.needs_promise}


def test_the_voice_has_a_perspective_for_every_kind_of_complaint() -> None:
    assert policies.voice().perspectives.keys() == {str(kind) for kind in AllegationKind}
