"""A fit explained: which line moved which axis, and what would alter the band."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from upheld.tables import Policy

from .case import Customer
from .fit import PersonaFit, fit
from .fit_rules import AXES
from .fitting import Assessed, Limits, Line, without
from .words import Band

NAMES = {
    "values_what": "values what we offer",
    "values_how": "values how we offer it",
    "mutual_value": "mutual value",
}
_COLUMNS = {f"fit.{name}": told for name, told in NAMES.items()}
_COLUMNS["fit.evidence"] = "lines of evidence"
_HUNDREDTHS = tuple(Decimal(part) / 100 for part in range(101))


@dataclass(frozen=True, slots=True)
class Explained:
    """`moves` says for each line by how much it raises or lowers each axis that it counts for;
    `changes` are sentences, the smallest change of all first."""

    fit: PersonaFit
    moves: Mapping[str, Mapping[str, Decimal]]
    changes: tuple[str, ...]


def explained(
    assessed: Assessed, limits: Limits, policy: Policy, unsaid: Collection[str] = ()
) -> Explained:
    """`unsaid` are the keys of lines of which no sentence may be told."""
    found = band_of(assessed, policy)
    rest = {line.key: without(assessed, [line.key], limits) for line in assessed.lines}
    moves = {line.key: _moves(assessed, line, rest[line.key]) for line in assessed.lines}
    alone = [
        f"Without the line “{line.sentence}” it would be {after}."
        for line in assessed.lines
        if line.key not in unsaid
        and (after := band_of(rest[line.key], policy).band) is not found.band
    ]
    return Explained(found, moves, (*_nearest(assessed, policy), *alone))


def band_of(assessed: Assessed, policy: Policy) -> PersonaFit:
    """The band that the table of bands gives for an assessment."""
    sentences = tuple(line.sentence for line in assessed.lines if not line.ours)
    return fit(Customer("", assessed.facts, sentences), policy)


def _moves(assessed: Assessed, line: Line, rest: Assessed) -> dict[str, Decimal]:
    moved = {}
    for name in AXES:
        now, then = assessed.axes[name], rest.axes[name].value
        if line.key in now.lines and now.value is not None:
            moved[name] = now.value - (Decimal("0.5") if then is None else then)
    return moved


def _nearest(assessed: Assessed, policy: Policy) -> tuple[str, ...]:
    """The smallest change of one axis that alters the band, or of what the table itself finds."""
    facts, now = assessed.facts, _band(assessed.facts, policy)
    shifts = sorted(
        (abs(value - current), name, value)
        for name in AXES
        if (current := facts[f"fit.{name}"]) is not None
        for value in _HUNDREDTHS
    )
    for _, name, value in shifts:
        band = _band({**facts, f"fit.{name}": value}, policy)
        if band is not now:
            told = f"{NAMES[name]} were {value} instead of {facts[f'fit.{name}']}"
            return (f"If {told}, it would be {band}.",)
    nearest = policy.trace("fit", facts, nearest=True).nearest
    if nearest is None:
        return ()
    ifs = " and ".join(f"{_COLUMNS.get(c.column, c.column)} were {c.told}" for c in nearest.changes)
    return (f"If {ifs}, it would be {Band(str(nearest.outputs['fit.band'] or Band.UNKNOWN))}.",)


def _band(facts: Mapping[str, Decimal | None], policy: Policy) -> Band:
    return Band(str(policy.run("fit", facts).outputs["fit.band"] or Band.UNKNOWN))
