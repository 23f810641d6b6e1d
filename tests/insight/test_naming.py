"""A theme's name is things that people wrote of, never an act, a small word or a person."""

import random

import pytest

from upheld.insight.themes import Found, find
from upheld.insight.themes.letters import Letters
from upheld.insight.themes.passages import Passages
from upheld.insight.themes.refit import Case, looked_at

SAID = {
    "inquiry": ["There is a hard inquiry on my credit report from {n} May.",
                "I never authorised the hard inquiry that {who} made.",
                "Please remove the hard inquiry, {who} did not ask me."],
    "fee": ["You charged an overdraft fee of {n} pounds to my account.",
            "The overdraft fee was taken twice, {who} told me so.",
            "I have paid an overdraft fee every month for {n} months."],
    "lost": ["{who} lost the parcel in the sorting office.",
             "My parcel never arrived, and the sorting office in {town} has no trace.",
             "The sorting office of {town} says that the parcel is not there."],
}  # fmt: skip
TOWNS = ["Leeds", "York", "Bath", "Ely", "Ripon"]


def letters(agent: str = "somebody", many: int = 200) -> list[str]:
    """Each of two sentences of one kind, and of words that nobody else wrote."""
    dice, kinds, texts = random.Random(4), list(SAID.values()), []
    for n in range(many):
        own = " ".join("".join(dice.choices("bcdfgklmnprst", k=6)) for _ in range(8))
        told = " ".join([*dice.sample(kinds[n % 3], 2), own])
        texts.append(told.format(n=n, who=agent, town=dice.choice(TOWNS)))
    return texts


@pytest.fixture(scope="module")
def found() -> Found:
    return find(letters())


def names(found: Found) -> str:
    return " | ".join(theme.name for theme in found.themes).lower()


def test_a_theme_is_named_by_the_thing_that_its_letters_are_about(found: Found) -> None:
    assert all(
        thing in names(found) for thing in ("hard inquiry", "overdraft fee", "sorting office")
    )


def test_no_act_names_a_theme(found: Found) -> None:
    assert not {"remove", "charged", "taken", "paid", "arrived", "authorised"} & {
        *names(found).split()
    }


def test_a_name_has_three_phrases_at_most_and_none_twice(found: Found) -> None:
    for theme in found.themes:
        phrases = theme.name.lower().split(", ")
        assert len(phrases) <= 3
        assert len({word[:5] for phrase in phrases for word in phrase.split()}) == sum(
            len(phrase.split()) for phrase in phrases
        )


def test_no_two_themes_have_one_name() -> None:
    told = [theme.name for theme in find(letters(many=400)).themes]
    assert len({*told}) == len(told)


@pytest.mark.parametrize("agent", ["Mr Jones", "Jennifer Smith", "of them jennifer"])
def test_who_is_named_in_every_letter_is_in_no_name_and_no_phrase(agent: str) -> None:
    told = [
        phrase for theme in find(letters(agent)).themes for phrase in (theme.name, *theme.phrases)
    ]
    assert not [phrase for phrase in told if agent.split()[-1].lower() in phrase.lower()]


def test_the_name_of_whoever_wrote_is_personal_and_the_name_of_a_firm_is_not() -> None:
    said = Passages(["Zork Quabb of Wells Fargo lost it."] * 3, ["Zork Quabb"] * 3)
    assert said.personal("Quabb")
    assert said.personal("quabb")
    assert not said.personal("Wells Fargo")


def test_who_wrote_is_in_no_name_however_they_write_it() -> None:
    cases = [
        Case(n, f"{text} zork quabb", "", None, n, ("Zork Quabb",))
        for n, text in enumerate(letters())
    ]
    told = [word for theme in looked_at(cases).themes for word in (theme.name, *theme.phrases)]
    assert told
    assert not [word for word in told if "zork" in word.lower() or "quabb" in word.lower()]


def test_what_is_done_goes_on_step_by_step_and_ends_with_all() -> None:
    told: dict[str, list[int]] = {}
    find(letters(), done=lambda doing, more: told.setdefault(doing, []).append(more))
    assert list(told) == ["reading", "comparing", "grouping", "naming"]
    assert [sum(counts) for counts in told.values()] == [200] * 4
    assert min(map(len, told.values())) > 2


def test_a_word_is_an_act_or_a_thing_by_what_stands_before_it() -> None:
    kinds = Letters(letters()).kinds
    assert kinds.thing("parcel") > 0.8
    assert kinds.thing("charged") < 0.3
    assert kinds.end("hard") < 0.3
