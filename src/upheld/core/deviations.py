"""Deviations: what one customer gets beyond the policy, with its reason, its end and its price.

On screens they are exceptions. None touches what was found or what is owed: it is added to a
decision that was made, and only where the stance leaves room for goodwill.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from upheld.tables import Policy

from .as_seen import is_blank
from .decision import Authority, Decision
from .gives import may_give, repeats, written_out
from .goodwill import MONEY_KINDS, DeviationKind
from .letter_text import as_read
from .money import Money
from .ruling import Inquiry
from .sums import sums
from .words import Role, Stance

# One is an exception and two may be chance; from here on it asks to be a rule.
REPEATS = 3
MOST = Decimal(100_000)
LONGEST = timedelta(days=366)
LONGEST_TEXT = 1_000
# DESIGN, the stances: `honour` gives no exception, `hold` stays calm, parting buys nothing, and
# goodwill waits while a fact is asked for.
LEAVES_ROOM = frozenset({Stance.MAKE_RIGHT, Stance.EDUCATE})


class DeviationError(ValueError):
    """An exception that cannot be granted so; the message says what to mend."""


class DeviationState(StrEnum):
    """What became of one: `proposed` waits for a person, `kept` stayed the exception it was."""

    PROPOSED = "proposed"
    GRANTED = "granted"
    KEPT = "kept"
    ENDED = "ended"
    BECAME_POLICY = "became_policy"


# They were given, whatever became of them afterwards.
GIVEN = (DeviationState.GRANTED, DeviationState.KEPT, DeviationState.BECAME_POLICY)


@dataclass(frozen=True, slots=True)
class Situation:
    """What two cases have in common in which the same is fair: what was alleged first, what was
    found of it, how far we built it for the customer, and the effect on them."""

    kind: str
    finding: str
    band: str
    impact: str

    @property
    def key(self) -> str:
        return "/".join((self.kind, self.finding, self.band, self.impact))

    @property
    def words(self) -> str:
        known = {"": "impact unknown", "none": "no impact"}
        impact = known.get(self.impact, f"{self.impact} impact")
        return ", ".join((*(_plain(each) for each in (self.kind, self.finding, self.band)), impact))


def situation_of(record: Mapping[str, Any], document: Mapping[str, Any]) -> Situation | None:
    """The situation of a kept decision; None for one that speaks of nothing."""
    found, alleged = record.get("findings") or (), document.get("allegations") or ()
    if not found:
        return None
    facts = (alleged[0].get("facts") or {}) if alleged else {}
    band = (record.get("fit") or {}).get("band") or "unknown"
    return Situation(found[0]["kind"], found[0]["result"], band, str(facts.get("impact") or ""))


def read_situation(key: str) -> Situation | None:
    """The situation behind a key; None for what is no key."""
    parts = key.split("/")
    return Situation(*parts) if len(parts) == 4 and all(parts[:3]) else None


def _plain(word: str) -> str:
    return word.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Asked:
    """An exception that is asked for. `amount` None: it is not money, and nobody knows what it
    costs us; `words` say what the customer gets, as the reply tells it."""

    kind: DeviationKind
    amount: Money | None
    words: str
    reason: str
    expires_on: date

    @property
    def costs(self) -> Decimal:
        return self.amount.amount if self.amount else Decimal(0)


def asked(
    kind: str,
    amount: Money | None,
    words: str,
    reason: str,
    expires_on: date | None,
    decision: Decision,
    today: date,
) -> Asked:
    """An exception beyond `decision`. Raises DeviationError with the first thing to mend."""
    chosen = _kind(kind)
    words, reason = " ".join(words.split()), " ".join(reason.split())
    _has_room(decision)
    check_amount(chosen, amount, decision.currency)
    if chosen not in MONEY_KINDS and is_blank(words):
        raise DeviationError("say what the customer gets: the reply tells it in these words")
    _check_words(chosen, words, amount, decision.currency)
    if is_blank(reason):
        raise DeviationError("say why this customer gets what the policy does not give")
    if max(len(words), len(reason)) > LONGEST_TEXT:
        raise DeviationError(f"at most {LONGEST_TEXT:,} characters fit: say it shorter")
    return Asked(chosen, amount, words, reason, _end(expires_on, today))


def _check_words(kind: DeviationKind, words: str, amount: Money | None, currency: str) -> None:
    """Money that stands in the words alone would be in no limit, price or budget; so would what
    they owe us and need not pay."""
    words = as_read(words)
    if written_out(words):
        raise DeviationError("write the money in figures, and as the amount")
    told = amount and (amount.amount, amount.currency)
    for each in sums(words, currency):
        gives = may_give(words, each) or kind is DeviationKind.TERM_WAIVED
        if repeats(words, each) or (gives and each.money != told):
            raise DeviationError(
                f"the words give {each.code} {each.amount:,}: say it as the amount, so that it is "
                "counted and approved as money"
            )


def _kind(kind: str) -> DeviationKind:
    try:
        return DeviationKind(kind)
    except ValueError:
        known = ", ".join(DeviationKind)
        raise DeviationError(f"{kind or 'nothing'} is no kind of exception: {known}") from None


def _has_room(decision: Decision) -> None:
    if decision.stance not in LEAVES_ROOM:
        raise DeviationError(
            f"the stance {_plain(decision.stance)} leaves no room for goodwill, and so none for "
            "an exception"
        )


def check_amount(kind: DeviationKind, amount: Money | None, currency: str) -> None:
    """Raises DeviationError for what is no amount of this kind of exception."""
    if amount is None:
        if kind in MONEY_KINDS:
            raise DeviationError(f"a {kind} is an amount: say how much")
        return
    if amount.currency != currency:
        raise DeviationError(
            f"{amount} is in {amount.currency} and the case is in {currency}: convert it first"
        )
    if amount.amount < 0 or (kind in MONEY_KINDS and not amount.amount):
        raise DeviationError(f"{amount} gives nothing: write an amount above zero")
    if amount.amount > MOST:
        raise DeviationError(f"one exception is {Money(MOST, currency)} at most: look for a slip")


def _end(expires_on: date | None, today: date) -> date:
    if expires_on is None:
        raise DeviationError("an exception has an end: say until which day it holds")
    if expires_on < today:
        raise DeviationError(f"{expires_on} is over: give a day that is still to come")
    if expires_on > today + LONGEST:
        raise DeviationError("an exception that holds for more than a year is a rule: write one")
    return expires_on


def authority(
    decision: Decision, told: Asked, given: Decimal, cost_a_year: Decimal | None, policy: Policy
) -> Authority:
    """Who may grant it: what the policy's own table says of all the goodwill of the case together.

    `given` is what was granted beyond the decision before, `cost_a_year` what this one costs if
    everybody in the same situation gets it (None: nobody knows). What has no price needs a lead.
    """
    if told.amount is None:
        because = "Nobody knows what this costs, so a lead grants it."
        return Authority(Role.LEAD, False, because)
    facts = {
        **_read_before(decision),
        "stance": str(decision.stance),
        "owed.total": decision.owed.amount,
        "goodwill.amount": decision.goodwill.amount + given + told.costs,
        "goodwill.cost_a_year": _together(decision, cost_a_year),
    }
    ruling = Inquiry(policy, facts).ask("authority")
    role = Role(str(ruling.gave["authority.role"] or Role.LEAD))
    return Authority(role, bool(ruling.gave["authority.second_person"]), ruling.because)


def _read_before(decision: Decision) -> dict[str, Any]:
    """What a firm's own table of authority read beside the amounts."""
    read = next((each.read for each in decision.trace if each.table == "authority"), {})
    return {name: value for name, value in read.items() if isinstance(value, str | bool)}


def _together(decision: Decision, cost_a_year: Decimal | None) -> Decimal | None:
    before = decision.goodwill.cost_a_year if decision.goodwill.amount else Decimal(0)
    return None if None in (before, cost_a_year) else (before or 0) + (cost_a_year or Decimal(0))
