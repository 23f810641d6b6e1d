"""What is owed, in plain words and by when; and goodwill, apart from it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from upheld.core.decision import Decision
from upheld.core.entitlement import Entitlement
from upheld.core.goodwill import Granted
from upheld.core.money import Money
from upheld.core.promises.comes_beside import comes_beside
from upheld.core.promises.given import EXCEPTION, Given
from upheld.core.words import AllegationKind

from .letter import ended_well, told_day
from .voice import Voice


def owed(decision: Decision, voice: Voice, now: datetime) -> list[str]:
    """What is owed and still to be given, of what was given before that they have it, and of what
    was promised before that it stands."""
    before = _before(decision, voice, beyond=False)
    if not (decision.entitlement or before):
        return []
    kinds = decision.kinds
    lines = [f"- {_due(item, kinds.get(item.allegation), voice, now)}"
             for item in decision.entitlement]  # fmt: skip
    lines += [f"- {each}" for each in before]
    return [voice.say("owed_heading"), "\n".join(lines)]


def _before(decision: Decision, voice: Voice, *, beyond: bool) -> list[str]:
    """What they had before of what is owed, or beyond it, and what stays promised."""
    given = [_said(each, voice, "given_before") for each in _of(decision.given, beyond)]
    return given + [_stands(each, decision, voice) for each in _of(decision.promised, beyond)]


def _of(every: Sequence[Given], beyond: bool) -> list[Given]:
    return [each for each in every if bool(each.allegation) != beyond]


def _said(given: Given, voice: Voice, phrase: str, **more: str) -> str:
    names = {
        "remedy": given.called.removeprefix(EXCEPTION.replace("_", " ")),
        "of_amount": f" of {given.money}" if given.amount else "",
        "on": told_day(given.on),
    }
    return voice.say(phrase, **{**names, **more})


def _stands(one: Given, decision: Decision, voice: Voice) -> str:
    """What stands promised, what of it came back since, and what comes beside it."""
    if one.words:
        return _said(one, voice, "still_promised_words", words=ended_well(one.words))
    if one.amount and not one.open.amount:
        return _said(one, voice, "promised_came_back")
    if one.back:
        back = str(Money(one.back, one.currency))
        rest = f" of {one.open}"
        told = _said(one, voice, "still_promised_rest", back=back, of_amount=rest)
    else:
        told = _said(one, voice, "still_promised")
    beside = [voice.say("comes_beside", other=each) for each in comes_beside(one, decision)]
    return " ".join([told, *beside])


def _due(item: Entitlement, on: AllegationKind | None, voice: Voice, now: datetime) -> str:
    """What we will do and by when, in plain words, and why it is owed."""
    by = "" if item.days is None else f" by {told_day((now + timedelta(days=item.days)).date())}"
    if item.is_apology(on):
        return voice.say("owed_apology", by=by)
    key = f"owed_{item.kind}{'_and_money' if item.amount and item.kind in _IN_KIND else ''}"
    if item.chooser == "customer" and f"{key}_chosen" in voice.phrases:
        key = f"{key}_chosen"
    what = voice.say(
        key if key in voice.phrases else "owed_other",
        remedy=item.kind.replace("_", " ").capitalize(),
        amount=str(item.money),
        of_amount=f" of {item.money}" if item.amount else "",
        by=by,
        comma_by=f",{by}" if by else "",
    )
    return f"{what} {ended_well(item.because)}"


# Remedies that are work; money beside one is told apart from it.
_IN_KIND = ("repair_or_replacement", "repeat_performance", "correction")


def goodwill(decision: Decision, voice: Voice) -> list[str]:
    gesture = decision.goodwill
    # Help is its own thing, beside any money: who needs more help gets no less of the rest.
    told = [voice.say("help_in_person")] if gesture.help else []
    if gesture.kind != "none" and not (gesture.help and gesture.kind == "help"):
        told.insert(0, voice.say(f"goodwill_{gesture.kind}", amount=str(gesture.money)))
    told += _before(decision, voice, beyond=True)
    told += [exception(granted, voice) for granted in decision.exceptions]
    return [voice.say("goodwill_heading"), *told] if told else []


def exception(granted: Granted, voice: Voice) -> str:
    """What a person granted this once, so that nobody takes it for what is given always."""
    if granted.is_money:
        told = voice.say(f"exception_{granted.kind}", amount=str(granted.money))
        return f"{told} {ended_well(granted.words)}".strip()
    return voice.say("exception_other", words=ended_well(granted.words))
