"""The team's part of the report: how long steps take and what was right, and nobody by name."""

from collections.abc import Iterator

from upheld.core.intervals import told_share
from upheld.insight.learnt import Learnt
from upheld.insight.team import Team, team
from upheld.insight.team.made import Group, Timed
from upheld.insight.team.reading import Step
from upheld.insight.team.survival import Reached
from upheld.insight.team.told import counted_in, days_told
from upheld.insight.team.workload import workload
from upheld.store.counted import case_days

from . import beside
from .part import Told
from .span import Span
from .told import Bars, Cell, Figure, Place, Section, Table, counted, number

_WORDS = {
    Step.ACKNOWLEDGED: "Acknowledged",
    Step.DECIDED: "Decided",
    Step.ANSWERED: "Answered",
    Step.CLOSED: "Closed",
}


def told(span: Span) -> Told:
    found = team(span.since, span.until, span.now)
    before = team(span.before.since, span.before.until, span.now)
    return Told(
        Section(
            key="team",
            title="The team",
            sentence=_sentence(found),
            bars=tuple(_bars(found, span)),
            tables=tuple(_tables(found, span)),
            limits=(*found.limits, "Times are told of steps, teams and topics, never of a person."),
            place=_team(span),
        ),
        tuple(_learnt(found, span)),
        tuple(_figures(found, before, span)),
    )


def _team(span: Span) -> Place:
    return Place("team", query=span.asked())


def _answered(span: Span, **wrong: str) -> Place:
    return Place("complaints", query=span.asked(what=case_days.ANSWERED, **wrong))


def _sentence(found: Team) -> str:
    answered, right = found.step(Step.ANSWERED), found.right
    parts = []
    if answered and answered.took.half and answered.took.half.likely is not None:
        half, ninth = (
            _in_words(answered, each) for each in (answered.took.half, answered.took.ninth)
        )
        parts.append(f"Half of all were answered within {half}, nine in ten within {ninth}.")
    if right.right:
        told = told_share(right.right)
        parts.append(f"{told} of {number(right.answered)} answers were right the first time.")
    return " ".join(parts) or "Nothing was answered in this time."


def _in_words(timed: Timed, found: Reached | None) -> str:
    if found is None or found.likely is None:
        return "a time that cannot be said yet"
    return days_told(found, counted_in(timed))


def _figures(found: Team, before: Team, span: Span) -> Iterator[Figure]:
    answered, earlier = found.step(Step.ANSWERED), before.step(Step.ANSWERED)
    half = answered.took.half if answered else None
    then = earlier.took.half if earlier else None
    value, _, between = _half(answered, half).partition(" (")
    yield Figure(
        "Half answered within",
        value,
        between=between.rstrip(")"),
        before=_half(earlier, then).partition(" (")[0] if then and then.likely is not None else "",
        moved=_sooner(half, then),
        place=_team(span),
        then=_team(span.before),
    )
    share, interval = beside.share_told(found.right.right)
    yield Figure(
        "Right the first time",
        share,
        between=interval,
        before=beside.share_told(before.right.right)[0] if before.right.right else "",
        moved=beside.shares(found.right.right, before.right.right),
        place=_answered(span),
        then=_answered(span.before),
    )


def _half(timed: Timed | None, found: Reached | None) -> str:
    return _in_words(timed, found) if timed and found and found.likely is not None else _CANNOT


_CANNOT = "cannot be said yet"


def _sooner(now: Reached | None, before: Reached | None) -> str:
    """Told where the two intervals lie apart, which is surer than 95 times in 100."""
    if now is None or before is None or now.likely is None or before.likely is None:
        return ""
    if now.high is not None and now.high < before.low:
        return "sooner than before"
    later = before.high is not None and now.low > before.high
    return "later than before" if later else beside.CANNOT_TELL


def _bars(found: Team, span: Span) -> Iterator[Bars]:
    answered = found.step(Step.ANSWERED)
    if answered is None or not answered.took.through:
        return
    all_but = [at for at, share in enumerate(answered.took.through) if share < 0.995]
    days = range(0, min(len(answered.took.through), (all_but or [0])[-1] + 6), 5)
    yield Bars(
        title=f"Answered after so many {counted_in(answered)}",
        told="The share of complaints that is answered after so many days, in hundredths",
        keys=("answered",),
        labels=tuple(str(each) for each in days),
        amounts=tuple((round(100 * answered.took.through[each], 1),) for each in days),
        places=(_team(span),) * len(days),
    )


def _tables(found: Team, span: Span) -> Iterator[Table]:
    place = _team(span)
    head = ("From receipt to", "Half within", "Nine in ten within", "Through", "Our target")
    rows = (
        (
            Cell(_WORDS[each.step]),
            Cell(_in_words(each, each.took.half), place),
            Cell(_in_words(each, each.took.ninth), place),
            counted(f"{number(each.took.done)} of {number(each.took.all)}", place),
            Cell(each.target or "none"),
        )
        for each in found.steps
    )
    yield Table(head, tuple(rows))
    for name, groups in (("Team", found.teams), ("Topic", found.topics)):
        if groups:
            yield Table((name, "Complaints", "Half answered within", "Nine in ten within"),
                        tuple(_group(each, place) for each in groups))  # fmt: skip
    yield _right(found, span)


def _group(group: Group, place: Place) -> tuple[Cell, ...]:
    answered = next(each for each in group.steps if each.step is Step.ANSWERED)
    return (
        Cell(group.name.capitalize()),
        counted(number(group.complaints), place),
        Cell(_in_words(answered, answered.took.half), place),
        Cell(_in_words(answered, answered.took.ninth), place),
    )


def _right(found: Team, span: Span) -> Table:
    right, checked = found.right, found.checked
    told = (
        ("First answered in this time", right.answered, _answered(span)),
        ("Answered again", right.again, _answered(span, wrong="again")),
        ("Came back: contested or opened again", right.reopened, _answered(span, wrong="back")),
        ("Changed by an outside body", right.outside, _answered(span, wrong="outside")),
        ("Held back by a check before they left", right.held_back, _answered(span, wrong="held")),
        ("Letters of any kind that a check held back", checked.held_back, _team(span)),
        ("Of those, mended and sent", checked.mended, _team(span)),
        ("Words of praise", found.praised, _team(span)),
    )
    rows = tuple((Cell(words), counted(number(count), place)) for words, count, place in told)
    return Table(("What was right the first time", "How many"), rows)


def _learnt(found: Team, span: Span) -> Iterator[Learnt]:
    right = found.right
    if right.right is not None and right.reopened and right.answered >= 30:
        share = right.reopened / right.answered
        if share >= 0.1:
            yield Learnt(
                kind="team",
                about="came_back",
                sentence=f"{number(right.reopened)} of {number(right.answered)} whom we answered "
                "did not leave it at that.",
                figure=f"{share * 100:.0f}% came back",
                page="team",
                query=span.asked(),
                then="Read ten answers that were contested, and find what they did not explain.",
            )
    loads = workload().loads
    heavy = sum(each.too_much for each in loads)
    if heavy:
        yield Learnt(
            kind="team",
            about="workload",
            sentence=f"Work is unevenly shared: {heavy} of {len(loads)} people have "
            "more than half again of what is usual.",
            figure=f"{heavy} of {len(loads)} people",
            page="team",
            query=span.asked(),
            then="Share the open cases out anew.",
        )
