"""The pages of themes: what comes up, one theme with its cases, letters that several sent."""

from datetime import date

import pytest
from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.themes import LetterRead, Said, TermTrend, ThemeRead, ThemesRead, Trend
from upheld.steps.keep_themes import keep_themes
from upheld.store.models import CopiedLetter, Person, Theme

MONDAY = date(2026, 9, 7)


@pytest.fixture
def lena(signed_in: SignIn, lead: Person) -> Client:
    return signed_in(lead)


@pytest.fixture
def cases(lead: Person) -> list[int]:
    said = "The drawer runner of bench {} snapped."
    return [
        stories.a_received_case(lead, text=said.format(n), name=f"Kim {n}", email=f"k{n}@a.example")
        for n in range(3)
    ]


@pytest.fixture
def kept(cases: list[int], lead: Person) -> ThemesRead:
    trend = Trend("emerging", MONDAY, date(2026, 10, 5), None)
    runner = ThemeRead(
        None, "Drawer runner", ("drawer runner",), {"drawer runner": 1.0}, "Drawers",
        tuple(cases[:2]), 2, 2, (Said(cases[0], "The drawer runner of bench 0 snapped."),),
        (Said(cases[1], "I just want a new runner."),), (0, 0, 0, 0, 1, 1), (trend,),
    )  # fmt: skip
    other = ThemeRead(
        None, "Bench", (), {"bench": 1.0}, "Drawers", (cases[2],), 1, 1, (), (), (1,), ()
    )
    letter = LetterRead(tuple(cases[:2]), 2, "The drawer runner", MONDAY, MONDAY)
    read = ThemesRead(
        (runner, other), (letter,), (TermTrend("snapped", trend),), 5, 2, 0, date(2026, 8, 3)
    )
    keep_themes(read, lead, stories.NOW)
    return read


def test_before_anybody_looked_the_page_says_how(lena: Client) -> None:
    assert "Nobody has looked for themes yet" in text(lena.get("/themes/"))
    assert "upheld themes --store" in text(lena.get("/themes/letters/"))


def test_the_page_tells_what_comes_up_and_what_is_outside(kept: ThemesRead, lena: Client) -> None:
    told = text(lena.get("/themes/"))
    assert "5 complaints say alike" in told
    assert "3 belong to a theme, 2 to none" in told
    assert "Comes up Drawer runner since Mon 7 Sep 2026" in told
    assert "Words that come up snapped" in told
    assert "one in a hundred gives an alarm" in told


def test_a_theme_shows_its_words_its_wishes_and_opens_its_cases(
    kept: ThemesRead, lena: Client, cases: list[int]
) -> None:
    number = Theme.objects.get(name="Drawer runner").pk
    page = lena.get(f"/themes/{number}/")
    told = text(page)
    assert "2 complaints by 2 people" in told
    assert "I just want a new runner." in told
    assert "an alarm told of it in the week of Mon 5 Oct 2026" in told
    assert f'href="{page_of(cases[0])}"' in page.content.decode()
    assert lena.get("/themes/999999/").status_code == 404


def test_letters_by_several_open_each_case(
    kept: ThemesRead, lena: Client, cases: list[int]
) -> None:
    assert "2 cases by 2 people" in text(lena.get("/themes/letters/"))
    letter = CopiedLetter.objects.get()
    page = lena.get(f"/themes/letters/{letter.pk}/")
    assert "Each is investigated on its own" in text(page)
    assert all(page_of(case) in page.content.decode() for case in cases[:2])


@pytest.mark.parametrize("page", ["/themes/", "/themes/{0}/", "/themes/letters/"])
def test_a_page_asks_the_store_few_questions(
    kept: ThemesRead, lena: Client, page: str, django_assert_max_num_queries: object
) -> None:
    number = Theme.objects.get(name="Drawer runner").pk
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert lena.get(page.format(number)).status_code == 200


def test_a_lead_names_merges_and_is_told_what_cannot_be(kept: ThemesRead, lena: Client) -> None:
    runner, bench = Theme.objects.get(name="Drawer runner"), Theme.objects.get(name="Bench")
    done(lena, f"/themes/{runner.pk}/name/", {"name": "Runners that snap"})
    assert "its words suggest “Drawer runner”" in text(lena.get(f"/themes/{runner.pk}/"))
    response = lena.post(f"/themes/{runner.pk}/split/", {})
    assert response.status_code == 422
    assert "Its cases say too much alike" in text(response)
    done(lena, f"/themes/{bench.pk}/merge/", {"into": str(runner.pk)})
    assert lena.get(f"/themes/{bench.pk}/")["Location"] == f"/themes/{runner.pk}/"
    assert Theme.objects.get(pk=runner.pk).cases == 3


def test_handlers_see_none_and_auditors_change_none(
    kept: ThemesRead, alice: Client, signed_in: SignIn, auditor: Person
) -> None:
    number = Theme.objects.get(name="Bench").pk
    assert alice.get("/themes/").status_code == 403
    refused(alice, f"/themes/{number}/name/", {"name": ""}, 403)
    reading = signed_in(auditor)
    assert "Give it another name" not in text(reading.get(f"/themes/{number}/"))
    refused(reading, f"/themes/{number}/name/", {"name": "x"}, 403)
