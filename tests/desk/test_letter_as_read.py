"""A letter is shown as it would be read, with each problem at its sentence."""

import nh3
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.checks import Problem
from upheld.desk.show.letter import blocks, html_of, notes
from upheld.steps.letters import inline_html_of


def _texts(body: str) -> list[tuple[str, list[str]]]:
    return [(b.shape, [str(s.html) for s in b.sentences]) for b in blocks(body, ())]


def test_headings_items_and_paragraphs_are_told_apart() -> None:
    body = "## What we found\n\nIt was **late**. We are sorry.\n\n- Refund of £12.50.\n- A fix."
    assert _texts(body) == [
        ("heading", ["What we found"]),
        ("paragraph", ["It was <strong>late</strong>.", "We are sorry."]),
        ("item", ["Refund of £12.50."]),
        ("item", ["A fix."]),
    ]


def test_a_signature_keeps_its_lines() -> None:
    assert _texts("Alice Moore\nthe care team") == [
        ("line", ["Alice Moore"]),
        ("line", ["the care team"]),
    ]


def test_a_problem_points_at_its_sentence() -> None:
    found = notes([Problem("non_apology", "Sorry if you feel so.", "Say what.")])
    (block,) = blocks("Hello there. Sorry if you feel so.", found)
    assert [sentence.notes for sentence in block.sentences] == [(), (1,)]


def test_a_problem_of_a_heading_or_a_broken_line_is_shown_there() -> None:
    found = notes(
        [
            Problem("placeholder_left", "About {order}", "Fill it in."),
            Problem("placeholder_left", "[NAME] the care team", "Fill it in."),
        ]
    )
    shown = blocks("## About {order}\n\n[NAME]\nthe care team", found)
    assert [sentence.notes for block in shown for sentence in block.sentences] == [(1,), (2,), (2,)]


def test_the_page_cuts_sentences_as_the_checks_do() -> None:
    (block,) = blocks('You wrote: "It is late. Very late." We are sorry.', ())
    assert len(block.sentences) == 1


def test_a_problem_of_the_whole_letter_points_at_no_sentence() -> None:
    found = notes([Problem("no_date", "", "Say by when.")])
    assert all(s.notes == () for b in blocks("Dear Sally,\n\nHello.", found) for s in b.sentences)


@given(st.text())
def test_no_letter_brings_markup_of_its_own(body: str) -> None:
    for block in blocks(body + "<script>x</script><a href='javascript:x'>", ()):
        for sentence in block.sentences:
            assert "<script" not in sentence.html
            assert "<a" not in sentence.html
            assert "<img" not in sentence.html


@given(st.text(st.sampled_from("aZé0 ,.;:'’()£€?%/+-_*&<\"\N{NO-BREAK SPACE}")))
def test_a_plain_sentence_is_what_markdown_would_make_of_it(text: str) -> None:
    cleaned = nh3.clean(inline_html_of(text), tags={"strong", "em"})
    assert html_of(text) == cleaned


def test_a_sentence_with_a_problem_is_marked_and_leads_to_it() -> None:
    found = notes([Problem("non_apology", "Sorry if you feel so.", "Say what.")])
    (block,) = blocks("Sorry if you feel so.", found)
    assert [sentence.html for sentence in block.sentences] == [
        "<mark>Sorry if you feel so.</mark>"
        '<a class="note" href="#note-1" id="at-1"><span class="hush">See note </span>1</a>'
    ]
