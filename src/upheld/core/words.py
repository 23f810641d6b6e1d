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


class EventKind(StrEnum):
    RECEIVED = "received"
    ALLEGED = "alleged"
    FACTS_RECORDED = "facts_recorded"
    FACTS_PULLED = "facts_pulled"
    RECORDS_ASKED = "records_asked"
    ORDER_LINKED = "order_linked"
    TOPIC_CHOSEN = "topic_chosen"
    EVIDENCE_ADDED = "evidence_added"
    FOUND = "found"
    CIRCUMSTANCES_RECORDED = "circumstances_recorded"
    DECIDED = "decided"
    APPROVED = "approved"
    DRAFTED = "drafted"
    QUEUED = "queued"
    SENT = "sent"
    SENDING_FAILED = "sending_failed"
    ACCEPTED = "accepted"
    CONTESTED = "contested"
    CLOSED = "closed"
    REOPENED = "reopened"
    ASSIGNED = "assigned"
    CALENDAR_ADDRESSED = "calendar_addressed"
    LETTER_RECORDED = "letter_recorded"
    CASE_MENDED = "case_mended"
    PAUSED = "paused"
    RESUMED = "resumed"
    CUSTOMER_MENDED = "customer_mended"
    CUSTOMER_KNOWN = "customer_known"
    POLICY_DRAFT_OPENED = "policy_draft_opened"
    POLICY_DRAFT_EDITED = "policy_draft_edited"
    POLICY_EDIT_UNDONE = "policy_edit_undone"
    POLICY_EDIT_REDONE = "policy_edit_redone"
    POLICY_DRAFT_COMMENTED = "policy_draft_commented"
    POLICY_COMMENT_SETTLED = "policy_comment_settled"
    POLICY_DRAFT_SENT_FOR_REVIEW = "policy_draft_sent_for_review"
    POLICY_DRAFT_RETURNED = "policy_draft_returned"
    POLICY_DRAFT_DROPPED = "policy_draft_dropped"
    POLICY_PUBLISHED = "policy_published"
    MARKED = "marked"
    CLAIMED = "claimed"
    CLAIM_TAKEN = "claim_taken"
    CLAIM_LEFT = "claim_left"
    MODEL_ASKED = "model_asked"
    DISHONESTY_PROPOSED = "dishonesty_proposed"
    DISHONESTY_CONFIRMED = "dishonesty_confirmed"
    DISHONESTY_WITHDRAWN = "dishonesty_withdrawn"
    DISHONESTY_REVIEWED = "dishonesty_reviewed"
    CAUSE_CHANGED = "cause_changed"
    PERSONA_CHANGED = "persona_changed"
    TOUCHPOINT_CHANGED = "touchpoint_changed"
    CAMPAIGN_CHANGED = "campaign_changed"
    FIT_NOTED = "fit_noted"
    FIT_ASSESSED = "fit_assessed"
    FIT_CONTESTED = "fit_contested"
    FIT_REVIEWED = "fit_reviewed"
    CUSTOMERS_VALUED = "customers_valued"
    THEMES_FOUND = "themes_found"
    THEME_CHANGED = "theme_changed"
    QUESTION_ASKED = "question_asked"
    QUESTION_CHANGED = "question_changed"
    MARTS_WANTED = "marts_wanted"
    MAIL_TAKEN = "mail_taken"
    MAIL_PLACED = "mail_placed"
    MAIL_HELD = "mail_held"
    MAIL_SET_ASIDE = "mail_set_aside"
    LETTER_RETURNED = "letter_returned"
    SENDING_PUT_OFF = "sending_put_off"
    ADDRESS_FAILED = "address_failed"
    ADDRESS_WORKS = "address_works"
    MERGED = "merged"
    TOOK_IN = "took_in"
    MERGE_UNDONE = "merge_undone"
    SPLIT_OFF = "split_off"
    SPLIT_FROM = "split_from"
    COMMITTED = "committed"
    COMMITMENT_KEPT = "commitment_kept"
    COMMITMENT_BROKEN = "commitment_broken"
    COMMITMENT_REPLACED = "commitment_replaced"
    COMMITMENT_ENDED = "commitment_ended"
    REFERRED = "referred"
    PARTED = "parted"
    PARTING_PROPOSED = "parting_proposed"
    PARTING_APPROVED = "parting_approved"
    PARTING_REVIEWED = "parting_reviewed"
    PARTING_WITHDRAWN = "parting_withdrawn"
    PARTING_FOLLOWED = "parting_followed"
    WAY_TRIED = "way_tried"
    CAUSE_RAISED = "cause_raised"
    CAUSE_LOOKED_FOR = "cause_looked_for"
    CONDUCT_RECORDED = "conduct_recorded"
    CONDUCT_SEEN = "conduct_seen"
    CONDUCT_WITHHELD = "conduct_withheld"
    CONDUCT_ANSWERED = "conduct_answered"
    CONDUCT_WITHDRAWN = "conduct_withdrawn"
    RESTRICTION_DECIDED = "restriction_decided"
    RESTRICTION_REFUSED = "restriction_refused"
    RESTRICTION_BEGUN = "restriction_begun"
    RESTRICTION_REVIEWED = "restriction_reviewed"
    RESTRICTION_APPEALED = "restriction_appealed"
    RESTRICTION_ENDED = "restriction_ended"
    LEGAL_HOLD_PLACED = "legal_hold_placed"
    LEGAL_HOLD_REVIEWED = "legal_hold_reviewed"
    LEGAL_HOLD_LIFTED = "legal_hold_lifted"
    DATA_HANDED_OVER = "data_handed_over"
    ERASURE_PROPOSED = "erasure_proposed"
    ERASURE_WITHDRAWN = "erasure_withdrawn"
    ERASED = "erased"
    IMPORT_ENDED = "import_ended"
    IMPORT_UNDONE = "import_undone"
    TAKEN_BACK = "taken_back"
    LINK_ASKED = "link_asked"
    LINK_SENT = "link_sent"
    LINK_ENTERED = "link_entered"
    LINKS_ENDED = "links_ended"
    DISOWNED = "disowned"
    NEED_TOLD = "need_told"
    WROTE = "wrote"
    RATED = "rated"
    IDEA_OFFERED = "idea_offered"
    SAME_PERSON_AGAIN = "same_person_again"
    CUSTOMERS_MERGED = "customers_merged"
    CUSTOMER_MERGE_UNDONE = "customer_merge_undone"
    CUSTOMERS_LOOKED_THROUGH = "customers_looked_through"
    CUSTOMERS_TOLD_APART = "customers_told_apart"
    CUSTOMERS_ASKED_AGAIN = "customers_asked_again"
    KEY_MADE = "key_made"
    KEY_REVOKED = "key_revoked"
    SECRET_RENEWED = "secret_renewed"
    WEBHOOK_ADDED = "webhook_added"
    WEBHOOK_STOPPED = "webhook_stopped"
    WEBHOOK_TAKEN_OVER = "webhook_taken_over"
    WEBHOOK_ENDED = "webhook_ended"
    DEVIATION_PROPOSED = "deviation_proposed"
    DEVIATION_GRANTED = "deviation_granted"
    DEVIATION_ENDED = "deviation_ended"
    DEVIATION_KEPT = "deviation_kept"
    DEVIATIONS_RULED = "deviations_ruled"
    DEVIATIONS_FOUND = "deviations_found"
    BUDGET_SET = "budget_set"
    TEAM_CHANGED = "team_changed"
    PERSON_INVITED = "person_invited"
    PERSON_CHANGED = "person_changed"
    AUTHORITY_SET = "authority_set"
    DISTINGUISHED = "distinguished"
    PRECEDENT_NOT_FOLLOWED = "precedent_not_followed"
    PRECEDENT_FOLLOWED_AGAIN = "precedent_followed_again"
    ASKED_KINDLY = "asked_kindly"
    KIND_LETTER_ANSWERED = "kind_letter_answered"
    ROOT_CAUSE_CHANGED = "root_cause_changed"
    CHANGE_RECORDED = "change_recorded"
    EFFECT_CHECKED = "effect_checked"
    CHANGE_PROPOSED = "change_proposed"
    CHANGE_PUBLISHED = "change_published"
    CHANGE_TAKEN_DOWN = "change_taken_down"
    CHANGE_TOLD = "change_told"
    IDEA_LOOKED_AT = "idea_looked_at"
    IDEA_TOLD = "idea_told"
    NO_NEWS_ASKED = "no_news_asked"
    NEWS_ASKED = "news_asked"
    LETTER_BLOCKED = "letter_blocked"
    OUTSIDE_RULED = "outside_ruled"
    HOURS_SET = "hours_set"
    REPORT_KEPT = "report_kept"
    FAULT_DECLARED = "fault_declared"
    FAULT_ENDED = "fault_ended"


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
