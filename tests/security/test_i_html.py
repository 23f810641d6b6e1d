"""HTML of a stranger costs what its length costs: what makes a cleaner slow never reaches it."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.post.html import _DEEPEST, _plain, safe, words

# Each makes a browser ignore an end, or hides one from whoever only counts them.
TRICKS = (
    "<div>", "</div>", "<table>", "</table>", "<td>", "<div></x>", "<div><object></div></object>",
    "<div><table></div></table>", "<div><!--</div>-->", "<<!---->div>", "<!--", "-->", "<!-->",
    "<div title='>'>", "<div a='", '<div a="', "<p>", "</p>", "<b a=1>", "<script>", "</script>",
    "<title>", "</title x>", "<", ">", "</", "<!", "<svg>", "<template>", "Late", "&lt;",
)  # fmt: skip


class _Read(HTMLParser):
    """How deep it nests, and whether a tag says more than its name."""

    def __init__(self) -> None:
        super().__init__()
        self.stands: list[str] = []
        self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        if tag not in ("br", "hr", "p", "td", "th", "tr", "li", "dd", "dt"):
            self.stands.append(tag)
        self.deepest = max(self.deepest, len(self.stands))

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("br", "hr", "p", "td", "th", "tr", "li", "dd", "dt"):
            assert self.stands.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@given(st.lists(st.tuples(st.sampled_from(TRICKS), st.integers(1, 150)), max_size=12))
def test_whatever_is_written_each_tag_is_bare_closed_and_not_deep(
    told: list[tuple[str, int]],
) -> None:
    reader = _Read()
    reader.feed(_plain("".join(each * many for each, many in told)))
    reader.close()
    assert reader.stands == []
    assert reader.deepest <= _DEEPEST


def test_a_tag_with_as_many_attributes_as_fit_is_read() -> None:
    """Each one is compared with all before it, by whoever keeps them until they are cleaned."""
    many = " ".join(f"a{number}=1" for number in range(500_000))
    assert words(f"<p {many}>Late</p {many}>") == "Late"


def test_ends_that_a_browser_ignores_make_nothing_deep() -> None:
    for trick in (
        "<div></x>",
        "<div><table></div></table>",
        "<div><!--</div>-->",
        "<b a=1></x><p>",
    ):
        assert words(trick * 100_000 + "Late") == "Late"


SQUARED = ("&", "& ", "&a", "&#", "&amp;", "&nbsp;", "\xa0", "£", "\x80a", "»")


@pytest.mark.parametrize("sign", SQUARED)
def test_signs_that_a_cleaner_takes_the_squares_of_never_reach_it(sign: str) -> None:
    """Counted, not timed: a million of them took minutes."""
    reached = _plain(sign * 1_000)
    assert not re.search(r"&(?!lt;)|[\x80-\xbf]", reached)
    assert len(reached) <= 2_000


@given(st.text(st.sampled_from("&;#x38ampltg\xa0£»>\u010f\U0010ff26é "), max_size=60))
def test_the_words_are_those_that_a_browser_would_read(told: str) -> None:
    told = "Late " + told  # a line of nothing but > is one that was quoted, and empty
    seen = unescape(told).replace("\U0010ff26", "")
    assert " ".join(words(told).split()) == " ".join(seen.split())


def test_a_number_of_a_sign_that_no_sign_has_is_read_in_no_time() -> None:
    assert words("Late&#" + "9" * 1_000_000 + "; &#x" + "f" * 1_000_000) == "Late\ufffd \ufffd"


def test_what_was_hidden_from_the_cleaner_is_shown_as_it_was() -> None:
    told = "Fish &amp; chips at £3 &lt;b&gt; \xa0&nbsp;&#38; &pound; &copy;"
    assert safe(told) == "Fish &amp; chips at £3 &lt;b&gt; &nbsp;&nbsp;&amp; £ ©"
