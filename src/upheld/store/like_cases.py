"""Decisions of other cases beside one: those of like facts, and those that are asked for."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import GreaterThan

from upheld.core.decision import Decision
from upheld.core.event_kinds import EventKind
from upheld.core.precedents import (
    Answered,
    Consistency,
    Happened,
    consistency,
    happened,
    like_key,
    likeness,
)
from upheld.core.references import reference
from upheld.core.words import Stance

from . import models as rows
from .merged import merging
from .record import events
from .record.events import Act
from .sight import seen
from .sql.asked_again import AskedAgain
from .sql.json_parts import JsonParts
from .sql.row_version import RowVersion
from .sql.unforeseen import Unforeseen

# The newest so many speak for how we answer such a case.
MOST = 50
_TOLD = (
    "pk", "case_id", "at", "outcome", "stance", "owed", "goodwill", "currency", "policy_version",
    "like_facts", "case__subject", "case__customer__name", "version", "asked", "answered",
    "unfair",
)  # fmt: skip
_ASKED = JsonParts("document", "allegations", "circumstances")
_ANSWERED = JsonParts("record", "findings", "entitlement", "fit.band", "goodwill.hold_out.amount")


@dataclass(frozen=True, slots=True)
class Before:
    """The newest decision of another case. `not_followed` says why it is no precedent to follow,
    empty where it is; `like` whether the same kind of thing happened there."""

    decision: int
    at: datetime
    subject: str
    customer: str
    like: bool
    not_followed: str
    answered: Answered

    @property
    def case(self) -> int:
        return self.answered.case

    @property
    def reference(self) -> str:
        return reference(self.answered.case)


@seen.whole()
def before(case_id: int, key: str, also: Collection[int] = ()) -> list[Before]:
    """The newest decisions of other cases whose facts have this key, and of the cases `also`.

    One statement, of all cases, whoever looks, and one more where cases are asked for: in one
    PostgreSQL would read every decision that there is. What only asked, was merged away or was
    taken back is no precedent.
    """
    kept = _kept(key)
    known = kept.by_version  # one and the same while we ask, whoever asks beside us
    asked = [*_like(case_id, key, known), *_also(case_id, also, known)]
    each_once = {row[0]: dict(zip(_TOLD, row, strict=True)) for row in asked}
    told = sorted(each_once.values(), key=itemgetter("at", "pk"), reverse=True)
    read = [known.get(row["version"]) or _found(row["asked"], row["answered"]) for row in told]
    both = zip(told, read, strict=True)
    kept.by_version = {row["version"]: found for row, found in both if row["version"]}
    return [_before(row, found, key) for row, found in zip(told, read, strict=True)]


def _like(case_id: int, key: str, known: Iterable[str]) -> list[Any]:
    return _OF_KEY(case_id, key, " ".join(known)) if key else []


def _also(case_id: int, also: Collection[int], known: Iterable[str]) -> list[Any]:
    return _OF_CASES(case_id, list(also), " ".join(known)) if also else []


def _of_key(case_id: int, key: str, known: str) -> "QuerySet[rows.Decision, Any]":
    others = _standing().exclude(case=case_id)
    # From the key on, in the index's own order: of a key that it is not told yet PostgreSQL takes
    # it that few decisions have it, and would sort all of the many that do.
    walked = others.filter(like_facts__gte=Unforeseen(key)).exclude(like_facts="")
    walked = walked.order_by("like_facts", "-at", "-pk")[:MOST]
    # Not by the index of keys, which tells those that were walked to and all others.
    found = rows.Decision.objects.alias(of_key=Coalesce("like_facts", Value("")))
    return _told(found.filter(pk__in=walked.values("pk"), of_key=Unforeseen(key)), known)


def _of_cases(case_id: int, also: Collection[int], known: str) -> "QuerySet[rows.Decision, Any]":
    return _told(_standing().exclude(case=case_id).filter(case__in=also), known)


_OF_KEY, _OF_CASES = AskedAgain(_of_key), AskedAgain(_of_cases)


def _told(found: "QuerySet[rows.Decision]", known: str) -> "QuerySet[rows.Decision, Any]":
    version = RowVersion()
    # Of what is known of them already nothing is unpacked: it takes longer than to find them.
    is_known = GreaterThan(StrIndex(Value(known, TextField()), version), 0)
    of_document, of_record = (
        Case(When(is_known, then=None), default=parts, output_field=parts.output_field)
        for parts in (_ASKED, _ANSWERED)
    )
    told = found.annotate(version=version, asked=of_document, answered=of_record, unfair=_unfair())
    return told.values_list(*_TOLD)


def _standing() -> "QuerySet[rows.Decision]":
    """The newest decision of each case that is there, the newest first."""
    # That there is none: PostgreSQL would look for the newest of every like case, and sort them.
    newer = rows.Decision.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    found = rows.Decision.objects.filter(~Exists(newer), case__taken_back_at=None)
    return found.exclude(stance=Stance.ASK).exclude(case__in=merging.parts())


def _unfair() -> Subquery:
    marks = rows.NotFollowed.objects.filter(decision=OuterRef("pk"), ended_at=None)
    return Subquery(marks.values("why")[:1])


def _before(row: dict[str, Any], found: "_Found", key: str) -> Before:
    return Before(
        decision=row["pk"],
        at=row["at"],
        subject=row["case__subject"],
        customer=row["case__customer__name"],
        like=bool(key) and row["like_facts"] == key,
        not_followed=row["unfair"] or "",
        answered=_answered(row, found),
    )


def _answered(row: dict[str, Any], found: "_Found") -> Answered:
    return Answered(
        case=row["case_id"],
        happened=found.happened,
        outcome=row["outcome"],
        remedies=found.remedies,
        owed=row["owed"],
        # What the facts gave: a lot that held it back is a reason of its own, and kept.
        goodwill=row["goodwill"] if found.held is None else found.held,
        currency=row["currency"],
        stance=row["stance"],
        band=found.band,
        policy_version=row["policy_version"],
        followed=row["unfair"] is None,
    )


class _Found(NamedTuple):
    happened: Happened
    remedies: tuple[str, ...]
    band: str
    held: Decimal | None


@lru_cache(maxsize=4096)
def _found(asked: str, answered: str) -> _Found:
    """What two parts of JSON tell of a decision: like cases have the same fifty before them."""
    allegations, circumstances = json.loads(asked)
    findings, entitlement, band, held = json.loads(answered)
    document = {"allegations": allegations, "circumstances": circumstances}
    return _Found(
        happened(document, [found["result"] for found in findings or ()]),
        tuple(sorted(item["kind"] for item in entitlement or ())),
        band or "",
        None if held is None else Decimal(held),
    )


class _Kept:
    """What the decisions tell that were told last beside cases of one key, by the version of their
    row; nothing where rows have none."""

    def __init__(self) -> None:
        self.by_version: dict[str, _Found] = {}


@lru_cache(maxsize=512)
def _kept(key: str) -> _Kept:
    return _Kept()


def proposed(case_id: int, document: dict[str, Any], decision: Decision) -> Answered:
    """A decision that is being made, or was, as it stands beside those before it."""
    return Answered(
        case=case_id,
        happened=happened(document, [found.result for found in decision.findings]),
        outcome=decision.outcome or "",
        remedies=tuple(sorted(item.kind for item in decision.entitlement)),
        owed=Decimal(decision.owed.amount),
        goodwill=decision.goodwill.by_the_facts,
        currency=decision.currency,
        stance=decision.stance,
        band=decision.fit.band,
        policy_version=decision.policy_version,
    )


def measure(case_id: int, document: dict[str, Any], decision: Decision) -> Consistency:
    """How far a decision on this document agrees with those before it. One statement."""
    ours = proposed(case_id, document, decision)
    others = [each.answered for each in before(case_id, like_key(document))]
    return consistency(ours, [(each, likeness(ours.happened, each.happened)) for each in others])


def named(measured: Consistency) -> Consistency:
    """The measure with the cases that whoever looks may see."""
    return measured.naming(seen.shown(each.case for each in (*measured.differing, *measured.apart)))


def distinguished(
    decision: rows.Decision, measured: Consistency, why: str, by: str, now: datetime
) -> None:
    """Keeps why a decision differs from those of like cases, and which they were: those that
    everybody may see who reads the case."""
    with seen.as_colleagues(decision.case.owner):
        kept = named(measured)
    cases = [each.case for each in kept.differing]
    rows.Distinction.objects.create(
        decision=decision, why=why, sentence=kept.sentence, cases=cases, at=now, by=by
    )
    told = {"decision": decision.pk, "why": why, "sentence": kept.sentence, "cases": cases}
    events.append(Act(decision.case_id, EventKind.DISTINGUISHED, by, now, told))


def followed(decision: rows.Decision) -> bool:
    return not decision.not_followed.filter(ended_at=None).exists()


def not_followed(
    decision: rows.Decision, why: str, person: rows.Person | None, by: str, now: datetime
) -> None:
    decision.not_followed.create(why=why, at=now, by=by, marked_by=person)
    told = {"decision": decision.pk, "why": why}
    events.append(Act(decision.case_id, EventKind.PRECEDENT_NOT_FOLLOWED, by, now, told))


def followed_again(decision: rows.Decision, why: str, by: str, now: datetime) -> None:
    marks = decision.not_followed.filter(ended_at=None)
    marks.update(ended_at=now, ended_by=by, ended_why=why)
    told = {"decision": decision.pk, "why": why}
    events.append(Act(decision.case_id, EventKind.PRECEDENT_FOLLOWED_AGAIN, by, now, told))
