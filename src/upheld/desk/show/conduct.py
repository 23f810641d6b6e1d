"""What was done in contacts with a customer, and what is limited for a while, as it is read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse, reverse_lazy
from django.utils import timezone

from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.conduct import (
    ConductForm,
    HandOnForm,
    NotShownForm,
    SeenForm,
    TheirAnswerForm,
    WhyForm,
)
from upheld.desk.forms.restrictions import SCOPES, RestrictionForm
from upheld.steps import may
from upheld.steps.another import acted
from upheld.store import models as rows
from upheld.store import relations
from upheld.store.beside_customer import Beside
from upheld.store.merged import as_one
from upheld.store.policy_files import behaviours

from .fold import Fold, Opened, fold
from .folds import Folds


@dataclass(frozen=True, slots=True)
class ConductLine:
    """One record. `shown_by` is empty where the words are folded away for whoever reads."""

    row: rows.Conduct
    words: str
    shown_by: str
    folds: list[Fold]


@dataclass(frozen=True, slots=True)
class Limited:
    """A restriction in a line: what is limited, up to when."""

    row: rows.Restriction
    words: str


@dataclass(frozen=True, slots=True)
class ConductPart:
    lines: list[ConductLine]
    restrictions: list[Limited]
    folds: list[Fold]
    unverified: bool

    @property
    def offered(self) -> set[str]:
        """The keys of all that can be done here."""
        return {each.key for each in self.all_folds}

    @property
    def all_folds(self) -> list[Fold]:
        return [*self.folds, *(each for line in self.lines for each in line.folds)]


# Key, label, button, address and form of a fold of a page about a customer.
Step = tuple[str, str, str, str, Callable[[str], DeskForm]]


def conduct_part(
    customer: rows.Customer, told: Beside, by: may.Actor, opened: Opened,
    cases: Sequence[rows.Case],
) -> ConductPart:  # fmt: skip
    """What the customer page tells of conduct; `cases` are theirs."""
    found, page = told.conduct, reverse("desk:customer", args=[customer.pk])
    limits = [limited(row) for row in told.restrictions]
    steps = [
        *(_recording(customer, by, cases) if cases or told.reached else ()),
        *_restricting(customer, by, found, cases),
    ]
    return ConductPart(
        [_line(row, by, opened, page) for row in found],
        limits,
        [fold(opened, *step, page=page) for step in steps],
        unverified=any(not each.verified for each in behaviours.listed()) and bool(found),
    )


def limited(row: rows.Restriction) -> Limited:
    return Limited(row, SCOPES[row.scope])  # type: ignore[index]


def _recording(
    customer: rows.Customer, by: may.Actor, cases: Sequence[rows.Case]
) -> Iterable[Step]:
    if may.allowed_any("record_conduct", by):
        action = reverse("desk:conduct_record", args=[customer.pk])
        yield (
            "conduct", "A contact was abusive, or harmful otherwise", "Record it", action,
            lambda key: ConductForm(
                key=key, listed=behaviours.listed(), places=[*_places(customer, cases)]
            ),
        )  # fmt: skip


def places_of(customer: rows.Customer) -> list[tuple[str, str]]:
    """Where it may have happened: their newest contacts, and their cases."""
    cases = as_one.cases(customer).order_by("-received_at", "-pk")
    return [*_places(customer, list(cases))]


_NEWEST = 12


def _places(customer: rows.Customer, cases: Sequence[rows.Case]) -> Iterable[tuple[str, str]]:
    for case in cases[:_NEWEST]:
        yield f"case-{case.pk}", f"{case.reference}: {case.subject}"
    for contact in as_one.contacts(customer)[:_NEWEST]:
        told = contact.summary[:60]
        yield f"contact-{contact.pk}", f"{contact.at:%d %b %Y}, by {contact.channel}: {told}"


def _restricting(
    customer: rows.Customer,
    by: may.Actor,
    found: Sequence[rows.Conduct],
    cases: Sequence[rows.Case],
) -> Iterable[Step]:
    if may.allowed_any("restrict", by) and cases and any(row.stands for row in found):
        action = reverse("desk:restriction_decide", args=[customer.pk])
        yield (
            "restrict", "Limit how they reach us for a while", "Decide it", action,
            lambda key: restriction_form(customer, None, key),
        )  # fmt: skip


def restriction_form(customer: rows.Customer, data: object, key: str) -> RestrictionForm:
    standing = relations.conduct(customer).filter(withdrawn_at=None)
    kept = [(row.pk, f"{row.at:%d %b %Y}: {behaviours.words_of(row.behaviour)}")
            for row in standing]  # fmt: skip
    cases = [(case.pk, f"{case.reference}: {case.subject}")
             for case in as_one.cases(customer).order_by("-received_at", "-pk")]  # fmt: skip
    return RestrictionForm(data, key=key, kept=kept, cases=cases)


def _line(
    row: rows.Conduct, by: may.Actor, opened: Opened | None = None, page: str = ""
) -> ConductLine:
    """`opened` where something can be done about it here."""
    reads = not row.withheld or may.leads(by) or acted(row.recorded_by_id, row.by, by)
    words = behaviours.words_of(row.behaviour)
    steps = _steps(row, by) if row.stands else ()
    folds = [fold(opened, *step, page=page) for step in steps] if opened else []
    return ConductLine(row, words, row.shown_by if reads else "", folds)


def _steps(row: rows.Conduct, by: may.Actor) -> Iterable[Step]:
    def address(step: str) -> str:
        return reverse("desk:conduct_step", args=[row.pk, step])

    if may.allowed_any("see_conduct", by):
        seen = "Seen, and the colleague is looked after"
        kept = {"support": row.support, "withheld": row.withheld}
        if row.seen_at is None:
            yield (f"seen-{row.pk}", seen, "Keep it", address("seen"),
                   lambda key: SeenForm(key=key, initial=kept))  # fmt: skip
        yield (f"hand-on-{row.pk}", "Somebody else goes on with the case", "Give it",
               address("hand-on"), lambda key: HandOnForm(key=key))  # fmt: skip
        yield (f"not-shown-{row.pk}", "Whether they are shown it", "Keep it",
               address("not-shown"),
               lambda key: NotShownForm(key=key, initial={"why": row.not_shown}))  # fmt: skip
    if may.allowed_any("answer_conduct", by):
        yield (f"answer-{row.pk}", "What they say of it", "Keep it", address("answer"),
               lambda key: TheirAnswerForm(key=key))  # fmt: skip
    if may.allowed_any("withdraw_conduct", by):
        yield (f"withdraw-{row.pk}", "Withdraw it", "Withdraw it", address("withdraw"),
               lambda key: WhyForm(key=key))  # fmt: skip


@dataclass(frozen=True, slots=True)
class OnCase:
    """What a case page tells: what is limited for whoever complains, and what was recorded here."""

    restrictions: list[Limited]
    lines: list[ConductLine]
    folds: list[Fold]


def on_case(case: rows.Case, folds: Folds, by: may.Actor, today: date) -> OnCase:
    """One statement more, and only where something is limited."""
    found = relations.in_force(case.customer_id, today) if case.restricted else ()  # type: ignore[attr-defined]
    offered = []
    if may.allowed_any("record_conduct", by):
        action = reverse_lazy("desk:conduct_on_case", args=[case.pk])
        offered = folds.of(
            "read", "abusive", "This contact was abusive", "Record it", action,
            lambda key: ConductForm(key=key, listed=behaviours.listed()),
        )  # fmt: skip
    lines = [_line(row, by) for row in case.conduct.all() if row.stands]
    return OnCase([limited(row) for row in found], lines, offered)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a lead: where it is, whom it is about, what, and since when."""

    url: str
    customer: rows.Customer
    words: str
    at: date | datetime


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    note: str
    lines: list[Waiting]


_SECTIONS = {
    "unseen": ("Recorded, and not seen by a lead", "Look after the colleague first."),
    "appeals": ("They see it differently", "Somebody who had no part in it looks."),
    "decided": ("Restrictions that wait for a second lead", "They bind nobody until then."),
    "reviews": ("Restrictions to be reviewed", "One that nobody reviews ends two weeks "
                "later; one whose conduct was withdrawn is to end now."),
    "causes": ("Our own causes to be looked for", "We caused these contacts: they count against "
               "nobody."),
    "partings": ("Proposals to part", "Approved by another, then reviewed, then told."),
    "afterwards": ("What became of it?", "Asked 30 and 180 days after the last day."),
}  # fmt: skip


def waiting_sections(today: date) -> list[Section]:
    """Everything that waits for a lead, a section for each kind that has anything."""
    found = relations.waiting(today)
    told = {key: [_waiting(key, row) for row in found[key]] for key in _SECTIONS}
    return [Section(key, *_SECTIONS[key], lines) for key, lines in told.items() if lines]


def _waiting(kind: str, row: object) -> Waiting:
    match row:
        case rows.Conduct():
            page = reverse("desk:customer", args=[row.customer_id])
            words = behaviours.words_of(row.behaviour)
            return Waiting(f"{page}?do=seen-{row.pk}#do-seen-{row.pk}", row.customer, words, row.at)
        case rows.Restriction():
            words = SCOPES[row.scope]  # type: ignore[index]
            at = row.review_due if kind == "reviews" else row.at
            return Waiting(reverse("desk:restriction", args=[row.pk]), row.customer, words, at)
        case rows.RestrictionLook():
            page = reverse("desk:restriction", args=[row.restriction_id])
            return Waiting(page, row.restriction.customer, row.appeal, row.asked_at)
        case rows.CauseLook():
            words = f"{row.contacts} of {row.of_contacts} contacts in a year were caused by us"
            page = reverse("desk:parting", args=[row.customer_id])
            return Waiting(f"{page}?do=cause#do-cause", row.customer, words, row.raised_at)
        case rows.Parting():
            page = reverse("desk:parting", args=[row.customer_id])
            return Waiting(page, row.customer, row.reasons, row.at)
        case rows.PartingAfter():
            page = reverse("desk:parting", args=[row.parting.customer_id])
            words = "What became of it"
            return Waiting(f"{page}?do=after-{row.pk}#do-after-{row.pk}", row.parting.customer,
                           words, row.due_on)  # fmt: skip
    raise TypeError(f"nothing waits for a lead as {row!r}")


def for_a_lead(by: may.Actor, now: datetime) -> str:
    """How much waits for a lead, in a sentence; nothing for anybody else. One statement."""
    if not may.allowed_any("see_conduct", by):
        return ""
    count = relations.count_waiting(timezone.localdate(now))
    if not count:
        return ""
    return "One thing waits for a lead" if count == 1 else f"{count} things wait for a lead"
