"""`upheld themes`: what many complaints say alike; and `upheld duplicates`: letters sent again."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .errors import Refused
from .screen import out, plain, progress
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.core.themes import ThemeRead, ThemesRead, Trend
    from upheld.insight.themes import Progress
    from upheld.insight.themes.refit import Case

    from .letters_file import Letters

_Column = typer.Option(metavar="COLUMN", help="Its column, where the name does not say so.")
_File = Annotated[
    str | None,
    typer.Argument(metavar="FILE", help="CSV, Parquet or JSON Lines: a row a complaint."),
]
_Store = Annotated[bool, typer.Option("--store", help="Look at the cases of the store.")]
_SHOWN = 30


def themes(
    file: _File = None,
    store: _Store = False,
    text: Annotated[str, _Column] = "",
    date: Annotated[str, _Column] = "",
    customer: Annotated[str, _Column] = "",
    as_json: AsJson = False,
) -> None:
    """Finds what many complaints say alike, names it, and tells what comes up and goes down.

    With --store the themes are kept, each under its number and name of before.
    """
    from .django import configured, prepare

    _one_of(file, store)
    if store:
        prepare()
    else:
        configured()
        _set_up()
    from upheld.insight.themes import refit

    began = datetime.now(UTC)
    read = refit.cases() if store else _cases(_letters(file, text, date, customer))
    with _watched(len(read)) as done:
        found = refit.refit(read, done) if store else refit.looked_at(read, done=done)
    if store:
        from upheld.core.themes import ThemeError
        from upheld.steps.keep_themes import keep_themes
        from upheld.steps.may import Operator

        try:
            keep_themes(found, Operator(), began)
        except ThemeError as error:
            raise Refused(str(error)) from None
    print_json(_data(found)) if as_json else _show(found)


def duplicates(
    file: _File = None,
    store: _Store = False,
    text: Annotated[str, _Column] = "",
    date: Annotated[str, _Column] = "",
    customer: Annotated[str, _Column] = "",
    pairs: Annotated[
        bool, typer.Option("--pairs", help="Also each pair that is alike, in the JSON.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Groups letters that are nearly the same, word for word: from 0.8 of their runs of words on.

    Each case of such a letter is still investigated on its own.
    """
    from .django import configured, prepare

    _one_of(file, store)
    if store:
        prepare()
    else:
        configured()
        _set_up()
    from upheld.insight import duplicates as alike
    from upheld.insight.texts import read as read_texts
    from upheld.insight.themes import refit

    read = refit.cases() if store else _cases(_letters(file, text, date, customer))
    words = read_texts(case.text for case in read)
    group = alike.groups_of(words)
    members: dict[int, list[int]] = {}
    for at, head in enumerate(group):
        members.setdefault(head, []).append(at)
    groups = [_group(each, read) for each in members.values() if len(each) > 1]
    told: dict[str, Any] = {
        "complaints": len(read),
        "different": len(members),
        "alike_from": alike.ALIKE,
        "groups": sorted(groups, key=lambda each: (-each["people"], -len(each["rows"]))),
    }
    if pairs:
        told["pairs"] = [
            [read[one].number, read[other].number] for one, other in alike.pairs(words, group)
        ]
    print_json(told) if as_json else _show_groups(told)


def _one_of(file: str | None, store: bool) -> None:
    if (file is None) is not store:
        raise Refused("name a FILE, or give --store: one of the two")


def _set_up() -> None:
    import django

    django.setup()


def _letters(file: str | None, text: str, day: str, customer: str) -> "Letters":
    from .letters_file import Columns, read_letters

    return read_letters(file or "", Columns(text, day, customer))


def _cases(read: "Letters") -> "list[Case]":
    """A row as a case: its number is its line in the file."""
    from upheld.insight.themes.refit import Case

    people = {sender: at for at, sender in enumerate(dict.fromkeys(read.senders))}
    return [
        Case(row, text, "", day, people[sender])
        for row, text, day, sender in zip(
            read.rows, read.texts, read.days, read.senders, strict=True
        )
    ]


@contextmanager
def _watched(count: int) -> "Iterator[Progress]":
    """A bar for each part of the work, one after the other."""
    with ExitStack() as bars:
        shown: dict[str, Any] = {}

        def done(doing: str, more: int) -> None:
            if doing not in shown:
                bars.pop_all().close()
                shown[doing] = bars.enter_context(progress(doing.capitalize(), count, True))
            shown[doing](more)

        yield done


def _data(found: "ThemesRead") -> dict[str, Any]:
    from upheld.insight.themes.change import FALSE_ALARM_WEEKS

    return {
        "complaints": found.cases,
        "copies": found.copies,
        "outside": found.outside,
        "false_alarm_weeks": FALSE_ALARM_WEEKS,
        "languages": dict(found.languages),
        "limits": list(found.limits),
        "first_week": found.first_week and found.first_week.isoformat(),
        "themes": [_theme(each) for each in found.themes],
        "terms": [{"term": each.term, **_trend(each.trend)} for each in found.terms],
        "letters": len(found.letters),
    }


def _theme(each: "ThemeRead") -> dict[str, Any]:
    return {
        "name": each.name,
        "head": each.head,
        "number": each.continues,
        "complaints": len(each.cases),
        "letters": each.letters,
        "people": each.people,
        "phrases": list(each.phrases),
        "examples": [asdict(said) for said in each.examples],
        "would_have_made_it_right": [asdict(said) for said in each.wishes],
        "trends": [_trend(trend) for trend in each.trends],
        "weeks": list(each.weeks),
        "cases": list(each.cases),
    }


def _trend(trend: "Trend") -> dict[str, Any]:
    ended = trend.ended and trend.ended.isoformat()
    return {
        "direction": str(trend.direction),
        "began": trend.began.isoformat(),
        "told": trend.told.isoformat(),
        "ended": ended,
    }


def _show(found: "ThemesRead") -> None:
    from upheld.insight.themes.change import FALSE_ALARM_WEEKS

    screen = out()
    screen.print(
        plain(
            f"{_many(found.cases, 'complaint')}, {_many(found.copies, 'copy', 'copies')} of "
            f"another: {_many(len(found.themes), 'theme')}, "
            f"{_many(found.outside, 'complaint')} in none."
        )
    )
    for limit in found.limits:
        screen.print(plain(f"Note: {limit}."))
    heads = dict.fromkeys(each.head for each in found.themes)
    of = {head: [each for each in found.themes if each.head == head] for head in heads}
    for head in sorted(heads, key=lambda name: -sum(len(each.cases) for each in of[name])):
        if head:
            many = sum(len(each.cases) for each in of[head])
            screen.print(plain(f"\n{many:6,}  {head}"))
        for each in of[head]:
            said = f"  “{each.examples[0].words}”" if each.examples else ""
            screen.print(plain(f"{len(each.cases):8,}  {each.name}{said}"))
    changed = [(each.name, trend) for each in found.themes for trend in each.trends]
    changed += [(f"the words “{each.term}”", each.trend) for each in found.terms]
    for name, trend in changed[:_SHOWN]:
        over = f", until {trend.ended}" if trend.ended else ""
        screen.print(plain(f"{trend.direction} since {trend.began}{over}: {name}"))
    if changed:
        screen.print(
            plain(f"In weeks in which nothing changes, {FALSE_ALARM_WEEKS:.0%} give an alarm.")
        )


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


def _group(places: list[int], read: "list[Case]") -> dict[str, Any]:
    days = sorted(case.day for at in places if (case := read[at]).day is not None)
    return {
        "rows": [read[at].number for at in places],
        "people": len({read[at].customer for at in places}),
        "first_on": days[0].isoformat() if days else None,
        "last_on": days[-1].isoformat() if days else None,
        "words": " ".join(read[places[0]].text[:200].split()),
    }


def _show_groups(told: dict[str, Any]) -> None:
    screen = out()
    screen.print(
        plain(
            f"{_many(told['complaints'], 'complaint')}, "
            f"{_many(told['different'], 'different letter')}."
        )
    )
    for each in told["groups"][:_SHOWN]:
        many, people = len(each["rows"]), each["people"]
        screen.print(plain(f"{many:6,} by {people:,}: {each['words'][:100]}"))
    if len(told["groups"]) > _SHOWN:
        screen.print(plain(f"{len(told['groups']) - _SHOWN:,} more groups: --json has them all."))
