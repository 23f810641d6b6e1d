"""What was done, one line an act, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from upheld.core.event_kinds import EventKind
from upheld.desk.forms.complaint import CHANNELS
from upheld.store import models as rows
from upheld.store.mail import THE_COMPLAINT
from upheld.store.merged import merging
from upheld.store.record.events import BY_KEY
from upheld.store.sight import record_seen, withheld


@dataclass(frozen=True, slots=True)
class Told:
    """One act; `mail` is the message that it speaks of, `of` another case that it was done in."""

    at: datetime
    words: str
    by: str
    mail: int | None
    of: str = ""


_SAID: dict[str, str] = {
    EventKind.RECEIVED: "Complaint received",
    EventKind.ALLEGED: "Alleged: {statement}",
    EventKind.FACTS_RECORDED: "Facts recorded",
    EventKind.FACTS_PULLED: "Facts taken from our records",
    EventKind.RECORDS_ASKED: "Our records asked; no fact changed",
    EventKind.ORDER_LINKED: "About order: {order}",
    EventKind.TOPIC_CHOSEN: "Topic: {topic}",
    EventKind.EVIDENCE_ADDED: "Evidence added: {text}",
    EventKind.FOUND: "Found: {result}",
    EventKind.CIRCUMSTANCES_RECORDED: "Circumstances recorded",
    EventKind.DECIDED: "Decided: {stance}",
    EventKind.APPROVED: "Decision approved",
    EventKind.DRAFTED: "Drafted: {letter}",
    EventKind.QUEUED: "On its way: {letter}",
    EventKind.SENT: "Letter sent",
    EventKind.SENDING_FAILED: "A letter could not be sent: {error}",
    EventKind.ACCEPTED: "They accept our answer{how}",
    EventKind.CONTESTED: "They contest our answer{how}",
    EventKind.CLOSED: "Closed",
    EventKind.REOPENED: "Opened again: {why}",
    EventKind.ASSIGNED: "Given to {owner}",
    EventKind.PAUSED: "Our own targets paused: {why}",
    EventKind.RESUMED: "Our own targets go on",
    EventKind.CALENDAR_ADDRESSED: "A calendar got a new address",
    EventKind.LETTER_RECORDED: "Sent another way: {obligation}",
    EventKind.CASE_MENDED: "Mended what was written down of the complaint",
    EventKind.CUSTOMER_MENDED: "How to reach the customer mended",
    EventKind.CUSTOMERS_MERGED: "Two customers are one person",
    EventKind.CUSTOMER_MERGE_UNDONE: "Two customers are two people again",
    EventKind.CUSTOMERS_LOOKED_THROUGH: "Customers were looked through for pairs",
    EventKind.CUSTOMERS_TOLD_APART: "Two customers are not one person",
    EventKind.CUSTOMERS_ASKED_AGAIN: "Two customers may be one person after all",
    EventKind.CUSTOMER_KNOWN: "Recorded who the customer is to us",
    EventKind.FIT_NOTED: "Noted what the customer told us of their needs",
    EventKind.FIT_ASSESSED: "Assessed who the customer is to us",
    EventKind.FIT_CONTESTED: "A line of who they are to us was contested",
    EventKind.FIT_REVIEWED: "A contested line of who they are to us was reviewed",
    EventKind.PERSONA_CHANGED: "A persona was changed",
    EventKind.TOUCHPOINT_CHANGED: "A touchpoint of the journey was changed",
    EventKind.CAMPAIGN_CHANGED: "A campaign was changed",
    EventKind.MARKED: "Marked in the text where it is said",
    EventKind.CLAIMED: "Claimed, for a person to look at: {statement}",
    EventKind.CLAIM_TAKEN: "A claim taken: {statement}",
    EventKind.CLAIM_LEFT: "A claim left: {why}",
    EventKind.MODEL_ASKED: "Shown to a language model: {words}",
    EventKind.DISHONESTY_PROPOSED: "Proposed as knowingly untrue: {statement}",
    EventKind.DISHONESTY_CONFIRMED: "Confirmed by a second person as knowingly untrue",
    EventKind.DISHONESTY_WITHDRAWN: "No longer held to be knowingly untrue: {why}",
    EventKind.DISHONESTY_REVIEWED: "Reviewed what was held to be knowingly untrue: {why}",
    EventKind.CAUSE_CHANGED: "The list of causes was changed",
    EventKind.CUSTOMERS_VALUED: "Customers were valued",
    EventKind.THEMES_FOUND: "Themes were looked for",
    EventKind.THEME_CHANGED: "A theme was changed by hand",
    EventKind.ASKED_KINDLY: "Asked kindly how it was",
    EventKind.KIND_LETTER_ANSWERED: "They answered how it was",
    EventKind.FAULT_DECLARED: "A known fault was declared",
    EventKind.FAULT_ENDED: "A known fault is over",
    EventKind.QUESTION_ASKED: "The marts were asked",
    EventKind.QUESTION_CHANGED: "A question to the marts was kept, renamed or deleted",
    EventKind.MARTS_WANTED: "The marts were wanted anew",
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
    EventKind.SENDING_PUT_OFF: "A letter could not leave yet and is tried again: {error}",
    EventKind.ADDRESS_FAILED: "Mail to {email} does not arrive: {why}",
    EventKind.ADDRESS_WORKS: "Mail to {email} is said to arrive again",
    EventKind.MERGED: "Merged into {other}",
    EventKind.TOOK_IN: "{other} was merged into this case",
    EventKind.MERGE_UNDONE: "Merge with {other} undone",
    EventKind.SPLIT_OFF: "A message became a case of its own: {other}",
    EventKind.SPLIT_FROM: "Made of a message in {other}",
    EventKind.COMMITTED: "Promised: {words}",
    EventKind.COMMITMENT_KEPT: "Promise kept: {words}",
    EventKind.COMMITMENT_BROKEN: "Promise broken: {words}",
    EventKind.COMMITMENT_REPLACED: "A newer promise took the place of: {words}",
    EventKind.COMMITMENT_ENDED: "Promise ended, neither kept nor broken: {words}",
    EventKind.LETTER_BLOCKED: "A check held a letter back",
    EventKind.OUTSIDE_RULED: "{whom} ruled on our answer: {words}",
    EventKind.HOURS_SET: "Somebody's hours were set",
    EventKind.REPORT_KEPT: "A report was kept",
    EventKind.REFERRED: "Referred to {whom}, as they agreed",
    EventKind.PARTED: "Told that we part on {last_day}",
    EventKind.PARTING_PROPOSED: "Proposed to part: {reasons}",
    EventKind.PARTING_APPROVED: "The proposal to part was approved",
    EventKind.PARTING_REVIEWED: "The proposal to part was reviewed and may take effect",
    EventKind.PARTING_WITHDRAWN: "The proposal to part was withdrawn: {why}",
    EventKind.PARTING_FOLLOWED: "What became of a parting: {words}",
    EventKind.WAY_TRIED: "Another way was tried: {what}",
    EventKind.CAUSE_RAISED: "Our own cause is to be looked for",
    EventKind.CAUSE_LOOKED_FOR: "Our own cause was looked for: {found}",
    EventKind.CONDUCT_RECORDED: "Conduct recorded, apart from merit",
    EventKind.CONDUCT_SEEN: "A lead saw the record of conduct",
    EventKind.CONDUCT_WITHHELD: "Whether they are shown a record of conduct was changed",
    EventKind.CONDUCT_ANSWERED: "They answered a record of conduct",
    EventKind.CONDUCT_WITHDRAWN: "A record of conduct was withdrawn: {why}",
    EventKind.RESTRICTION_DECIDED: "A restriction decided, to be looked at by another lead",
    EventKind.RESTRICTION_REFUSED: "A restriction refused: {why}",
    EventKind.RESTRICTION_BEGUN: "A restriction began, and its letter left",
    EventKind.RESTRICTION_REVIEWED: "A restriction was looked at again: {why}",
    EventKind.RESTRICTION_APPEALED: "They appealed against a restriction: {words}",
    EventKind.RESTRICTION_ENDED: "A restriction is over: {why}",
    EventKind.LEGAL_HOLD_PLACED: "Put under a legal hold: {why}",
    EventKind.LEGAL_HOLD_REVIEWED: "A legal hold was reviewed and stands: {why}",
    EventKind.LEGAL_HOLD_LIFTED: "A legal hold was lifted: {why}",
    EventKind.DATA_HANDED_OVER: "All that we hold about them left as a file",
    EventKind.ERASURE_PROPOSED: "Proposed to erase what names anybody here",
    EventKind.ERASURE_WITHDRAWN: "What names somebody here stays after all",
    EventKind.ERASED: "Erased",
    EventKind.IMPORT_ENDED: "An import ended",
    EventKind.IMPORT_UNDONE: "An import was undone",
    EventKind.TAKEN_BACK: "Taken back with its import",
    EventKind.LINK_ASKED: "A link to the case was asked for",
    EventKind.LINK_SENT: "A link to the case was sent",
    EventKind.LINK_ENTERED: "They opened their case by its link",
    EventKind.LINKS_ENDED: "Every link to the case was ended",
    EventKind.DISOWNED: "Whoever has the address says that they did not send this complaint",
    EventKind.NEED_TOLD: "They told us what they need: {words}",
    EventKind.WROTE: "Wrote on the web: {text}",
    EventKind.RATED: "They said how it was for them",
    EventKind.IDEA_OFFERED: "They offered an idea: {text}",
    EventKind.SAME_PERSON_AGAIN: "Decided again by the same person: {why}",
    EventKind.KEY_MADE: "A program got a key",
    EventKind.KEY_REVOKED: "A program's key was revoked",
    EventKind.SECRET_RENEWED: "What is sealed was sealed anew under another secret of the firm",
    EventKind.WEBHOOK_ADDED: "A program is told of events",
    EventKind.WEBHOOK_STOPPED: "A program is told of nothing for now: {why}",
    EventKind.WEBHOOK_TAKEN_OVER: "Somebody else answers for what a program is told",
    EventKind.WEBHOOK_ENDED: "A program is no longer told of events: {why}",
    EventKind.DEVIATION_PROPOSED: "Asked for an exception: {words}",
    EventKind.DEVIATION_GRANTED: "Exception granted: {words}",
    EventKind.DEVIATION_ENDED: "Exception not given: {why}",
    EventKind.DEVIATION_KEPT: "An exception's day is over: {words}",
    EventKind.DEVIATIONS_RULED: "Exceptions that repeat: {why}",
    EventKind.DEVIATIONS_FOUND: "Exceptions were found in history",
    EventKind.BUDGET_SET: "A goodwill budget was set",
    EventKind.TEAM_CHANGED: "A team was changed",
    EventKind.PERSON_INVITED: "Somebody was invited, or added by command",
    EventKind.PERSON_CHANGED: "What somebody may do was changed",
    EventKind.AUTHORITY_SET: "A limit of authority was set",
    EventKind.DISTINGUISHED: "Differs from like cases: {why}",
    EventKind.PRECEDENT_NOT_FOLLOWED: "No precedent to follow: {why}",
    EventKind.PRECEDENT_FOLLOWED_AGAIN: "A precedent to follow again: {why}",
    EventKind.ROOT_CAUSE_CHANGED: "A root cause was changed: {label}",
    EventKind.CHANGE_RECORDED: "A change was written down: {name}",
    EventKind.EFFECT_CHECKED: "Whether a change worked was looked at: {name}",
    EventKind.CHANGE_PROPOSED: "Public words for a change were proposed: {name}",
    EventKind.CHANGE_PUBLISHED: "A change was made public: {name}",
    EventKind.CHANGE_TAKEN_DOWN: "A change is no longer public: {name}",
    EventKind.CHANGE_TOLD: "Told them what we changed: {name}",
    EventKind.IDEA_LOOKED_AT: "What becomes of their idea: {state}",
    EventKind.IDEA_TOLD: "Told them what became of their idea",
    EventKind.NO_NEWS_ASKED: "They want no letters but about their own complaint",
    EventKind.NEWS_ASKED: "They want to hear of what we change again",
}
_CODES = {"result", "stance", "obligation", "state"}
_HOW = {channel.value: f", {label[0].lower()}{label[1:]}" for channel, label in CHANNELS}
_LETTERS = {"final": "answer", "holding": "holding letter", "referral": "referral",
            "summary_resolution": "summary of what was agreed", "apology": "letter of apology",
            "parting": "letter that parts", "restriction": "letter about a restriction",
            "restriction_review": "what a look at a restriction came to",
            "change": "letter of what we changed", "idea": "letter about their idea",
            "acknowledgement": "acknowledgement", "question": "question"}  # fmt: skip


def told(events: Iterable[rows.Event], case: rows.Case | None = None) -> list[Told]:
    listed = list(events)
    away, others = record_seen.naming_hidden(listed), withheld.by_others(listed)
    gone = record_seen.gone_back(listed)
    return [
        Told(
            event.at,
            _GONE
            if event.number in gone
            else _words(event, event.number in away, event.number in others),
            withheld.ANOTHERS if event.number in others else _by(event),
            event.data.get("mail"),
            _of_another(event, case),
        )
        for event in listed
    ]


_GONE = f"What was found of what went back to {merging.ANOTHERS}"


def _by(event: rows.Event) -> str:
    """Whoever acted, and the key where a program did it in their name."""
    key = event.data.get(BY_KEY)
    return f"{event.by} (program {key})" if key else event.by


def _of_another(event: rows.Event, case: rows.Case | None) -> str:
    """The reference of the case that an act was done in, where it is not the one that is shown."""
    if case is None or event.case_id in (None, case.pk):
        return ""
    return rows.Case(pk=event.case_id).reference


_ATTEMPTS = {EventKind.SENT, EventKind.SENDING_FAILED, EventKind.SENDING_PUT_OFF}


def attempts(events: Iterable[rows.Event], letter: int) -> list[Told]:
    """Each attempt to send a letter, with its moment and what the mail server said."""
    return told(e for e in events if e.kind in _ATTEMPTS and e.data.get("letter") == letter)


@dataclass(frozen=True, slots=True)
class Wrote:
    """What is new in a message that came into the case, and the files that came with it.

    `unproved`: nothing shows that it is from the customer. `unchecked`: that it answers mail of
    ours shows it, and no mail server said so."""

    at: datetime
    words: str
    mail: int
    files: str
    unproved: bool
    unchecked: bool


def wrote(events: Sequence[rows.Event]) -> list[Wrote]:
    """What they wrote since the complaint, the oldest first: the new words of each message. One
    that became a case of its own is read there."""
    split = (event for event in events if event.kind == EventKind.SPLIT_OFF)
    gone = {event.data.get("mail") for event in split}
    kept = [event for event in events if event.erased_by is None]
    placed = (event for event in kept if event.kind == EventKind.MAIL_PLACED)
    since = [
        event
        for event in placed
        if event.data["text"] != THE_COMPLAINT and event.data["mail"] not in gone
    ]
    return [
        Wrote(
            event.at,
            event.data["text"],
            event.data["mail"],
            ", ".join(file["file"] for file in event.data["files"]),
            bool(event.data.get("unproved")),
            bool(event.data.get("unchecked")),
        )
        for event in reversed(since)
    ]


def _words(event: rows.Event, keeps_other: bool, of_others: bool) -> str:
    if event.erased_by is not None:
        return f"{event.kind.replace('_', ' ').capitalize()}; what it said was erased"
    names = {name: _value(name, value) for name, value in event.data.items()}
    if keeps_other:
        names["other"] = merging.ANOTHERS
    if of_others:
        names["why"] = "why is another team's own"
    names["how"] = _HOW.get(names.get("channel", ""), "")
    names["letter"] = _LETTERS.get(names.get("kind", ""), "letter")
    names["owner"] = names.get("owner") or "nobody"
    names["order"] = names.get("order") or "none"
    names["topic"] = names.get("topic") or "none"
    return _SAID[event.kind].format_map(names)


def _value(name: str, value: Any) -> str:
    text = " ".join(str(value).split())
    text = text.replace("_", " ") if name in _CODES else text
    return text if len(text) <= 120 else text[:119] + "…"
