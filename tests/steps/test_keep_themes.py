"""Themes of the store: found, kept under their number, and in the names and bounds of hands."""

import random
from dataclasses import replace

import pytest
from tests.insight.letters import SAID, a_letter
from tests.other_names import CALLED, SHOWN, TEXT, known_by_others
from tests.stories import NOW, a_closed_case, a_complaint, an_open_case

from upheld.core.erasing import ErasureWhy
from upheld.core.themes import LetterRead, Said, ThemeError, ThemeRead, ThemesRead
from upheld.core.words import CaseId
from upheld.insight.themes import refit
from upheld.insight.themes.parting import parts
from upheld.steps import erase
from upheld.steps.keep_themes import keep_themes, merge_theme, rename_theme, split_theme
from upheld.steps.may import NotAllowed
from upheld.store import themes
from upheld.store.models import (
    Case,
    CopiedLetter,
    Customer,
    Event,
    LetterCase,
    Need,
    Person,
    Theme,
    ThemeCase,
)


def told(texts: list[str]) -> None:
    """Cases with these words, each by somebody else; rows alone, as a theme reads no more."""
    plain = a_complaint()
    people = [Customer(name=f"Person {n}", joined_on=NOW.date()) for n in range(len(texts))]
    Customer.objects.bulk_create(people)
    Case.objects.bulk_create(
        Case(customer=who, subject="About it", text=text, channel=plain.channel, received_at=NOW,
             regime="uk-fca-disp", zone="Europe/London", currency="GBP", state="received")
        for who, text in zip(people, texts, strict=True)
    )  # fmt: skip


def looked(by: Person) -> dict[int, set[int]]:
    """Looks for themes, and gives the cases of each by its number."""
    keep_themes(refit.refit(refit.cases()), by, NOW)
    found: dict[int, set[int]] = {}
    for theme, case in ThemeCase.objects.values_list("theme_id", "case_id"):
        found.setdefault(theme, set()).add(case)
    return found


@pytest.fixture
def found(lead: Person) -> dict[int, set[int]]:
    dice = random.Random(1)
    told([a_letter(topic, dice) for topic in SAID for _ in range(40)] + ["The same letter."] * 3)
    return looked(lead)


def test_themes_keep_their_number_name_and_bounds(found: dict[int, set[int]], lead: Person) -> None:
    largest, *others = sorted(found, key=lambda number: -len(found[number]))
    rename_theme(largest, "  What we hear  most ", lead, NOW)
    merge_theme(others[1], others[0], lead, NOW)
    again = looked(lead)
    assert Theme.objects.get(pk=largest).name == "What we hear most"
    assert len(again[largest] & found[largest]) > 0.8 * len(found[largest])
    assert others[1] not in again
    joined = found[others[0]] | found[others[1]]
    assert len(again[others[0]] & joined) > 0.8 * len(joined)
    assert themes.of(others[1]).pk == others[0]
    kinds = Event.objects.filter(case=None).values_list("kind", flat=True)
    assert list(kinds).count("theme_changed") == 2
    assert list(kinds).count("themes_found") == 2


def test_what_is_split_stays_apart(found: dict[int, set[int]], lead: Person) -> None:
    largest = max(found, key=lambda number: len(found[number]))
    one, other = split_theme(largest, parts(largest), lead, NOW)
    assert one == largest
    first, second = (
        set(ThemeCase.objects.filter(theme=number).values_list("case_id", flat=True))
        for number in (one, other)
    )
    assert first | second == found[largest]
    again = looked(lead)
    assert len(again.get(one, set()) & first) > 0.6 * len(first)
    assert len(again.get(other, set()) & second) > 0.6 * len(second)


def test_parts_of_a_part_stay_apart_from_the_other(
    found: dict[int, set[int]], lead: Person
) -> None:
    largest = max(found, key=lambda number: len(found[number]))
    like, cases = parts(largest)[0], sorted(found[largest])
    bounds = [cases[at::3] for at in range(3)]
    first, second, last = (replace(like, cases=tuple(each)) for each in bounds)
    both = replace(like, cases=second.cases + last.cases)
    one, other = split_theme(largest, [first, both], lead, NOW)
    _, third = split_theme(other, [second, last], lead, NOW)
    whole = dict(Theme.objects.values_list("pk", "split_from"))
    assert [whole[each] for each in (one, other, third)] == [largest] * 3
    again = looked(lead)
    for number, part in zip((one, other, third), bounds, strict=True):
        assert len(again.get(number, set()) & {*part}) > 0.6 * len(part)


def test_what_was_merged_leads_there_though_it_was_not_found_for_a_while(
    found: dict[int, set[int]], lead: Person
) -> None:
    one, other, *_ = sorted(found)  # whatever order a database gives them in
    merge_theme(one, other, lead, NOW)
    keep_themes(refit.looked_at([]), lead, NOW)
    assert not themes.shown().exists()
    again = looked(lead)
    assert again[other] & found[one]
    assert again[other] & found[other]


def test_what_a_person_did_while_it_looked_is_not_undone(
    found: dict[int, set[int]], lead: Person
) -> None:
    read = refit.refit(refit.cases())
    one, *_ = found
    like, half = parts(one)[0], len(found[one]) // 2
    cases = sorted(found[one])
    halves = [replace(like, cases=tuple(each)) for each in (cases[:half], cases[half:])]
    _, made = split_theme(one, halves, lead, NOW)
    with pytest.raises(ThemeError, match="look again"):
        keep_themes(read, lead, NOW)
    assert Theme.objects.get(pk=made).gone_at is None


def test_who_wrote_to_two_themes_is_one_person_of_both(
    found: dict[int, set[int]], lead: Person
) -> None:
    one, other, *_ = found
    sender = Case.objects.get(pk=min(found[one])).customer
    Case.objects.filter(pk=min(found[other])).update(customer=sender)
    merge_theme(one, other, lead, NOW)
    row = Theme.objects.get(pk=other)
    assert (row.cases, row.people) == (row.in_theme.count(), row.cases - 1)


def test_a_letter_by_several_people_is_told_and_each_case_stands(
    found: dict[int, set[int]],
) -> None:
    letters = {row.letter.people: row.letter.cases for row in LetterCase.objects.all()}
    assert letters[3] == 3
    assert Case.objects.filter(text="The same letter.").count() == 3


def test_what_cannot_be_changed_is_told(found: dict[int, set[int]], lead: Person) -> None:
    number = next(iter(found))
    with pytest.raises(ThemeError, match="needs a name"):
        rename_theme(number, " ", lead, NOW)
    with pytest.raises(ThemeError, match="choose another"):
        merge_theme(number, number, lead, NOW)
    keep_themes(refit.looked_at([]), lead, NOW)
    with pytest.raises(ThemeError, match="is not found any more"):
        merge_theme(number, max(found), lead, NOW)
    with pytest.raises(ThemeError, match="there is no theme 0"):
        rename_theme(0, "x", lead, NOW)
    with pytest.raises(ThemeError, match="stays one theme"):
        split_theme(number, [], lead, NOW)


def test_a_handler_leaves_themes_as_they_are(handler: Person) -> None:
    with pytest.raises(NotAllowed):
        keep_themes(refit.refit([]), handler, NOW)


def test_an_empty_store_says_so(lead: Person) -> None:
    keep_themes(refit.refit(refit.cases()), lead, NOW)
    latest = themes.latest()
    assert latest is not None
    assert latest.limits == ["no complaint to look at yet"]


QUOTED = "The van never came."


def quoting(*cases: int) -> ThemeRead:
    """A theme of these cases, with a sentence and a wish of each."""
    said = tuple(Said(case, f"{QUOTED} {case}") for case in cases)
    return ThemeRead(
        None, "vans", ("van",), {"van": 1.0}, "", cases, 2, 2, said, said, (1,), ()
    )  # fmt: skip


def a_look(*cases: int) -> ThemesRead:
    """Found, and not kept yet: one theme of the cases, and one letter that they sent."""
    letter = LetterRead(cases, 2, QUOTED, None, None)
    return ThemesRead((quoting(*cases),), (letter,), (), 2, 0, 0, None)


def quoted() -> set[int]:
    return {
        each["case"] for row in Theme.objects.all() for each in (*row.examples, *row.wishes)
    }  # fmt: skip


def erased(case: CaseId, lead: Person, administrator: Person) -> None:
    row = erase.propose(None, case, ErasureWhy.PERIOD, lead, NOW)
    erase.approve(row.pk, administrator, NOW)


class TestErasedWhileItLooked:
    def test_nothing_is_quoted_of_a_case_that_was_erased_while_themes_were_looked_for(
        self, lead: Person, administrator: Person
    ) -> None:
        case, other = (a_closed_case(lead, email=f"n{n}@example.org") for n in range(2))
        read = a_look(case, other)
        erased(case, lead, administrator)
        keep_themes(read, lead, NOW)
        assert quoted() == {other}
        assert CopiedLetter.objects.get().words == "[erased]"

    def test_nor_where_the_parts_of_a_theme_were(self, lead: Person, administrator: Person) -> None:
        case, other = (a_closed_case(lead, email=f"n{n}@example.org") for n in range(2))
        keep_themes(a_look(case, other), lead, NOW)
        read = [quoting(case), quoting(other)]
        erased(case, lead, administrator)
        split_theme(Theme.objects.get().pk, read, lead, NOW)
        assert quoted() == {other}

    def test_a_letter_of_which_nobody_was_erased_is_kept_with_its_words(self, lead: Person) -> None:
        keep_themes(a_look(a_closed_case(lead)), lead, NOW)
        assert CopiedLetter.objects.get().words == QUOTED


def test_a_sentence_of_a_theme_is_shown_with_none_of_the_names_by_which_we_know_them(
    handler: Person,
) -> None:
    known_by_others(an_open_case(handler, text=TEXT))
    (case,) = refit.cases()
    assert case.says(TEXT).words == SHOWN


def test_a_sentence_of_a_part_is_shown_without_the_names_by_which_we_know_them(
    found: dict[int, set[int]],
) -> None:
    largest = max(found, key=lambda number: len(found[number]))
    for case in Case.objects.filter(pk__in=found[largest]):
        Need.objects.create(case=case, name=CALLED)
        case.text = case.text.replace(".", f", says {CALLED}.")
        case.save()
    told = [each.words for part in parts(largest) for each in (*part.examples, *part.wishes)]
    assert told
    assert not any(CALLED in words for words in told)
