"""A change as its page shows it: what came of it as a picture, in numbers and in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from upheld.core.changes import (
    About,
    Among,
    Checked,
    Verdict,
    Week,
    sentence,
    told_effect,
)
from upheld.core.intervals import told
from upheld.core.reply import told_day
from upheld.desk.charts.counterfactual import Counterfactual, Point, counterfactual
from upheld.desk.forms.answer import AgreementForm, NothingToFill
from upheld.desk.forms.changes import PublicForm, TellForm
from upheld.steps import may, tell_change
from upheld.steps.letters import problems_of
from upheld.store import changes, news
from upheld.store import models as rows
from upheld.store.counted import gathered
from upheld.store.counted.gathered import Gathered
from upheld.store.merged import merging
from upheld.store.sight import seen

from .fold import Fold, Opened, fold
from .letter import blocks, notes
from .root_causes import VERDICTS

_AT_ONCE = 4  # weeks in one point of the picture
_THOUSAND = 1000.0
_ABOUT = {
    About.CAUSE: "complaints closed with “{}”",
    About.THEME: "complaints of the theme “{}”",
    About.TOUCHPOINT: "complaints at “{}”",
    About.TOPIC: "complaints about “{}”",
    About.CONTACTS: "contacts about “{}”",
}
_AMONG = {
    Among.ORDERS: "for each thousand orders",
    Among.PRODUCTS: "for each thousand orders of a product",
    Among.SERVICES: "for each thousand orders of a service",
    Among.PASSAGES: "for each thousand that pass there",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Four weeks: how many, among how many, the rate, and what would have come without it."""

    first: date
    count: int
    among: str
    rate: str
    without: str
    after: bool


def change_page(row: rows.Change, opened: Opened, now: datetime, by: may.Actor) -> dict[str, Any]:
    check = row.checks.select_related(None).defer(None).order_by("-pk").first()
    found = changes.checked(check) if check else None
    known = gathered.labels()
    label = gathered.label(Gathered(About(row.about), row.key), known)
    return {
        "section": "root_causes",
        "change": row,
        "measure": f"{_ABOUT[About(row.about)].format(label)} {_AMONG[Among(row.among)]}",
        "beside": [gathered.label(Gathered(About(row.about), key), known) for key in row.beside],
        "expected": f"{row.expected * 100:.0f}",
        "check": check,
        "verdict": VERDICTS[Verdict(check.verdict)] if check else "",
        **(_found(row, found) if found else {}),
        "checks": [(each, VERDICTS[Verdict(each.verdict)]) for each in row.checks.all()],
        "told": news.told_to(row).count(),
        "may_check": may.allowed_any("check_change", by),
        "may_tell": may.allowed_any("tell_change", by),
        "folds": _folds(row, opened) if may.allowed_any("publish_change", by) else [],
        "sees_all": not seen.hides(),
        "now": now,
    }


def _found(row: rows.Change, found: Checked) -> dict[str, Any]:
    points = list(_points(found.weeks, row.made_on))
    marks = [at for at, (first, *_) in enumerate(points) if first >= row.made_on][:1]
    if found.returned_on:
        marks += [at for at, (first, *_) in enumerate(points) if first >= found.returned_on][:1]
    chart = counterfactual([each for *_, each in points], marks)
    return {
        "sentence": sentence(row.name, row.made_on, found, row.expected),
        "effect": told_effect(found.ratio),
        "found": found,
        "before": told(found.before),
        "after": told(found.after),
        "placebo": _placebo(found),
        "tell_on": found.tell_on,
        "chart": chart,
        **(_frame(row, chart, points) if chart else {}),
        "lines": list(_lines(points, row.made_on)),
    }


def _frame(row: rows.Change, chart: Counterfactual, points: Sequence[Any]) -> dict[str, Any]:
    return {
        "top": f"{chart.top:.1f}",
        "bottom": "0",
        "ends": (told_day(points[0][0]), told_day(points[-1][0])),
        "keys": (("happened", "What happened"), ("without", "What would have come without it")),
        "picture_told": f"What happened by four weeks, and what would have come without the change "
        f"of {told_day(row.made_on)}; the table below has the numbers",
    }


def _points(weeks: Sequence[Week], made_on: date) -> Iterator[tuple[date, int, float, Point]]:
    """Four weeks each, of which none holds weeks from before the change and after it."""
    known = [week for week in weeks if week.among > 0]
    before = [week for week in known if week.monday < made_on]
    after = known[len(before) :]
    short = len(before) % _AT_ONCE
    parts = [before[:short]] if short else []
    parts += [before[at : at + _AT_ONCE] for at in range(short, len(before), _AT_ONCE)]
    parts += [after[at : at + _AT_ONCE] for at in range(0, len(after), _AT_ONCE)]
    for part in parts:
        count, among = sum(week.count for week in part), sum(week.among for week in part)
        yield part[0].monday, count, among, _point(part, count, among)


def _point(weeks: Sequence[Week], count: int, among: float) -> Point:
    each = _THOUSAND / among
    judged = [week for week in weeks if week.likely is not None]
    if not judged:
        return Point(count * each)
    share = _THOUSAND / sum(week.among for week in judged)
    ends = (sum(getattr(week, name) for week in judged) for name in ("likely", "low", "high"))
    return Point(count * each, *(end * share for end in ends))


def _lines(points: Sequence[tuple[date, int, float, Point]], made_on: date) -> Iterator[Line]:
    for first, count, among, point in points:
        without = "not judged"
        if point.likely is not None:
            without = f"{point.likely:.1f} ({point.low:.1f} to {point.high:.1f})"
        yield Line(first, count, f"{among:,.0f}", f"{point.rate:.1f}", without, first >= made_on)


def _placebo(found: Checked) -> str:
    if found.placebo is None:
        return ""
    days, large = found.placebo.days, found.placebo.as_large
    many = f"on {large} of them" if large else "on none of them"
    return (
        f"{days} days before it, on which nothing was changed, were taken for the day of the "
        f"change: {many} as much seemed to come of it, so by chance that happens "
        f"{found.placebo.p * 100:.0f} times in 100 or fewer."
    )


def _folds(row: rows.Change, opened: Opened) -> list[Fold]:
    def one(key: str, label: str, submit: str, form: Any) -> Fold:
        return fold(
            opened, key, label, submit, reverse("desk:change_step", args=[row.pk, key]), form
        )

    words = PublicForm(key="words", initial={"words": row.public_words})
    label = "Write the words anew" if row.public_words else "Make it public"
    found = [one("words", label, "Propose these words", words)]
    if row.public_words and row.approved_at is None and not seen.hides():
        found.append(
            one(
                "approve",
                "Approve the words",
                "Everybody may read them",
                AgreementForm(key="approve", initial={"read": row.public_words}),
            )
        )
    if row.public_words:
        found.append(one("down", "Take it down", "Take it down", NothingToFill(key="down")))
    return found


def telling_page(row: rows.Change, form: TellForm, now: datetime, by: may.Actor) -> dict[str, Any]:
    """Who is to hear of it, who is not and why, and how the first letter reads."""
    who = news.audience(row, timezone.localdate(now), now)
    told_as = str(form.data.get("told_as", "")) if form.is_bound else row.told_as
    return {
        "section": "root_causes",
        "change": row,
        "who": who,
        "came_back": news.to_see_off(row)[: news.MOST_AT_ONCE] if who.unreached else (),
        "form": form,
        "most": news.MOST_AT_ONCE,
        **(_letter(row, next(iter(who.to_tell.values())), told_as, by, now) if who.to_tell else {}),
        "now": now,
    }


def _letter(
    row: rows.Change, case_id: Any, told_as: str, by: may.Actor, now: datetime
) -> dict[str, Any]:
    every = rows.Case.objects.select_related("customer")
    case = every.annotate(ever_merged=merging.ever_merged()).get(pk=case_id)
    letter = tell_change.draft_news(case, row, told_as, by)
    found = notes(problems_of(letter, None, case, now, claim=changes.claim(row)))
    return {"case": case, "letter": letter, "notes": found, "blocks": blocks(letter.body, found)}
