"""Themes that are found anew while a person names, merges or splits them: two transactions on
PostgreSQL, of which the second sees what the first did. Nothing is lost or written over."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import transaction
from tests.beside import begun
from tests.stories import NOW, a_closed_case, a_received_case
from tests.waiting import PATIENCE

from upheld.core.erasing import ErasureWhy
from upheld.core.themes import Said, ThemeError, ThemeRead, ThemesRead
from upheld.core.words import CaseId, Role
from upheld.steps import erase, may
from upheld.steps.keep_themes import keep_themes, merge_theme, rename_theme, split_theme
from upheld.store import themes
from upheld.store.models import Case, Erasure, Person, Theme, ThemeCase

BY = may.Operator(role=Role.LEAD)
pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def theme(number: int | None, *cases: int) -> ThemeRead:
    return ThemeRead(
        number,
        "late",
        ("late",),
        {"late": 1.0},
        "",
        cases,
        len(cases),
        len(cases),
        (),
        (),
        (1,),
        (),
    )


def read(*found: ThemeRead) -> ThemesRead:
    """What a look found that began now."""
    bounds = themes.bounds(themes.remembered())
    return ThemesRead(found, (), (), 4, 0, 0, None, bounds=bounds)


def keep(told: ThemesRead) -> None:
    keep_themes(told, BY, NOW)


def members() -> dict[int, set[int]]:
    told: dict[int, set[int]] = {}
    for number, case in ThemeCase.objects.values_list("theme", "case"):
        told.setdefault(number, set()).add(case)
    return told


def beside(first: Callable[[], object], second: Callable[[], object]) -> None:
    """The second begins before the first has ended. Raises what the second does."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waits = begun(pool, second)
        waits.result(timeout=PATIENCE)


@pytest.fixture
def cases(transactional_db: None) -> list[int]:
    return [a_received_case(BY, email=f"n{n}@example.org") for n in range(4)]


@pytest.fixture
def two(cases: list[int]) -> tuple[int, int]:
    keep(read(theme(None, *cases[:2]), theme(None, *cases[2:])))
    one, other = Theme.objects.order_by("pk").values_list("pk", flat=True)
    return one, other


def found_again(two: tuple[int, int], cases: list[int]) -> ThemesRead:
    """Another look, after which a case is in the other theme."""
    return read(theme(two[0], cases[0]), theme(two[1], *cases[1:]))


def test_what_was_merged_while_it_was_kept_stays_merged(
    two: tuple[int, int], cases: list[int]
) -> None:
    one, other = two
    told = found_again(two, cases)
    with pytest.raises(ThemeError, match="look again"):
        beside(lambda: merge_theme(one, other, BY, NOW), lambda: keep(told))
    assert Theme.objects.get(pk=one).merged_into_id == other
    assert members() == {other: {*cases}}


def test_what_is_merged_just_after_it_was_kept_has_all_its_cases(
    two: tuple[int, int], cases: list[int]
) -> None:
    one, other = two
    told = found_again(two, cases)
    beside(lambda: keep(told), lambda: merge_theme(one, other, BY, NOW))
    assert members() == {other: {*cases}}
    assert Theme.objects.get(pk=other).cases == 4


def test_a_name_that_was_given_while_it_was_kept_stays(
    two: tuple[int, int], cases: list[int]
) -> None:
    told = found_again(two, cases)
    beside(lambda: rename_theme(two[0], "Late vans", BY, NOW), lambda: keep(told))
    assert Theme.objects.get(pk=two[0]).name == "Late vans"


def test_what_was_split_while_it_was_kept_stays_split(
    two: tuple[int, int], cases: list[int]
) -> None:
    told = found_again(two, cases)
    halves = [theme(None, cases[2]), theme(None, cases[3])]
    with pytest.raises(ThemeError, match="look again"):
        beside(lambda: split_theme(two[1], halves, BY, NOW), lambda: keep(told))
    assert sorted(map(sorted, members().values())) == [cases[:2], [cases[2]], [cases[3]]]


def test_parts_of_cases_that_moved_meanwhile_are_no_parts_of_it(
    two: tuple[int, int], cases: list[int]
) -> None:
    """They were worked out of the cases that it had before."""
    told = found_again(two, cases)
    halves = [theme(None, cases[0]), theme(None, cases[1])]
    with pytest.raises(ThemeError, match="look again"):
        beside(lambda: keep(told), lambda: split_theme(two[0], halves, BY, NOW))
    assert members() == {two[0]: {cases[0]}, two[1]: {*cases[1:]}}


def test_of_two_who_merge_each_into_the_other_the_second_is_told(two: tuple[int, int]) -> None:
    one, other = two
    with pytest.raises(ThemeError, match="is this one already"):
        beside(lambda: merge_theme(one, other, BY, NOW), lambda: merge_theme(other, one, BY, NOW))
    assert themes.of(one).pk == other


def test_of_two_first_looks_at_once_one_is_kept(cases: list[int]) -> None:
    told = read(theme(None, *cases))
    with pytest.raises(ThemeError, match="look again"):
        beside(lambda: keep(told), lambda: keep(told))
    assert Theme.objects.count() == 1
    assert Case.objects.count() == 4


@pytest.fixture
def erasure(transactional_db: None, lead: Person) -> Erasure:
    case = CaseId(a_closed_case(lead))
    return erase.propose(None, case, ErasureWhy.PERIOD, lead, NOW)


def a_quotation(erasure: Erasure) -> ThemesRead:
    """What a look found that quotes the case that is to be erased."""
    case = erasure.case_id or 0
    return read(replace(theme(None, case), examples=(Said(case, "The van never came."),)))


def test_what_is_erased_while_it_is_kept_is_not_quoted_afterwards(
    erasure: Erasure, administrator: Person
) -> None:
    told = a_quotation(erasure)
    beside(lambda: keep(told), lambda: erase.approve(erasure.pk, administrator, NOW))
    assert Theme.objects.get().examples == []


def test_what_is_kept_while_it_is_erased_quotes_none_of_it(
    erasure: Erasure, administrator: Person
) -> None:
    told = a_quotation(erasure)
    beside(lambda: erase.approve(erasure.pk, administrator, NOW), lambda: keep(told))
    assert Theme.objects.get().examples == []
