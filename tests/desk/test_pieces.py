"""A piece of HTML is escaped as Django would escape it."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from upheld.desk.pieces import piece
from upheld.store.models import Customer

TOLD = st.one_of(
    st.text(),
    st.text().map(mark_safe),
    st.integers(),
    st.none(),
    st.builds(Customer, name=st.text(min_size=1, max_size=20)),
)


@given(TOLD, TOLD)
def test_what_is_told_is_escaped_unless_it_is_html_already(one: Any, other: Any) -> None:
    form = '<p class="{}">{named}</p>'
    assert piece(form, one, named=other) == format_html(form, one, named=other)


def test_a_piece_is_not_escaped_again() -> None:
    inner = piece("<b>{}</b>", "<script>")
    assert piece("<i>{}</i>", inner) == "<i><b>&lt;script&gt;</b></i>"
