"""The weekly look for themes: once a week, each under its number, name and bounds of before."""

from datetime import timedelta

import pytest
from tests import stories
from tests.insight.letters import letters

from upheld.core.themes import ThemeError
from upheld.jobs import themes
from upheld.steps import keep_themes
from upheld.steps.keep_themes import rename_theme
from upheld.steps.may import Operator
from upheld.store.models import Case, Event, Person, Theme, ThemesFound

NOW = stories.NOW
NEXT_WEEK = NOW + timedelta(days=7)


def complaints(many: int, seed: int = 3) -> None:
    like = Case.objects.get(pk=stories.open_case())
    for text in letters(many, seed)[0]:
        like.pk, like.text = None, text
        like.save(force_insert=True)


@pytest.mark.django_db
class TestSweep:
    def test_it_looks_once_a_week_and_each_theme_keeps_its_number_and_name(self) -> None:
        complaints(120)
        assert themes.sweep(NOW)
        assert not themes.sweep(NOW + timedelta(hours=1))
        before = list(Theme.objects.values_list("pk", flat=True))
        rename_theme(before[0], "What breaks", Operator(), NOW)
        complaints(20, seed=8)
        assert themes.sweep(NEXT_WEEK)
        assert set(before) <= set(Theme.objects.values_list("pk", flat=True))
        assert Theme.objects.get(pk=before[0]).name == "What breaks"
        assert Theme.objects.get(pk=before[0]).gone_at is None
        assert ThemesFound.objects.count() == 2
        event = Event.objects.filter(kind="themes_found").latest("pk")
        assert event.by == "the weekly look for themes"

    def test_where_no_complaint_came_there_is_nothing_to_look_at(self) -> None:
        assert not themes.sweep(NOW)
        assert not ThemesFound.objects.exists()

    def test_one_complaint_is_told_to_be_too_few(self, handler: Person) -> None:
        stories.an_open_case(handler, NOW)
        assert themes.sweep(NOW)
        (limit,) = ThemesFound.objects.get().limits
        assert limit.startswith("1 different letters")

    def test_what_a_person_changed_meanwhile_stays_and_it_looks_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        complaints(60)

        def changed(*_: object) -> None:
            raise ThemeError("themes were changed while it looked for them: look again")

        with monkeypatch.context() as there:
            there.setattr(keep_themes.themes, "kept", changed)
            assert not themes.sweep(NOW)
        assert themes.sweep(NOW)
