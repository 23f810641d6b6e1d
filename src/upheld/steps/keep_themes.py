"""Keep the themes: as they were found, and in the names and bounds that people give them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from upheld.core.themes import ThemeError, ThemeRead, ThemesRead, checked_name
from upheld.store import in_order, themes
from upheld.store.sight import seen

from . import may


@seen.whole()
@transaction.atomic
def keep_themes(read: ThemesRead, by: may.Actor, now: datetime) -> None:
    """Keeps what was found in place of what was found before. Raises ThemeError."""
    may.check("keep_themes", by)
    in_order.themes()
    themes.kept(read, by.name, now)


@seen.whole()
@transaction.atomic
def rename_theme(number: int, name: str, by: may.Actor, now: datetime) -> None:
    """Gives a theme a name that stays when it is found again. Raises ThemeError."""
    may.check("keep_themes", by)
    in_order.themes()
    themes.renamed(themes.of(number), checked_name(name), by.name, now)


@seen.whole()
@transaction.atomic
def merge_theme(number: int, into: int, by: may.Actor, now: datetime) -> None:
    """Makes one theme of two; what is found of either from now on is that one.

    Raises ThemeError.
    """
    may.check("keep_themes", by)
    in_order.themes()
    row, other = themes.of(number), themes.of(into)
    if row.pk == other.pk:
        raise ThemeError(f"theme {into} is this one already: choose another")
    if other.gone_at is not None:
        raise ThemeError(f"theme {into} is not found any more: choose another")
    themes.merged(row, other, by.name, now)


@seen.whole()
@transaction.atomic
def split_theme(number: int, parts: Sequence[ThemeRead], by: may.Actor, now: datetime) -> list[int]:
    """Makes several themes of one, which stay apart when they are found again.

    `parts` are what its cases bear out (insight/themes/parting.py). Raises ThemeError.
    """
    may.check("keep_themes", by)
    in_order.themes()
    row = themes.of(number)
    if len(parts) < 2:
        raise ThemeError("its cases say too much alike to be told apart: it stays one theme")
    if not themes.are_of(row, parts):
        raise ThemeError("themes were changed while its parts were looked for: look again")
    return [each.pk for each in themes.split(row, parts, by.name, now)]
