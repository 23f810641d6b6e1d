"""What stands beside the cases whose pages are shown. Of much of it most cases have none: all of it
is read by one statement, and what is counted about each case by the same."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import (
    Count,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from upheld.core.money import Money
from upheld.core.restriction import RestrictionState
from upheld.core.words import CaseState

from . import came_last
from . import models as rows
from .merged import as_one, merging
from .sight import seen, withheld
from .sql import in_one

# By their name on a case: the rows, and their key to it.
_RARE: dict[str, tuple["QuerySet[Any]", str]] = {
    "acceptances": (rows.Acceptance.objects.all(), "case"),
    "allegations": (rows.Allegation.objects.all(), "case"),
    "clocks": (rows.Clock.objects.all(), "case"),
    "claims": (rows.Claim.objects.all(), "case"),
    "closings": (rows.Closing.objects.all(), "case"),
    "commitments": (rows.Commitment.objects.all(), "case"),
    "conduct": (rows.Conduct.objects.all(), "case"),
    "decisions": (rows.Decision.objects.all(), "case"),
    "deviations": (rows.Deviation.objects.all(), "case"),
    "letters": (rows.Letter.objects.all(), "case"),
    "outside_rulings": (rows.OutsideRuling.objects.all(), "case"),
    "partings": (rows.Parting.objects.all(), "case"),
    "taken_in": (rows.Merge.objects.filter(undone_at=None), "into"),
}
# Of an allegation or a decision there is one, or none.
_ONE: dict[str, tuple[type[Model], str]] = {
    "finding": (rows.Finding, "allegation"),
    "dishonesty": (rows.Dishonesty, "allegation"),
    "distinction": (rows.Distinction, "decision"),
}
_EVIDENCE, _UNFAIR = "evidence", "unfair"
_PARTS, _WHOSE, _WROTE = "parts", "whose", "wrote"


Told = Mapping[str, Sequence[Any]]


def read(cases: Sequence[rows.Case]) -> None:
    """What there is of it, and what is counted, onto the cases. One statement.

    Each case then has `open_elsewhere`, `waiting_elsewhere` (how many other complaints of the
    person are open, and how many of those wait for a finding), `paid_by` and `paid_before` (the
    newest other case that paid on its order), `sent_in`, `restricted`, `spoken_last` (as in
    store/came_last.py) and `ever_merged`, in either way; each decision has in `unfair` why it is
    not followed.
    """
    told, counted = _BESIDE.read([case.pk for case in cases])
    for case in cases:
        _count(case, counted[case.pk])
        for name, (query, key) in _RARE.items():
            own = [row for row in told[name] if getattr(row, f"{key}_id") == case.pk]
            keep(case, name, query, own, key)
        _beside_allegations(case, told)
        _beside_decisions(case, told)
    parts_of = _parts(told)
    for merge in (merge for case in cases for merge in case.taken_in.all()):
        merge.case = parts_of[merge.case_id]


def _beside_allegations(case: rows.Case, told: Told) -> None:
    for row in case.allegations.all():
        own = [each for each in told[_EVIDENCE] if each.allegation_id == row.pk]
        keep(row, "evidence", rows.Evidence.objects.all(), own, "allegation")
        _one(row, told, "allegation")


def _beside_decisions(case: rows.Case, told: Told) -> None:
    unfair = {each.decision_id: each.why for each in told[_UNFAIR]}
    for row in case.decisions.all():
        own = [each for each in case.deviations.all() if each.decision_id == row.pk]
        keep(row, "deviations", rows.Deviation.objects.all(), own, "decision")
        _one(row, told, "decision")
        row.unfair = unfair.get(row.pk)  # type: ignore[attr-defined]


def _one(of: Model, told: Told, key: str) -> None:
    """As a statement with both keeps what there is one of, or none."""
    for name, (_, to) in _ONE.items():
        if to == key and name in told:
            of._state.fields_cache[name] = None
            for row in told[name]:
                if getattr(row, f"{key}_id") == of.pk:
                    setattr(row, key, of)


def of_lines(cases: Sequence[rows.Case]) -> dict[int, rows.Decision]:
    """The allegations and their findings onto cases of a list, and the latest decision of each,
    without what it was made from. One statement."""
    told, _ = _OF_LINES.read([case.pk for case in cases]) if cases else ({}, {})
    for case in cases:
        own = [row for row in told["allegations"] if row.case_id == case.pk]
        keep(case, "allegations", rows.Allegation.objects.all(), own, "case")
        for row in own:
            _one(row, told, "allegation")
    return {row.case_id: row for row in reversed(told.get("decisions", []))}


def _of_lines(keys: Sequence[int]) -> Mapping[str, "QuerySet[Any]"]:
    return {
        "allegations": rows.Allegation.objects.filter(case__in=keys),
        "finding": rows.Finding.objects.filter(allegation__case__in=keys),
        "decisions": rows.Decision.objects.filter(case__in=keys).defer("document", "record"),
    }


_OF_LINES = in_one.Prepared(_of_lines)


@seen.whole()
def to_decide(case: rows.Case) -> None:
    """What a decision is made from onto a case that is held, and what was decided and written
    before, without the texts of it. One statement."""
    told, counted = _TO_DECIDE.read([case.pk])
    case.open_elsewhere = counted[case.pk]["open_elsewhere"]  # type: ignore[attr-defined]
    for name in ("allegations", "commitments", "decisions", "deviations", "letters", "taken_in"):
        query, key = _RARE[name]
        keep(case, name, query, list(told[name]), key)
    for row in case.allegations.all():
        own = [each for each in told[_EVIDENCE] if each.allegation_id == row.pk]
        keep(row, _EVIDENCE, rows.Evidence.objects.all(), own, "allegation")
        _one(row, told, "allegation")


def _to_decide(keys: Sequence[int]) -> Mapping[str, "QuerySet[Any]"]:
    names = ("allegations", "commitments", "deviations", "taken_in")
    there: dict[str, QuerySet[Any]] = {
        name: query.filter(**{f"{key}__in": keys})
        for name, (query, key) in ((each, _RARE[each]) for each in names)
    }
    return there | {
        "decisions": rows.Decision.objects.filter(case__in=keys).defer("document", "record"),
        "letters": rows.Letter.objects.filter(case__in=keys).defer("subject", "body"),
        "finding": rows.Finding.objects.filter(allegation__case__in=keys),
        _EVIDENCE: rows.Evidence.objects.filter(allegation__case__in=keys),
    }


def _open_elsewhere(keys: Sequence[int]) -> "QuerySet[rows.Case]":
    others = still_open(as_one.of_outer("customer__"), OuterRef("pk")).order_by()
    return rows.Case.objects.filter(pk__in=keys).annotate(open_elsewhere=_number_of(others))


_TO_DECIDE = in_one.Prepared(_to_decide, _open_elsewhere)


def _asked(keys: Sequence[int]) -> Mapping[str, "QuerySet[Any]"]:
    there: dict[str, QuerySet[Any]] = {
        name: query.filter(**{f"{key}__in": keys}) for name, (query, key) in _RARE.items()
    }
    there |= {
        name: model._default_manager.filter(**{f"{key}__case__in": keys})
        for name, (model, key) in _ONE.items()
    }
    there["taken_in"] = seen.of_cases(there["taken_in"])
    there[_EVIDENCE] = rows.Evidence.objects.filter(allegation__case__in=keys)
    there[_UNFAIR] = rows.NotFollowed.objects.filter(decision__case__in=keys, ended_at=None)
    parts = rows.Case.everything.filter(pk__in=there["taken_in"].order_by().values("case"))
    whose = rows.Customer.everything.filter(pk__in=parts.order_by().values("customer"))
    wrote = rows.Letter.objects.filter(case__in=there["taken_in"].order_by().values("case"))
    return there | {_PARTS: parts, _WHOSE: whose, _WROTE: wrote}


def _counted(keys: Sequence[int]) -> "QuerySet[rows.Case]":
    others = still_open(as_one.of_outer("customer__"), OuterRef("pk")).order_by()
    paid = _paid_before()
    limits = rows.Restriction.objects.filter(
        customer__in=as_one.of_outer("customer__"), state=RestrictionState.IN_FORCE
    )
    return rows.Case.objects.filter(pk__in=keys).annotate(
        open_elsewhere=_number_of(others),
        waiting_elsewhere=_number_of(withheld.waiting(others)),
        paid_by=Subquery(paid.values("case")[:1]),
        paid_before=Subquery(paid.values(told=_with_its_currency())[:1]),
        sent_in=Subquery(_sent_in()),
        restricted=Exists(limits),
        spoken_last=came_last.spoken_last(),
        ever_merged=merging.ever_merged(),
    )


def _count(case: rows.Case, counted: Mapping[str, Any]) -> None:
    for name in ("open_elsewhere", "waiting_elsewhere", "paid_by", "sent_in", "spoken_last"):
        setattr(case, name, counted[name])
    owed, _, currency = (counted["paid_before"] or "").partition(" ")
    case.paid_before = Money(Decimal(owed), currency) if owed else None  # type: ignore[attr-defined]
    case.restricted = bool(counted["restricted"])  # type: ignore[attr-defined]
    case.ever_merged = bool(counted["ever_merged"])  # type: ignore[attr-defined]


_BESIDE = in_one.Prepared(_asked, _counted, as_one.apart)


@seen.whole()
def still_open(theirs: "QuerySet[Any]", but: "int | OuterRef") -> "QuerySet[rows.Case]":
    """The complaints of these customers that are not closed, but for one."""
    others = rows.Case.objects.filter(customer__in=theirs).exclude(pk=but)
    return others.exclude(state=CaseState.CLOSED)


def _number_of(others: "QuerySet[rows.Case]") -> Coalesce:
    counted = others.values(all=Value(1)).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _sent_in() -> "QuerySet[rows.Evidence, Any]":
    """How much came in about the whole case, with no allegation of its own."""
    of_case = rows.Evidence.objects.filter(case=OuterRef("pk"), allegation=None).order_by()
    return of_case.values("case").annotate(count=Count("pk")).values("count")


def _with_its_currency() -> Concat:
    """What was owed, in one value: the policy may have changed its currency since."""
    return Concat(Cast("owed", TextField()), Value(" "), "currency", output_field=TextField())


def _paid_before() -> "QuerySet[rows.Decision]":
    """What was owed and answered in other cases of the customer about the same order."""
    same = Q(case__order=OuterRef("order"))
    same |= Q(case__order_reference=OuterRef("order_reference")) & ~Q(case__order_reference="")
    answered = (CaseState.ANSWERED, CaseState.CLOSED)
    # Not by the index of states, which SQLite takes for the shorter way where it has no statistics.
    found = rows.Decision.objects.alias(state=Coalesce("case__state", Value(""))).filter(
        same,
        case__customer__in=as_one.of_outer("customer__"),
        state__in=answered,
        owed__gt=0,
    )
    found = found.exclude(case__in=merging.parts())
    return found.exclude(case=OuterRef("pk")).order_by("-pk")


def _parts(told: Told) -> dict[int, rows.Case]:
    """The cases that lead here, with whose they are and their letters."""
    whose = {each.pk: each for each in told[_WHOSE]}
    parts: dict[int, rows.Case] = {each.pk: each for each in told[_PARTS]}
    for part in parts.values():
        part.customer = whose[part.customer_id]
        own = [each for each in told[_WROTE] if each.case_id == part.pk]
        keep(part, "letters", rows.Letter.objects.all(), own, "case")
    return parts


def keep(of: Any, name: str, query: "QuerySet[Any]", own: list[Any], key: str) -> None:
    """As prefetching keeps it, from both sides: what is asked anew is asked of these alone."""
    for row in own:
        setattr(row, key, of)
    kept: Any = query.all()
    kept._deferred_filter = False, (), {key: of}  # written down once anything is: seldom
    kept._result_cache, kept._prefetch_done = own, True
    if not hasattr(of, "_prefetched_objects_cache"):
        of._prefetched_objects_cache = {}
    of._prefetched_objects_cache[name] = kept
