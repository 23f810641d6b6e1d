"""What is shown: words stay words, whoever wrote them, on a page and in a spreadsheet.

That no page runs them is tried in a browser: tests/pages/test_planted.py.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import upheld
from upheld.cli.frames import write_frame
from upheld.core.post.html import safe, words
from upheld.tables.spreadsheet import guarded, guarded_frame, unguarded

BYPASSES = [
    "<scr<script>ipt>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src onerror=a&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<!--><img src=x onerror=alert(1)-->",
    '<form><math><mtext></form><form><mglyph><svg><mtext><style><a id="</style><img onerror=a>">',
    '<a href="java&#10;script:alert(1)">x</a><p style="background:url(//evil.example)">y</p>',
    "<textarea><p title='</textarea><img src onerror=alert(1)>'>",
    '<base href="//evil.example"><meta http-equiv=refresh content="0;url=//evil.example">',
]
PIECES = st.sampled_from(
    [*BYPASSES, "<", ">", '"', "'", "<b>", "</b>", "<p ", "onload=", "&lt;", "<!--", "-->", "\0",
     "<svg>", "<style>", "</style>", "<table>", "<td>", "words "]
)  # fmt: skip


class Seen(HTMLParser):
    """The tags and attributes of a text, as a browser would find them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


@pytest.mark.pain("11")
@given(st.lists(PIECES, max_size=8).map("".join))
def test_no_nesting_of_tags_outwits_what_cleans_them(html: str) -> None:
    cleaned = safe(html)
    seen = Seen()
    seen.feed(cleaned)
    harmless = {"script", "style", "img", "svg", "math", "form", "input", "a", "base", "meta"}
    assert seen.tags & harmless == set()
    assert seen.attributes == []
    # What a browser makes of it is what was cleaned: cleaned again it does not change.
    assert safe(cleaned) == cleaned
    assert "\0" not in words(html)


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
            " =1+1", "\u200b=1+1", "\ufeff=1+1", "\0@x", "|cmd", "%x", "'=1+1", "''@x",
            "＝1+1", "＋1", "－1", "＠SUM(A1)"]  # fmt: skip
# Policy tables are read back as they stand, `-` being a test; the others are of the demo's making.
MADE_UP = {"demo/records.py"}  # by us, with no cell of two lines
AS_IT_STANDS = {"tables/sheets.py", *MADE_UP}
WRITES_CSV = re.compile(r"csv\.(?:Dict)?[Ww]riter\(|\.(?:write|sink)_csv\(")


@pytest.mark.pain("14")
def test_every_file_that_writes_csv_writes_it_by_the_one_guard() -> None:
    root = Path(upheld.__file__).parent
    texts = {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*.py")}
    writing = {name for name, text in texts.items() if WRITES_CSV.search(text)}
    guarding = {name for name in writing if "guarded" in texts[name] or "shown(" in texts[name]}
    assert writing - guarding == AS_IT_STANDS
    assert [name for name in texts if "CSV injection" in texts[name]] == ["tables/spreadsheet.py"]


ENDS = re.compile(r"csv\.(?:DictW|w)riter\([^\n]*lineterminator=\"\\r\\n\"\)")


def test_no_line_of_a_cell_is_a_line_of_its_file() -> None:
    """Python quotes what its own lines end with: by `\\n` alone a cell of two lines that a CR
    parts would be two lines of the file, and the second may be a formula."""
    root = Path(upheld.__file__).parent
    for path in root.rglob("*.py"):
        text, name = path.read_text(), path.relative_to(root).as_posix()
        writers = re.findall(r"csv\.(?:DictW|w)riter\(", text) if name not in MADE_UP else []
        assert len(ENDS.findall(text)) == len(writers), name


@given(st.text("'=+-@|%\t\r\n \0\u200b\ufeffa", max_size=6))
def test_whatever_a_cell_says_it_says_again_and_begins_no_formula(text: str) -> None:
    kept = guarded(text)
    assert unguarded(kept) == text
    assert kept.lstrip("\t\r\n \0\u200b\ufeff")[:1] not in {*"=+-@|%"}
    frame = pl.DataFrame({"words": [text]})
    assert guarded_frame(frame)["words"].to_list() == [kept]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_guarded_text_says_again_what_it_said(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text
    assert unguarded("'tis late") == guarded("'tis late") == "'tis late"


def test_no_cell_of_a_file_that_a_command_writes_is_a_formula(tmp_path: Path) -> None:
    names = [*FORMULAS, "Sally = Hart"]
    frame = pl.DataFrame({"customer": names, "profit": [-1.5] * len(names)})
    write_frame(frame, tmp_path / "told.csv")
    back = pl.read_csv(tmp_path / "told.csv")
    assert back["profit"].to_list() == [-1.5] * len(names)
    assert [name[0] for name in back["customer"]] == ["'"] * len(FORMULAS) + ["S"]
