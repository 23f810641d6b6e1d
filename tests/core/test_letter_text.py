"""A letter without its marks: what a mail program shows that shows no HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.letter_text import as_typed, parts, plain

LETTER = """\
Dear Sally,

## What we found

**It came late.** We *did* find it so, and the line that follows is of the same paragraph,
because one of them is long.

- One
- Two

1) First
2) Second

With kind regards,

Alice Moore
the care team
"""


def test_no_mark_is_left_that_annoys_and_the_lines_of_a_signature_stay() -> None:
    assert plain(LETTER) == (
        "Dear Sally,\n\nWhat we found\n\nIt came late. We did find it so, and the "
        "line that follows is of the same paragraph, because one of them is long.\n\n- One\n- Two\n"
        "1. First\n2. Second\n\nWith kind regards,\n\nAlice Moore\nthe care team\n"
    )


def test_what_a_stranger_wrote_stays_text() -> None:
    assert plain('You wrote: "<b>5 * 3</b> [x](http://x)".') == (
        'You wrote: "<b>5 * 3</b> [x](http://x)".\n'
    )


TYPED = [
    "*Bo*", "**Bo**", "_Bo_", "__init__", "`rm`", r"C:\*new*", "&lt;b&gt; &#60;", "5 * 3", "# Big",
    "- one", "1. one", "2) two", "> so", "<b>Bo</b>", "[x](http://x)", "~~~", "===", "Bo\\",
    "snake_case",
]  # fmt: skip


@pytest.mark.parametrize("said", TYPED)
def test_what_somebody_typed_is_read_as_they_typed_it(said: str) -> None:
    """Within a paragraph of ours, in bold and at the beginning of a line."""
    assert plain(f'You wrote: "{as_typed(said)}".') == f'You wrote: "{said}".\n'
    assert plain(f'**"{as_typed(said)}"** So.') == f'"{said}" So.\n'
    assert plain(f"{as_typed(said)},") == f"{said},\n"


def test_it_stays_on_one_line_of_ours() -> None:
    assert as_typed("Late.\r\n\r\n# Big") == "Late. # Big"


@given(st.text(st.characters(codec="ascii", exclude_characters="\r\n\t\0"), max_size=40))
def test_whatever_it_is(said: str) -> None:
    assert plain(f'You wrote: "{as_typed(said)}".') == f'You wrote: "{said}".\n'


def test_a_word_is_typed_as_it_is() -> None:
    """A person reads the draft too: nothing is marked that would be read as it stands."""
    said = "Sally O'Hart, order_no_5 & Co. (№ 7)"
    assert as_typed(said) == said


def test_a_second_paragraph_of_an_item_is_no_item() -> None:
    assert [part.kind for part in parts("- One\n\n  More of it\n- Two")] == [
        "item", "paragraph", "item",
    ]  # fmt: skip


@given(st.text(max_size=200))
def test_any_text_is_told(body: str) -> None:
    assert plain(body).endswith("\n")
