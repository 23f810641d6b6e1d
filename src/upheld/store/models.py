"""Every table of the house. Rows only: what they mean is in core, what is done in steps."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from upheld.core.event_kinds import EventKind
from upheld.core.obligations import STANDARD, Force
from upheld.core.references import reference
from upheld.core.words import CaseState

from .rows.allegations import Allegation, Evidence, Finding
from .rows.answers import Acceptance, Closing, Decision, Letter
from .rows.api import ApiKey, Delivery, KeptAnswer, Webhook
from .rows.campaigns import Campaign
from .rows.cause_changes import CauseChange
from .rows.changes import (
    Change,
    ChangeTold,
    EffectCheck,
    IdeaFate,
    NoNews,
    RootCause,
    RootCauseEvidence,
)
from .rows.claims import Claim
from .rows.commitments import Commitment
from .rows.conduct import Conduct, Restriction, RestrictionLook
from .rows.customers import Customer, Order
from .rows.deviations import Deviation, SituationRuling
from .rows.dishonesty import Dishonesty
from .rows.erasures import Erasure, Looked
from .rows.fired import RuleFired
from .rows.fit import FitAssessment, FitContest, FitNote
from .rows.imports import Brought, Import, ImportProblem, Note, SavedMapping, Standing
from .rows.incoming import Incoming
from .rows.journey import Persona, Touchpoint
from .rows.legal_holds import LegalHold
from .rows.mail_sources import MailSource, Notice
from .rows.matches import CustomerMerge, Match
from .rows.merges import Merge
from .rows.model_readings import ModelReading
from .rows.partings import CauseLook, Parting, PartingAfter, WayTried
from .rows.pauses import CalendarAddress, Pause
from .rows.people import Person
from .rows.portal import Filing, Idea, Knock, LooseFile, Need, Receipt, Satisfaction
from .rows.precedents import Distinction, NotFollowed
from .rows.pulses import Pulse
from .rows.questions import MartsWanted, Question
from .rows.reports import KeptReport, OutsideRuling, WorkingHours
from .rows.silence import Asked, KeptFigures, KnownFault
from .rows.staff import AuthorityLimit, Invitation
from .rows.staff_notices import StaffNotice
from .rows.tallies import TalliedTo, Tally, TallyPart
from .rows.teams import Budget, Team
from .rows.themes import CopiedLetter, LetterCase, Theme, ThemeCase, ThemesFound
from .rows.values import CustomerValue, Valuing
from .rows.versions import DraftComment, DraftEdit, KeptPolicy, PolicyDraft, PolicyVersion

__all__ = [
    "Acceptance",
    "Allegation",
    "ApiKey",
    "Asked",
    "AuthorityLimit",
    "Budget",
    "CalendarAddress",
    "Campaign",
    "Case",
    "CauseChange",
    "CauseLook",
    "Change",
    "ChangeTold",
    "Claim",
    "Clock",
    "Closing",
    "Commitment",
    "Conduct",
    "Contact",
    "CopiedLetter",
    "Customer",
    "CustomerMerge",
    "CustomerValue",
    "Decision",
    "Delivery",
    "Deviation",
    "Dishonesty",
    "Distinction",
    "DraftComment",
    "DraftEdit",
    "EffectCheck",
    "Erasure",
    "Event",
    "Evidence",
    "Filing",
    "Finding",
    "FitAssessment",
    "FitContest",
    "FitNote",
    "Idea",
    "IdeaFate",
    "Import",
    "ImportProblem",
    "Incoming",
    "Invitation",
    "KeptAnswer",
    "KeptFigures",
    "KeptPolicy",
    "KeptReport",
    "Knock",
    "KnownFault",
    "LegalHold",
    "Letter",
    "LetterCase",
    "Looked",
    "LooseFile",
    "MailSource",
    "MartsWanted",
    "Match",
    "Merge",
    "ModelReading",
    "Need",
    "NoNews",
    "NotFollowed",
    "Note",
    "Notice",
    "Order",
    "OutsideRuling",
    "Parting",
    "PartingAfter",
    "Pause",
    "Person",
    "Persona",
    "PolicyDraft",
    "PolicyVersion",
    "Pulse",
    "Question",
    "Receipt",
    "Restriction",
    "RestrictionLook",
    "RootCause",
    "RootCauseEvidence",
    "RuleFired",
    "Satisfaction",
    "SavedMapping",
    "SituationRuling",
    "StaffNotice",
    "TalliedTo",
    "Tally",
    "TallyPart",
    "Team",
    "Theme",
    "ThemeCase",
    "ThemesFound",
    "Touchpoint",
    "Valuing",
    "WayTried",
    "Webhook",
    "WorkingHours",
]


class Case(Brought):
    """Our work on one complaint: what was said, where it stands, what comes next and by when."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="cases")
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="cases")
    # As the customer's papers call it, where the order is not kept here.
    order_reference = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    demand = models.TextField(blank=True)
    channel = models.CharField(max_length=20)
    topic = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()
    # Whether it is known to be from this customer, whose address anybody can write; None where a
    # colleague or a program took it in, who knows whom they spoke with.
    known_to_be_theirs = models.BooleanField(null=True, blank=True)
    regime = models.CharField(max_length=40)
    complaint_kind = models.CharField(max_length=40, default=STANDARD)
    zone = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="cases")
    state = models.CharField(max_length=20)
    next_step = models.CharField(max_length=20, blank=True)
    next_due = models.DateTimeField(null=True, blank=True)
    paused_since = models.DateTimeField(null=True, blank=True)
    paused_why = models.TextField(blank=True)
    withdrawn = models.BooleanField(default=False)
    in_scope = models.BooleanField(default=True)
    explained_before = models.BooleanField(default=False)
    particulars = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=80, blank=True)
    # When what names anybody in it was taken out (store/erased/erasing.py).
    erased_at = models.DateTimeField(null=True, blank=True)
    # The case that this one leads to (store/rows/merges.py); its number still works.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects: ClassVar[Standing["Case"]] = Standing()
    everything: ClassVar[models.Manager["Case"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~Q(source="") & Q(taken_back_at=None),
                name="one_case_a_source_key",
            ),
        )
        indexes = (
            # The inbox: what must be done next and by when, among what is open.
            models.Index(
                "next_due", "id", name="inbox",
                condition=~Q(state=CaseState.CLOSED.value),
            ),
            models.Index(
                "owner", "next_due", "id", name="inbox_of_owner",
                condition=~Q(state=CaseState.CLOSED.value),
            ),
            models.Index("state", "next_due", "id", name="inbox_of_state"),
            # The newest that are closed: SQLite takes any index that begins with the state before
            # one whose condition is the state.
            models.Index(
                fields=["state", "-received_at", "-id", "taken_back_at"], name="cases_of_state"
            ),
            # How many wait, for whom and until when, without reading one of them.
            models.Index(
                "owner", "next_due", "taken_back_at", "id", name="inbox_counted",
                condition=~Q(state=CaseState.CLOSED.value),
            ),
            # Which are the newest, again without reading one.
            models.Index(fields=["-received_at", "-id", "taken_back_at"], name="cases_listed"),
            models.Index(fields=["-received_at", "-id"], name="cases_newest"),
            # A program lists those of one state by their number.
            models.Index(fields=["state", "-id"], name="cases_told"),
        )  # fmt: skip

    @property
    def reference(self) -> str:
        return reference(self.pk)

    @property
    def about_order(self) -> str:
        """The reference of the order that this is about; empty while none is linked."""
        return self.order.reference if self.order else self.order_reference

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}"


class Clock(models.Model):
    """One deadline of one case, fixed on the day of receipt; `met_at` is written when it is met.

    A pause moves `due` of an own target alone: `first_due` keeps what it was, `moved` says why.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks")
    obligation = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    force = models.CharField(max_length=10)
    ends = models.CharField(max_length=20)
    due = models.DateTimeField()
    due_on = models.DateField()
    explanation = models.TextField()
    source = models.TextField()
    verified = models.BooleanField()
    met_at = models.DateTimeField(null=True, blank=True)
    first_due = models.DateTimeField(null=True, blank=True)
    moved = models.TextField(blank=True)

    class Meta:
        ordering = ("due", "pk")
        # What is due soon and not done yet, of very many that are done.
        indexes = (
            models.Index(
                fields=["due", "ends", "case"], name="clocks_ahead", condition=Q(met_at=None)
            ),
        )

    @property
    def binding(self) -> bool:
        return self.force in (Force.LAW, Force.PROMPT)


class Contact(Brought):
    """One communication. `caused_by` keeps what we caused apart from what the customer caused; it
    is empty where nobody said.

    `author` is who spoke, where an import told it; `minutes` is what it took of our time.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contacts")
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="contacts")
    at = models.DateTimeField()
    inbound = models.BooleanField()
    channel = models.CharField(max_length=20)
    summary = models.TextField()
    caused_by = models.CharField(max_length=10, default="neutral", blank=True)
    author = models.CharField(max_length=200, blank=True)
    minutes = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    topic = models.CharField(max_length=60, blank=True)
    # What another system knows it by.
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=80, blank=True)

    objects: ClassVar[Standing["Contact"]] = Standing()
    everything: ClassVar[models.Manager["Contact"]] = models.Manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(
                fields=["source", "source_key"], condition=~Q(source=""), name="contacts_of_source"
            ),
            models.Index(fields=["-at", "-id", "inbound", "taken_back_at"], name="contacts_listed"),
            # The newest that came in by what caused them, and of no complaint.
            models.Index(
                fields=["caused_by", "-at", "-id", "customer"], name="contacts_caused",
                condition=Q(inbound=True, taken_back_at=None),
            ),
            models.Index(
                fields=["-at", "-id"], name="contacts_of_none",
                condition=Q(inbound=True, taken_back_at=None, case=None),
            ),
        )  # fmt: skip


class Event(models.Model):
    """One act, chained to the one before it by its hash. Never changed, never deleted.

    The chain is over `seal`, which stands for the words and is made with a `key` of the event's own
    (empty for both in an event from before there were any). Erasure takes out the words and the key
    and names its act in `erased_by`: the one change that the database lets happen.
    """

    number = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="events")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    key = models.CharField(max_length=32, default="", db_default="", blank=True)
    seal = models.CharField(max_length=64, default="", db_default="", blank=True)
    erased_by = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        indexes = (
            models.Index("kind", name="events_erased", condition=Q(kind=EventKind.ERASED.value)),
            models.Index(fields=["kind", "at"], name="events_of_kind"),
            # One kind is listed as it was written, by programs: the rest of the record is not read.
            models.Index("kind", "number", name="events_told"),
        )
