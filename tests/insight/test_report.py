"""The report: what matters most first, what to do in three sentences, and no more than there is."""

import io
import json
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from tests import stories

from upheld.core.money import Money
from upheld.insight.learnt import Learnt
from upheld.insight.report import ReportError, as_data, from_data, report
from upheld.insight.report.files import as_html, as_pdf
from upheld.insight.report.made import GO_ON, MOST, UNTOLD, in_order, most_telling, steps
from upheld.insight.report.part import Part
from upheld.insight.report.parts import PARTS
from upheld.insight.report.span import Span, day, span
from upheld.store.models import CopiedLetter, Person, Theme, ThemeCase

NOW = stories.NOW
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
SITE = "https://complaints.example"


def a_lesson(kind: str, cost: int | None = None, then: str = "do", **told: object) -> Learnt:
    stake = None if cost is None else Money(Decimal(cost), "GBP")
    plain = {"about": "", "sentence": f"{kind} {cost}", "figure": "1", "page": "complaints"}
    return Learnt(kind=kind, stake=stake, then=then and f"{then} {kind} {cost}.", **plain | told)  # type: ignore[arg-type]


class TestWhatMattersMost:
    def test_the_dearest_comes_first_and_what_nobody_could_price_last(self) -> None:
        found = in_order([a_lesson("a"), a_lesson("b", 100), a_lesson("c", 5000)])
        assert [each.kind for each in found] == ["c", "b", "a"]

    def test_of_two_that_cost_the_same_the_certain_one_comes_first(self) -> None:
        found = in_order([a_lesson("a", 100, certain=False), a_lesson("b", 100)])
        assert [each.kind for each in found] == ["b", "a"]

    def test_small_change_is_no_dearer_than_what_nobody_could_price(self) -> None:
        found = in_order([a_lesson("a"), a_lesson("b", 9), a_lesson("c", 1000)])
        assert [each.kind for each in found] == ["c", "a", "b"]

    def test_another_currency_is_not_set_beside_the_usual_one(self) -> None:
        dear = Learnt(
            kind="yen", about="", sentence="", figure="", page="",
            stake=Money(Decimal(9_000_000), "JPY"),
        )  # fmt: skip
        found = in_order([dear, a_lesson("a", 100), a_lesson("b", 50)])
        assert [each.kind for each in found] == ["a", "b", "yen"]

    def test_five_are_told_each_of_another_kind(self) -> None:
        every = [a_lesson("theme", 900 - at) for at in range(9)] + [a_lesson("silent", 1)]
        told = most_telling(every)
        assert [each.kind for each in told] == ["theme", "silent"]
        assert len(most_telling([a_lesson(str(at), at) for at in range(9)])) == MOST

    def test_what_to_do_is_of_different_kinds_the_certain_first(self) -> None:
        every = [
            a_lesson("a", 900, certain=False), a_lesson("b", 800), a_lesson("b", 700),
            a_lesson("c", 600, then=""), a_lesson("d", 500),
        ]  # fmt: skip
        assert list(steps(every)) == ["do b 800.", "do d 500.", "do a 900."]

    @given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 9999) | st.none())))
    def test_nothing_is_lost_by_putting_it_in_order(
        self, told: list[tuple[str, int | None]]
    ) -> None:
        every = [a_lesson(kind, cost) for kind, cost in told]
        assert sorted(map(repr, in_order(every))) == sorted(map(repr, every))
        assert len(list(steps(every))) == min(3, len({kind for kind, _ in told}))


class TestDays:
    def test_the_month_before_a_month_is_a_month(self) -> None:
        before = Span(date(2026, 3, 1), date(2026, 3, 31), NOW).before
        assert (before.first, before.last) == (date(2026, 2, 1), date(2026, 2, 28))
        assert Span(date(2026, 1, 1), date(2026, 6, 30), NOW).before.first == date(2025, 7, 1)
        assert Span(FIRST, LAST, NOW).before_told == "the month before"

    def test_the_days_before_other_days_are_as_many(self) -> None:
        before = Span(date(2026, 3, 10), date(2026, 3, 16), NOW).before
        assert (before.first, before.last) == (date(2026, 3, 3), date(2026, 3, 9))
        assert Span(date(2026, 3, 10), date(2026, 3, 16), NOW).before_told == "the 7 days before"

    @pytest.mark.parametrize(
        ("first", "last", "why"),
        [
            (LAST, FIRST, "backwards"),
            (date(2027, 1, 1), date(2027, 1, 31), "is to come"),
            (date(2000, 1, 1), LAST, "more than five years"),
            (date(1, 1, 1), date(1, 1, 31), "mend the year"),
        ],
    )
    def test_days_that_cannot_be_told_say_why(self, first: date, last: date, why: str) -> None:
        with pytest.raises(ReportError, match=why):
            span(first, last, NOW)


def told_alone(html: str) -> list[str]:
    """What a page would fetch from elsewhere."""
    return re.findall(r'(?:src|href)="(?!https://complaints\.example|#)[^"]*"|url\([^)]*\)', html)


@pytest.mark.django_db
class TestTold:
    def test_an_empty_firm_has_a_report_that_says_so(self) -> None:
        found = report(FIRST, LAST, NOW)
        assert found.headline == "No complaint came in this time, and none was decided."
        assert found.learnt == ()
        assert found.next == (GO_ON,)
        assert (
            "No complaint is on record yet: this report will fill when one comes." in found.limits
        )
        assert as_pdf(found, SITE).startswith(b"%PDF")
        assert "No complaint is on record yet" in as_html(found, SITE)

    def test_one_complaint_is_told_and_what_cannot_be_said_of_it(self, handler: Person) -> None:
        stories.a_closed_case(handler, NOW)
        found = report(FIRST, LAST, NOW + timedelta(days=40))
        figures = {figure.name: figure for figure in found.figures}
        assert found.headline.startswith("1 complaint came; in 1 of the 1 that we answered")
        assert figures["Complaints"].value == "1"
        assert figures["Complaints"].before == ""
        assert "So few complaints came that the next one may turn any share round." in (
            found.sections[0].limits
        )
        empty = report(date(2026, 10, 1), date(2026, 10, 31), NOW)
        assert "No complaint came from 1 October 2026 to 31 October 2026." in empty.limits

    def test_days_that_are_not_over_are_told_so_far(self, handler: Person) -> None:
        stories.an_open_case(handler, NOW)
        found = report(FIRST, LAST, NOW + timedelta(hours=1))
        assert found.so_far
        assert found.limits[0].startswith("These days are not over")

    def test_what_is_kept_is_read_back_as_it_was_told(self, handler: Person) -> None:
        stories.a_closed_case(handler, NOW)
        lesson = Part("silent", "The silent", learns=lambda *days: [a_lesson("silent", 1200)])
        found = report(FIRST, LAST, NOW + timedelta(days=2), (*PARTS, lesson))
        assert found.learnt[0].kind == "silent"
        assert found.sections[-1].title == "The silent"
        assert from_data(json.loads(json.dumps(as_data(found)))) == found

    def test_a_part_that_fails_says_so_is_logged_and_stops_no_other(
        self, handler: Person, caplog: pytest.LogCaptureFixture
    ) -> None:
        stories.a_closed_case(handler, NOW)

        def broken(*days: object) -> list[Learnt]:
            raise ZeroDivisionError

        good = Part("y", "Y", learns=lambda *days: [a_lesson("y", 1200)])
        found = report(FIRST, LAST, NOW, (*PARTS[:1], Part("x", "X", learns=broken), good))
        assert [each.kind for each in found.learnt] == ["y"]
        assert found.sections[1].sentence == UNTOLD
        assert "X: this could not be told." in found.limits
        assert "the part x of a report failed" in caplog.text
        assert from_data(as_data(found)) == found

    def test_what_people_wrote_alike_is_told_by_its_days_and_not_in_their_words(
        self, handler: Person
    ) -> None:
        cases = [stories.an_open_case(handler, NOW, email=f"a{at}@example.com") for at in range(5)]
        CopiedLetter.objects.create(
            words="I, Ann, am cross.", cases=5, people=5, first_on=FIRST, last_on=NOW.date()
        )
        trend = {"direction": "emerging", "began": f"{FIRST}", "told": f"{FIRST}", "ended": None}
        theme = Theme.objects.create(
            name="late", cases=5, trends=[trend], first_found_at=NOW, found_at=NOW
        )
        for place, case in enumerate(cases):
            ThemeCase.objects.create(case_id=case, theme=theme, place=place)
        themes = next(part for part in PARTS if part.key == "themes")
        found = report(FIRST, LAST, NOW, (*PARTS[:1], themes))
        assert {each.kind: each.figure for each in found.everything} == {
            "theme": "5 complaints",
            "letter": f"5 complaints, {day(FIRST)} to {day(NOW.date())}",
        }
        assert "I, Ann" not in str(as_data(found))

    def test_a_database_that_is_away_is_no_fault_of_a_part(self) -> None:
        def away(*days: object) -> list[Learnt]:
            raise OperationalError

        with pytest.raises(OperationalError):
            report(FIRST, LAST, NOW, (*PARTS[:1], Part("x", "X", learns=away)))

    def test_the_page_stands_alone_and_what_somebody_wrote_is_only_text(self) -> None:
        nasty = a_lesson("x", 1200, sentence='<script>alert(1)</script> "', then="")
        found = report(FIRST, LAST, NOW, (*PARTS[:1], Part("x", "X", learns=lambda *days: [nasty])))
        html = as_html(found, SITE)
        assert told_alone(html) == []
        assert "<script" not in html
        assert "&lt;script&gt;alert(1)" in html
        assert "about £1,200 a year while nothing is done" in html

    def test_the_pdf_has_its_text_its_links_and_nothing_beside(self, handler: Person) -> None:
        stories.a_closed_case(handler, NOW)
        lessons = [a_lesson(kind, 1200) for kind in ("one", "two", "three", "four")]
        part = Part("x", "X", learns=lambda *days: lessons)
        found = report(FIRST, LAST, NOW + timedelta(days=2), (*PARTS, part))
        read = PdfReader(io.BytesIO(as_pdf(found, SITE)))
        front = " ".join(read.pages[0].extract_text().split())
        assert "November 2026" in front
        assert "Told on" in front, "the first page is one page, to its last line"
        for sentence in found.next:
            assert sentence in front
        links = [
            annotation["/A"]["/URI"]
            for page in read.pages
            for annotation in page.get("/Annots", [])
        ]
        asked = "/complaints/?what=received&from=2026-11-01&to=2026-11-30"
        assert f"{SITE}{asked}" in links
        assert all(link.startswith(SITE) for link in links)
        assert read.attachments == {}
        root: Any = read.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert "/JavaScript" not in root.get("/Names", {})
        assert "/OpenAction" not in root

    def test_without_an_address_of_the_desk_the_pdf_has_no_links(self) -> None:
        read = PdfReader(io.BytesIO(as_pdf(report(FIRST, LAST, NOW), "")))
        assert not any("/Annots" in page for page in read.pages)
