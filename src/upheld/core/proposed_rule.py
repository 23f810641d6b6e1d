"""A rule for the goodwill table, proposed from exceptions that were granted again and again."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median_low

from upheld.tables.editing import Editor

from .deviations import DeviationError, Situation
from .drafting import Act, Edited, Texts, change_rule, head_of, write_cells
from .goodwill import DeviationKind
from .words import FindingResult

_TABLE = "goodwill"
_FOUND = (FindingResult.SUBSTANTIATED, FindingResult.PARTLY)
# What the goodwill table can give; a term of ours is changed where it stands.
_GIVES = (DeviationKind.VOUCHER, DeviationKind.REFUND, DeviationKind.HELP)


@dataclass(frozen=True, slots=True)
class Given:
    """One exception of the past, and the stance and outcome that it stood beside."""

    kind: str
    amount: Decimal | None
    stance: str
    outcome: str


def proposed_rule(situation: Situation, past: Sequence[Given]) -> dict[str, str]:
    """The cells of a rule that gives the usual of these exceptions in their situation.

    It is wider than the situation: the table of goodwill sees a complaint and not what kind of
    thing went wrong, so a person narrows it. Raises DeviationError where no rule can give it."""
    gave = [each for each in past if each.kind in _GIVES]
    if not gave:
        raise DeviationError(
            "a term of ours that is not applied is no goodwill: change the term, or stop these"
        )
    usual = Counter(each.kind for each in gave).most_common(1)[0][0]
    amounts = [each.amount or Decimal(0) for each in gave if each.kind == usual]
    return {
        "rule": f"was-exception-{situation.kind.replace('_', '-')}-{situation.band}",
        "stance": _most(each.stance for each in gave),
        "outcome": _most(each.outcome for each in gave),
        "fit.band": situation.band,
        **_impact(situation),
        "goodwill.kind": usual,
        "goodwill.amount": format(median_low(amounts).normalize(), "f"),
        "because": "This was granted again and again as an exception, and is now given to all.",
        "source": f"Exceptions: {len(past)} in the situation {situation.words}".replace(",", ";"),
    }


def _most(told: Iterable[str]) -> str:
    return Counter(told).most_common(1)[0][0]


def _impact(situation: Situation) -> dict[str, str]:
    """An effect counts only where it was found so (policies/standard/counted.csv)."""
    if situation.finding in _FOUND and situation.impact in ("low", "medium", "high"):
        return {f"impact.{situation.impact}": "> 0"}
    return {}


def with_rule(files: Texts, cells: dict[str, str]) -> Edited:
    """The texts of a draft with this rule at the top of its goodwill table."""
    added = change_rule(files, _TABLE, Act.ADD, 1, "")
    file = head_of(files, _TABLE).file
    there = Editor(file, added.files[file]).cells(added.row or 2)
    known = {name: cell for name, cell in cells.items() if name in there}
    wrote = write_cells({**files, **added.files}, _TABLE, added.row or 2, there, {**there, **known})
    words = f"{cells['rule']}: a rule in the place of exceptions"
    return Edited({**added.files, **wrote.files}, words, wrote.row)
