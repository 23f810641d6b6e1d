"""Personas, the journey and a customer's fit as programs read them."""

from datetime import date
from typing import Any

from upheld.core.fit_explained import Explained
from upheld.core.fitting import Assessed, Axis, Line
from upheld.core.words import Band, JourneyStage, Touchpoint
from upheld.store import models as rows
from upheld.store.sight import fit_seen

from .base import Moment, Told, Versioned


class PersonaTold(Versioned):
    """Whom it is built for; `designed_for` is false for a fair wish that is not served."""

    key: str
    name: str
    description: str
    needs: str
    use: str
    expectations: str
    promise: str
    designed_for: bool
    retired: bool


class TouchpointTold(Versioned):
    """Where a customer meets the firm; `personas` is empty where it is in everybody's journey."""

    key: str
    name: str
    stage: JourneyStage
    nature: Touchpoint
    promise: str
    place: int
    personas: list[str]
    retired: bool


class AxisTold(Told):
    """From 0 to 1; null while the confidence is too small to say."""

    value: str | None
    confidence: str


class LineTold(Told):
    """A line of evidence with the rows behind it; `moves` says by how much it moves each axis."""

    line: str
    sentence: str
    day: date
    expires_on: date
    weight: str
    caused_by_us: bool
    moves: dict[str, str]
    rows: list[dict[str, str | int]]


class ContestTold(Told):
    """A line that was contested; `stands` is null until another person has looked at it."""

    id: int
    line: str
    sentence: str
    why: str
    by_customer: bool
    at: Moment
    by: str
    stands: bool | None
    reviewed_by: str
    found: str


class FitTold(Told):
    """How far it was built for a customer. While `withheld`, nothing else is told: a complaint of
    theirs waits for a finding, which must not be coloured by who asks. Where it was
    `recorded_by_hand`, decisions read that, and this stands beside it."""

    withheld: bool
    band: Band | None = None
    because: str = ""
    recorded_by_hand: bool = False
    expires_on: date | None = None
    axes: dict[str, AxisTold] = {}
    lines: list[LineTold] = []
    would_alter_it: list[str] = []
    contests: list[ContestTold] = []


def fit(
    assessed: Assessed, told: Explained, by_hand: bool, contests: list[rows.FitContest]
) -> FitTold:
    hidden = fit_seen.hidden(assessed)
    return FitTold(
        withheld=False,
        band=told.fit.band,
        because=told.fit.because,
        recorded_by_hand=by_hand,
        expires_on=assessed.expires_on,
        axes={name: _axis(axis) for name, axis in assessed.axes.items()},
        lines=[_line(line, told) for line in assessed.lines if line.key not in hidden],
        would_alter_it=list(told.changes),
        contests=[ContestTold.model_validate(each) for each in contests],
    )


def _axis(axis: Axis) -> AxisTold:
    value = None if axis.value is None else f"{axis.value:.2f}"
    return AxisTold(value=value, confidence=f"{axis.confidence:.2f}")


def _line(line: Line, told: Explained) -> LineTold:
    plain: dict[str, Any] = {
        name: getattr(line, name) for name in ("sentence", "day", "expires_on")
    }
    return LineTold(
        line=line.key,
        weight=str(line.weight),
        caused_by_us=line.ours,
        moves={name: str(by) for name, by in told.moves[line.key].items()},
        rows=[{"what": what, "id": pk} for what, pk in line.rows],
        **plain,
    )
