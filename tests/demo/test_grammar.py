"""The small grammar in which the word files are written."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.grammar import GrammarError, Pen, parsed

LISTS = {"who": ("my sister",), "pair": ("<who> and {thing}",)}


def pen(seed: int = 1) -> Pen:
    return Pen(Dice(seed), LISTS, {"thing": "desk"})


def test_plain_text_stays_as_it_is() -> None:
    assert pen().write("Nobody came.") == "Nobody came."


def test_a_fact_is_filled_in() -> None:
    assert pen().write("the {thing} broke") == "the desk broke"


def test_a_capital_in_the_name_begins_with_a_capital() -> None:
    assert pen().write("{Thing}. <Who>.") == "Desk. My sister."


def test_a_list_may_draw_on_facts_and_lists() -> None:
    assert pen().write("<pair>") == "my sister and desk"


def test_choices_nest() -> None:
    written = {pen(seed).write("[a|b [c|d]|]") for seed in range(60)}
    assert written == {"a", "b c", "b d", ""}


@pytest.mark.parametrize("line", ["[a|b", "the {thing", "<who", "a] b"])
def test_a_bracket_without_its_partner_is_an_error_that_shows_the_line(line: str) -> None:
    with pytest.raises(GrammarError, match=re.escape(repr(line))):
        pen().write(line)


@pytest.mark.parametrize("line", ["{nothing}", "<nobody>"])
def test_an_unknown_name_is_an_error(line: str) -> None:
    with pytest.raises(GrammarError, match="neither a fact nor a list"):
        pen().write(line)


def test_the_least_used_of_those_drawn_comes_first() -> None:
    worn = pen()
    drawn = [worn.pick(("a", "b", "c")) for _ in range(300)]
    assert max(map(drawn.count, "abc")) - min(map(drawn.count, "abc")) < 20


@given(st.text(alphabet="abc [|]{}<>", max_size=30))
def test_a_line_parses_or_is_refused_with_a_grammar_error(line: str) -> None:
    with suppress(GrammarError):
        assert parsed(line) == parsed(line)
