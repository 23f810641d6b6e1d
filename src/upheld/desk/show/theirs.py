"""What the person who complained sent us themselves: needs, words, files, ideas; their ways in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from upheld.core.portal import Fairness
from upheld.core.words import Channel, ReceiptState
from upheld.steps import may
from upheld.store import models as rows
from upheld.store import receipts
from upheld.store.merged import written
from upheld.store.news import wants_no_news

from .evidence import evidence_parts

NAMES = {
    Fairness.DISTRIBUTIVE: "The outcome was fair",
    Fairness.PROCEDURAL: "The way there was fair",
    Fairness.INTERACTIONAL: "They were treated well",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the three answers: a number from 1 to 5, or none, and words."""

    name: str
    score: int | None
    words: str


@dataclass(frozen=True, slots=True)
class WayIn:
    """A link: when it was asked for and by whom, and how it stands in words."""

    row: rows.Receipt
    stands: str


def felt(case: rows.Case) -> list[Answer]:
    """What they said of how it was; nothing where they said nothing."""
    said: rows.Satisfaction | None = getattr(case, "satisfaction", None)
    if said is None:
        return []
    return [
        Answer(name, getattr(said, kind), getattr(said, f"{kind}_words"))
        for kind, name in NAMES.items()
    ]


def theirs_page(case: rows.Case, by: may.Actor, now: datetime) -> dict[str, Any]:
    of_case = list(case.evidence.filter(allegation=None))
    links = [WayIn(row, _stands(row, now)) for row in receipts.of_case(case)]
    return {
        "case": case,
        "evidence": evidence_parts(of_case),
        "not_known": written.not_known_sent(case),
        "felt": felt(case),
        "ideas": list(case.ideas.select_related("fate")),
        "links": links,
        "no_news": wants_no_news(case.customer),
        "may_news": may.allowed("ask_no_news", by, case.state),
        "may_link": may.allowed("link", by, case.state),
        "now": now,
    }


def unopened(case: rows.Case, now: datetime) -> str:
    """How it stands with the way in of a case from the portal that is not known to be theirs: by
    its newest link. Empty for any other case."""
    if case.known_to_be_theirs is not False or case.channel != Channel.WEB:
        return ""
    row = receipts.of_case(case).first()
    if row is None:
        return "no link went there"
    return f"the link to the case {_OF_THE_LINK.get(how := _stands(row, now), how)}"


_TOO_OLD, _NOT_OPENED = "never opened, too old", "not opened yet"
_OF_THE_LINK = {
    _NOT_OPENED: "went there and was not opened yet",
    _TOO_OLD: "went there, was never opened, and is too old",
    "ended by us": "was ended by us",
}


def _stands(row: rows.Receipt, now: datetime) -> str:
    if row.ended_at:
        return "ended by us"
    if row.entered_at:
        lasts = row.session_until is not None and row.session_until > now
        return "opened, and the visit lasts" if lasts else "opened, and the visit has ended"
    if row.state == ReceiptState.FAILED:
        return f"could not be delivered: {row.error.rstrip('.')}"
    if row.state != ReceiptState.SENT:
        return (
            f"waits to be tried again: {row.error.rstrip('.')}"
            if row.error
            else "waits for its turn"
        )
    return _NOT_OPENED if row.link_until and row.link_until > now else _TOO_OLD
