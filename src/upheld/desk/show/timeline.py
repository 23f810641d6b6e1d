"""What was done, one line an act, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from upheld.core.words import EventKind
from upheld.store import models as rows


@dataclass(frozen=True, slots=True)
class Told:
    """One act; `mail` is the message that it speaks of."""

    at: datetime
    words: str
    by: str
    mail: int | None


_SAID: dict[str, str] = {
    EventKind.RECEIVED: "Complaint received",
    EventKind.ALLEGED: "Alleged: {statement}",
    EventKind.FACTS_RECORDED: "Facts recorded",
    EventKind.FACTS_PULLED: "Facts taken from our records",
    EventKind.RECORDS_ASKED: "Our records asked; no fact changed",
    EventKind.ORDER_LINKED: "About order: {order}",
    EventKind.EVIDENCE_ADDED: "Evidence added: {text}",
    EventKind.FOUND: "Found: {result}",
    EventKind.CIRCUMSTANCES_RECORDED: "Circumstances recorded",
    EventKind.DECIDED: "Decided: {stance}",
    EventKind.APPROVED: "Decision approved",
    EventKind.DRAFTED: "Drafted: {letter}",
    EventKind.QUEUED: "On its way: {letter}",
    EventKind.SENT: "Letter sent",
    EventKind.SENDING_FAILED: "A letter could not be sent",
    EventKind.ACCEPTED: "They accept our answer",
    EventKind.CONTESTED: "They contest our answer",
    EventKind.CLOSED: "Closed",
    EventKind.REOPENED: "Opened again: {why}",
    EventKind.ASSIGNED: "Given to {owner}",
    EventKind.PAUSED: "Our own targets paused: {why}",
    EventKind.RESUMED: "Our own targets go on",
    EventKind.CALENDAR_ADDRESSED: "A calendar got a new address",
    EventKind.LETTER_RECORDED: "Sent another way: {obligation}",
    EventKind.CASE_MENDED: "Mended what was written down of the complaint",
    EventKind.CUSTOMER_MENDED: "How to reach the customer mended",
    EventKind.CUSTOMER_KNOWN: "Recorded who the customer is to us",
    EventKind.MARKED: "Marked in the text where it is said",
    EventKind.DISHONESTY_PROPOSED: "Proposed as knowingly untrue: {statement}",
    EventKind.DISHONESTY_CONFIRMED: "Confirmed by a second person as knowingly untrue",
    EventKind.DISHONESTY_WITHDRAWN: "No longer held to be knowingly untrue: {why}",
    EventKind.DISHONESTY_REVIEWED: "Reviewed what was held to be knowingly untrue: {why}",
    EventKind.CAUSE_CHANGED: "The list of causes was changed",
    EventKind.POLICY_DRAFT_OPENED: "Draft {draft} of the policy begun",
    EventKind.POLICY_DRAFT_EDITED: "Draft {draft} of the policy: {words}",
    EventKind.POLICY_EDIT_UNDONE: "Draft {draft} of the policy: undone",
    EventKind.POLICY_EDIT_REDONE: "Draft {draft} of the policy: done again",
    EventKind.POLICY_DRAFT_COMMENTED: "Draft {draft} of the policy: a comment",
    EventKind.POLICY_COMMENT_SETTLED: "Draft {draft} of the policy: a comment settled",
    EventKind.POLICY_DRAFT_SENT_FOR_REVIEW: "Draft {draft} of the policy sent for review",
    EventKind.POLICY_DRAFT_RETURNED: "Draft {draft} of the policy returned: {why}",
    EventKind.POLICY_DRAFT_DROPPED: "Draft {draft} of the policy given up: {why}",
    EventKind.POLICY_PUBLISHED: "Policy published: {version}",
    EventKind.MAIL_TAKEN: "A message came by mail",
    EventKind.MAIL_PLACED: "Wrote by e-mail: {text}",
    EventKind.MAIL_HELD: "A message is held: {why}",
    EventKind.MAIL_SET_ASIDE: "A message was set aside: {why}",
    EventKind.LETTER_RETURNED: "A letter came back: {why}",
    EventKind.KEY_MADE: "A program got a key",
    EventKind.KEY_REVOKED: "A program's key was revoked",
    EventKind.WEBHOOK_ADDED: "A program is told of events",
    EventKind.WEBHOOK_ENDED: "A program is no longer told of events: {why}",
}
_CODES = {"result", "stance", "obligation"}
_LETTERS = {"acknowledgement": "acknowledgement", "question": "question", "final": "answer"}


def told(events: Iterable[rows.Event]) -> list[Told]:
    return [Told(event.at, _words(event), event.by, event.data.get("mail")) for event in events]


def _words(event: rows.Event) -> str:
    names = {name: _value(name, value) for name, value in event.data.items()}
    names["letter"] = _LETTERS.get(names.get("kind", ""), "letter")
    names["owner"] = names.get("owner") or "nobody"
    names["order"] = names.get("order") or "none"
    return _SAID[event.kind].format_map(names)


def _value(name: str, value: Any) -> str:
    text = " ".join(str(value).split())
    text = text.replace("_", " ") if name in _CODES else text
    return text if len(text) <= 120 else text[:119] + "…"
