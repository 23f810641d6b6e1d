"""The vocabulary: one word for one concept. No value here says anything about a person."""

from collections.abc import Collection
from enum import StrEnum
from typing import NewType

CaseId = NewType("CaseId", int)


class FindingResult(StrEnum):
    """Conclusion on one allegation (ASIC RG 271: "findings on material questions of fact")."""

    SUBSTANTIATED = "substantiated"
    PARTLY = "partly"
    NOT_SUBSTANTIATED = "not_substantiated"
    UNDETERMINED = "undetermined"


class Outcome(StrEnum):
    """Decision on the complaint; independent of goodwill (DISP 1.10)."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    ALREADY_PUT_RIGHT = "already_put_right"
    WITHDRAWN = "withdrawn"
    OUT_OF_SCOPE = "out_of_scope"


# Taken back, or not ours to answer: nothing is refused, and no outside body looks at it.
SET_ASIDE = (Outcome.WITHDRAWN, Outcome.OUT_OF_SCOPE)


class Scope(StrEnum):
    """What a program's key may be used for, within what its person may do anyway."""

    READ = "read"
    FILE = "file"  # a complaint and its files alone: for a form that strangers fill in
    WRITE = "write"
    DECIDE = "decide"
    LETTERS = "letters"
    POLICIES = "policies"
    ADMIN = "admin"

    def is_of(self, scopes: Collection[str]) -> bool:
        """Whether a key with these scopes has this one: whoever writes may file."""
        return self in scopes or (self is Scope.FILE and Scope.WRITE in scopes)


class Stance(StrEnum):
    """The spirit of a decision."""

    MAKE_RIGHT = "make_right"
    HONOUR = "honour"
    EDUCATE = "educate"
    HOLD = "hold"
    PART = "part"
    ASK = "ask"


class Band(StrEnum):
    """How far the experience was built for this customer. Too little evidence is `unknown`."""

    CORE = "core"
    ADJACENT = "adjacent"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


class AllegationKind(StrEnum):
    """What went wrong, in the customer's view."""

    NOT_RECEIVED = "not_received"
    LATE = "late"
    FAULTY = "faulty"
    NOT_AS_DESCRIBED = "not_as_described"
    WRONG_AMOUNT = "wrong_amount"
    CANCELLED_BUT_CHARGED = "cancelled_but_charged"
    SERVICE_NOT_PERFORMED = "service_not_performed"
    SERVICE_BELOW_STANDARD = "service_below_standard"
    PROMISE_NOT_KEPT = "promise_not_kept"
    STAFF_CONDUCT = "staff_conduct"
    COMPLAINT_HANDLING = "complaint_handling"
    OTHER = "other"


class Touchpoint(StrEnum):
    """A product is a hand-off, a service a handshake; the kind chooses the law."""

    PRODUCT = "product"
    SERVICE = "service"


class Impact(StrEnum):
    """Effect of the fault on the customer beyond the money itself (LGSCO: injustice)."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Channel(StrEnum):
    DESK = "desk"
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    LETTER = "letter"
    SOCIAL = "social"
    IN_PERSON = "in_person"
    IMPORT = "import"


_CAME = {
    "desk": "at the desk",
    "email": "by e-mail",
    "web": "on the web",
    "social": "on social media",
    "in_person": "in person",
}


def how_it_came(channel: str) -> str:
    """A channel within a sentence: "by phone", "on the web"."""
    return _CAME.get(channel) or f"by {channel.replace('_', ' ').lower()}"


class CaseState(StrEnum):
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    INVESTIGATING = "investigating"
    DECIDED = "decided"
    ANSWERED = "answered"
    CLOSED = "closed"


class MatchState(StrEnum):
    """Whether two customers are one person, as a person said."""

    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"


class Role(StrEnum):
    HANDLER = "handler"
    LEAD = "lead"
    POLICY_OWNER = "policy_owner"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    # Software that acts for a person: it files, looks up and claims, and decides nothing.
    ASSISTANT = "assistant"


class LetterKind(StrEnum):
    """A letter by what it is for (DISP 1.5 and 1.6 name the regulated ones)."""

    ACKNOWLEDGEMENT = "acknowledgement"
    QUESTION = "question"
    HOLDING = "holding"
    FINAL = "final"
    SUMMARY_RESOLUTION = "summary_resolution"
    REFERRAL = "referral"
    APOLOGY = "apology"
    PARTING = "parting"
    RESTRICTION = "restriction"
    # What came of an appeal against a restriction, or of a review that ended it.
    RESTRICTION_REVIEW = "restriction_review"
    # How it was, to somebody whom a known fault probably hurt and who said nothing.
    KIND_QUESTION = "kind_question"
    # What we changed since they complained, and what became of an idea of theirs.
    CHANGE = "change"
    IDEA = "idea"


class Severity(StrEnum):
    """What a check does to a letter; `off` is not looked for."""

    BLOCK = "block"
    ADVISE = "advise"
    OFF = "off"


class LetterState(StrEnum):
    """Where a letter is: `sending` is claimed by the outbox, `by_hand` waits to be posted."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BY_HAND = "by_hand"


# A person must see such a letter off.
NOT_THERE_YET = (LetterState.FAILED, LetterState.BY_HAND)


class MailState(StrEnum):
    """Where a message that came by mail is: `held` waits for a person, `aside` for nobody. Of one
    that was `erased` the hash stays, so that it is not taken again."""

    NEW = "new"
    PLACED = "placed"
    HELD = "held"
    ASIDE = "aside"
    ERASED = "erased"


class ImportState(StrEnum):
    """Where an import is: `waiting` is begun by a job, `failed` says why it cannot go on."""

    DRAFT = "draft"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class ReceiptState(StrEnum):
    """Where the link to a case is: `waiting` for the job, `sending` while it has it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class DeliveryState(StrEnum):
    """Where the telling of an event to a webhook is."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class DraftState(StrEnum):
    """Where a draft of a policy is on its way to being published."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DROPPED = "dropped"


class EvidenceKind(StrEnum):
    RECORD = "record"
    DOCUMENT = "document"
    PHOTO = "photo"
    STATEMENT = "statement"
    MESSAGE = "message"
    CALL = "call"
    VISIT = "visit"


class Ground(StrEnum):
    """Why an allegation was not found so; it speaks of the facts, never of who alleged it.

    What is dishonest is no ground: it needs its own finding, with evidence and a second person.
    """

    MISTAKEN = "mistaken"
    UNFOUNDED = "unfounded"


class Basis(StrEnum):
    """Why a remedy is given: owed by law, contract or promise; or beyond it."""

    ENTITLEMENT = "entitlement"
    GOODWILL = "goodwill"


class JourneyStage(StrEnum):
    LEAD = "lead"
    PROMISE = "promise"
    SALE = "sale"
    ONBOARDING = "onboarding"
    USE = "use"
    SUPPORT = "support"
    PAYMENT = "payment"
    RENEWAL = "renewal"
    EXIT = "exit"
