"""What programs may send: each body with its bounds, and nothing beside what it names."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
)

from upheld.core.intake import LONGEST_TEXT
from upheld.core.words import (
    AllegationKind,
    Channel,
    EvidenceKind,
    FindingResult,
)

from .values import Day, Facts, Id, InBody, Instant, Line, Name, Ref, Said, Text, Whole, Words


class Given(BaseModel):
    """A body: a name that is not known is refused, so that a slip is told and not lost."""

    model_config = ConfigDict(extra="forbid")


class ComplainantGiven(Given):
    """Who makes the complaint, as far as they told us."""

    name: Line = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    phone: Annotated[Text, Field(max_length=40)] = ""


class ComplaintGiven(Given):
    """A complaint, as it was said. Its clocks run from `received_at`; now if it is left out. What
    needs `write` is refused from a key with `file` alone (422)."""

    text: Whole = Field(examples=["My shelves arrived nine days late."])
    complainant: ComplainantGiven = ComplainantGiven()
    subject: Line = ""
    demand: Words = Field("", description="What they ask for: recorded, never weighed.")
    channel: Channel = Field(Channel.WEB, description="Any but `web` needs `write`.")
    topic: Line = Field("", description="As the firm calls it. Needs `write`.")
    received_at: Instant | None = Field(None, description="Now if left out. Needs `write`.")
    regime: Name | None = Field(
        None, description="Whose rules; the usual if left out. Any other needs `write`."
    )
    complaint_kind: Name | None = None


class WordsGiven(Given):
    """What was written down wrongly on the day that it came; what is left out stays."""

    subject: Line | None = None
    text: Whole | None = None
    demand: Words | None = None
    received_at: Instant | None = None
    regime: Name | None = None
    complaint_kind: Name | None = None


class SpanGiven(Given):
    """Characters of the complaint's text, from `start` to before `end`."""

    start: Annotated[StrictInt, Field(ge=0, le=LONGEST_TEXT)]
    end: Annotated[StrictInt, Field(ge=1, le=LONGEST_TEXT)]


class AllegationGiven(Given):
    """One checkable statement of what went wrong."""

    kind: AllegationKind
    statement: Said
    facts: Facts = {}
    spans: list[SpanGiven] = Field([], max_length=100)


class FactsGiven(Given):
    """All the facts of an allegation as they are known now."""

    facts: Facts = Field(examples=[{"days_late": 9, "delivery_paid": "12.50"}])


class MarksGiven(Given):
    spans: list[SpanGiven] = Field(max_length=100)


class EvidenceGiven(BaseModel):
    """What a finding may rely on, as the parts of a form, with or without a file."""

    kind: EvidenceKind
    text: Said
    allegation: Id | None = None
    happened_at: Instant | None = None
    with_whom: Line = ""
    relied_on_by: Annotated[Text, Field(max_length=60)] = ""


class FindingGiven(Given):
    result: FindingResult
    because: Said = Field(description="The reason that the customer may be told.")


class CircumstancesGiven(Given):
    """What belongs to the whole complaint; what is left out stays."""

    withdrawn: StrictBool | None = None
    in_scope: StrictBool | None = None
    explained_before: StrictBool | None = None


class OrderGiven(Given):
    reference: Annotated[Text, Field(max_length=200)] = Field(description="Empty for none.")


class TopicGiven(Given):
    topic: Line = Field(description="Empty for none.")


class PullGiven(Given):
    """What was read of the records, to be kept."""

    seen: Annotated[Text, Field(min_length=1, max_length=64)] = Field(
        description="The `mark` of what was read."
    )
    take: list[Annotated[Text, Field(min_length=1, max_length=60)]] = Field(
        [], max_length=500, description="Facts that differ, to take."
    )


class ProposalGiven(Given):
    """That a statement was knowingly untrue, on named evidence."""

    statement: Said
    evidence: list[InBody] = Field(max_length=200)
    review_due: Day | None = None


class ConfirmationGiven(Given):
    """The statement as whoever confirms it read it."""

    statement: Said


class WhyGiven(Given):
    why: Said


class AgainGiven(Given):
    """Why somebody decides again what they decided before it was contested, and why a decision
    differs from like cases, where it does."""

    why: Words = ""
    why_different: Words = ""


class ReviewGiven(Given):
    why: Said
    stands: StrictBool
    review_due: Day | None = None


class OwnerGiven(Given):
    owner: InBody | None = Field(description="A person's id; null for nobody.")


class SentGiven(Given):
    sent_at: Instant


class AnswerGiven(Given):
    """What the complainant said of our answer, and how they said it where that is known."""

    accepted: StrictBool
    words: Words = ""
    channel: Channel | None = None


class ClosingGiven(Given):
    """`still_to_keep` says that whoever closes it knows of the promises that are still open,
    `was_read` that they read what came since our answer, where nobody recorded what it says."""

    cause: Annotated[Text, Field(min_length=1, max_length=60)]
    lesson: Words = ""
    misunderstood: Words = ""
    still_to_keep: StrictBool = False
    was_read: StrictBool = False


class PromiseGiven(Given):
    """A promise that was given another way than by a letter from here."""

    words: Annotated[Text, Field(min_length=1, max_length=2_000)]
    due_on: Day


class SettlingGiven(Given):
    kept: StrictBool = Field(description="False for a promise that was broken.")
    note: Said = Field(
        description="What shows it: a payment, a call, what came in the way; or their own words."
    )
    unwanted: StrictBool = Field(
        default=False,
        description="They do not want it any more, as their words in the note say; not with kept."
        " What is owed by law ends only if they said so in writing.",
    )


class MergingGiven(Given):
    """The case that it belongs to. Where the customers are two, say why and that you are `sure`."""

    into: Ref
    why: Words = ""
    sure: StrictBool = False


_Axis = Annotated[StrictStr, Field(pattern=r"^(0(\.[0-9]{1,2})?|1(\.0{1,2})?)$", examples=["0.75"])]


class CustomerGiven(Given):
    """What is known of a customer; what is left out stays. `vulnerable` null: never checked."""

    name: Line | None = None
    email: Annotated[Text, Field(max_length=254)] | None = None
    phone: Annotated[Text, Field(max_length=40)] | None = None
    address: Annotated[Text, Field(max_length=1_000)] | None = Field(
        None, description="As it stands on an envelope."
    )
    values_what: _Axis | None = None
    values_how: _Axis | None = None
    mutual_value: _Axis | None = None
    fit_evidence: list[Annotated[Text, Field(max_length=500)]] | None = Field(None, max_length=100)
    vulnerable: StrictBool | None = None

    def told(self) -> dict[str, Any]:
        """What was sent, as the step takes it: an axis as a number, and no null for a text."""
        sent = {name: getattr(self, name) for name in self.model_fields_set}
        for name in ("values_what", "values_how", "mutual_value"):
            if sent.get(name) is not None:
                sent[name] = Decimal(sent[name])
        texts = ("name", "email", "phone", "address", "fit_evidence")
        return {n: v for n, v in sent.items() if n not in texts or v is not None}


class PlacingGiven(Given):
    """`theirs`: you say that whoever complained wrote it. From an address that is not known to be
    theirs it answers no question of ours without that."""

    case: Ref
    theirs: bool = False


class AsideGiven(Given):
    """`of_sender`: all of its kind that are held from its address too."""

    of_sender: bool = False
