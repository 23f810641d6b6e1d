"""The weekly look for themes: once a week, each under its number, name and bounds of before."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from tests import stories
from tests.insight.letters import letters
from tests.steps.test_keep_themes import told

from upheld.core.themes import ThemesRead
from upheld.insight.themes.refit import Case, refit
from upheld.jobs import themes
from upheld.steps.keep_themes import merge_theme, rename_theme
from upheld.steps.may import Operator
from upheld.store.models import Event, Person, Theme, ThemesFound

NOW = stories.NOW
NEXT_WEEK = NOW + timedelta(days=7)


@pytest.mark.django_db
class TestSweep:
    def test_it_looks_once_a_week_and_each_theme_keeps_its_number_and_name(self) -> None:
        told(letters(160)[0])
        assert themes.sweep(NOW)
        assert not themes.sweep(NOW + timedelta(days=6))
        largest = Theme.objects.all()[0]
        rename_theme(largest.pk, "What we hear most", Operator(), NOW)
        told(letters(20, seed=8)[0])
        assert themes.sweep(NEXT_WEEK)
        again = Theme.objects.get(pk=largest.pk)
        assert (again.name, again.gone_at) == ("What we hear most", None)
        event = Event.objects.filter(kind="themes_found").latest("pk")
        assert (event.by, event.data["cases"]) == ("the weekly look for themes", 180)

    def test_what_a_person_merges_meanwhile_stays_and_it_looks_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told(letters(160)[0])
        themes.sweep(NOW)
        one, other = Theme.objects.values_list("pk", flat=True)[:2]

        def slowly(read: Sequence[Case]) -> ThemesRead:
            found = refit(read)
            merge_theme(one, other, Operator(), NOW)
            return found

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(themes, "refit", slowly)
            assert not themes.sweep(NEXT_WEEK)
        assert themes.sweep(NEXT_WEEK)
        assert Theme.objects.get(pk=one).merged_into_id == other

    def test_where_no_complaint_came_there_is_nothing_to_look_at(self) -> None:
        assert not themes.sweep(NOW)
        assert not ThemesFound.objects.exists()

    def test_of_one_complaint_it_is_told_that_it_is_too_few(self, handler: Person) -> None:
        stories.an_open_case(handler, NOW)
        assert themes.sweep(NOW)
        assert ThemesFound.objects.get().limits[0].startswith("1 different letter")
