"""A letter without its marks: what a mail program shows that shows no HTML."""

from hypothesis import given
from hypothesis import strategies as st

from upheld.core.letter_text import parts, plain

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


def test_a_second_paragraph_of_an_item_is_no_item() -> None:
    assert [part.kind for part in parts("- One\n\n  More of it\n- Two")] == [
        "item", "paragraph", "item",
    ]  # fmt: skip


@given(st.text(max_size=200))
def test_any_text_is_told(body: str) -> None:
    assert plain(body).endswith("\n")
