"""What a stranger wrote costs whoever reads it no more than its words: not an element a line."""

import pytest
from django.test import Client
from tests import stories

from upheld.core.intake import LONGEST_TEXT
from upheld.core.references import reference
from upheld.core.spans import Span
from upheld.desk.show import said
from upheld.store.models import Allegation, Person

FULL = "> a\n" * (LONGEST_TEXT // 4)


def alleged(*spans: Span) -> Allegation:
    return Allegation(pk=7, spans=[[each.start, each.end] for each in spans])


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_a_mail_of_a_quarter_of_a_million_lines_is_a_page_like_any_other(
    alice: Client, handler: Person
) -> None:
    case = stories.an_open_case(handler, text=FULL)
    page = alice.get(f"/cases/{reference(case)}/").content.decode()
    assert page.count("data-at=") <= said._MOST_LINES + 1
    assert page.count("&gt; a") >= LONGEST_TEXT // 4 - 1


@pytest.mark.parametrize("lines", [1, said._MOST_LINES, said._MOST_LINES + 1, 3_000])
def test_no_word_of_it_is_left_out_and_a_mark_is_seen_wherever_it_stands(lines: int) -> None:
    text = "\n".join(f"line {number}." for number in range(lines))
    marked = Span(len(text) - 4, len(text) - 1)
    shown = said.paragraphs(text, [alleged(marked)])
    pieces = [piece for part in shown for line in part for piece in line]
    assert without_spaces("".join(each.words for each in pieces)) == without_spaces(text)
    assert [each.at for each in pieces if each.marked] == [marked.start]
    assert all(text[each.at : each.at + len(each.words)] == each.words for each in pieces)
