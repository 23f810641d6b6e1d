"""Themes: what many complaints say alike, and what people make of them by hand."""

from typing import Annotated

from django.http import HttpRequest
from pydantic import Field

from upheld.api.access import by, now
from upheld.api.given import Given
from upheld.api.problems import missing
from upheld.api.told.themes import CopiedLetterTold, ThemeTold
from upheld.api.values import Line
from upheld.api.versions import listed_as_read
from upheld.core.references import reference
from upheld.core.themes import ThemeError
from upheld.core.words import Scope
from upheld.insight.themes.parting import parts
from upheld.steps import may
from upheld.steps.keep_themes import merge_theme, rename_theme, split_theme
from upheld.store import models as rows
from upheld.store import themes as kept

from .base import THAT_VERSION, Routes

themes = Routes(tags=["themes"])
_MOST = 500
_Number = Annotated[int, Field(ge=1, le=2**53)]


class NameGiven(Given):
    name: Line


class IntoGiven(Given):
    into: _Number


@themes.reads("/themes", list[ThemeTold])
def list_themes(request: HttpRequest) -> list[rows.Theme]:
    """What many complaints say alike, the largest first."""
    may.check("report", by(request))
    return kept.listed()


@themes.reads("/themes/letters", list[CopiedLetterTold])
def list_copied_letters(request: HttpRequest) -> list[CopiedLetterTold]:
    """Letters that several people sent; each of their cases is investigated on its own."""
    may.check("report", by(request))
    found = rows.CopiedLetter.objects.prefetch_related("of_letter")[:_MOST]
    plain = ("id", "words", "people", "first_on", "last_on")
    return [
        CopiedLetterTold(
            **{name: getattr(row, name) for name in plain},
            cases=[reference(each.case_id) for each in row.of_letter.all()],
        )
        for row in found
    ]


@themes.reads("/themes/{number}", ThemeTold)
def read_theme(request: HttpRequest, number: _Number) -> rows.Theme:
    """One theme, or the one that it was merged into."""
    may.check("report", by(request))
    return _theme(number)


@themes.writes("PUT", "/themes/{number}/name", ThemeTold, Scope.POLICIES, match=THAT_VERSION)
def name_theme(request: HttpRequest, number: _Number, body: NameGiven) -> rows.Theme:
    """Gives a theme a name that stays when it is found again."""
    may.check("keep_themes", by(request))
    with listed_as_read(request, ThemeTold, lambda: _theme(number), needed=True):
        rename_theme(_theme(number).pk, body.name, by(request), now(request))
    return _theme(number)


@themes.writes("POST", "/themes/{number}/merge", ThemeTold, Scope.POLICIES)
def join_themes(request: HttpRequest, number: _Number, body: IntoGiven) -> rows.Theme:
    """Makes a theme one with another, which is told."""
    may.check("keep_themes", by(request))
    merge_theme(_theme(number).pk, _theme(body.into).pk, by(request), now(request))
    return _theme(number)


@themes.writes("POST", "/themes/{number}/split", list[ThemeTold], Scope.POLICIES)
def part_theme(request: HttpRequest, number: _Number) -> list[rows.Theme]:
    """Makes two themes of one, which stay apart when they are found again."""
    may.check("keep_themes", by(request))
    row = _theme(number)
    return [_theme(each) for each in split_theme(row.pk, parts(row.pk), by(request), now(request))]


def _theme(number: int) -> rows.Theme:
    try:
        return kept.as_seen(number)
    except ThemeError:
        raise missing() from None
