"""Every step as one call on a case, and all that the store holds, to see what a step wrote."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.apps import apps
from django.db import connection
from tests.core.mails import a_mail
from tests.stories import NOW, a_received_case, an_allegation, the_decision

from upheld.core import reply
from upheld.core.claims import Claimed
from upheld.core.money import Money
from upheld.core.words import AllegationKind, CaseId, EventKind, JourneyStage, LetterKind, Scope
from upheld.steps import (
    acknowledge,
    answer,
    apologise,
    assign,
    close,
    commit,
    decide,
    deliver,
    deviate,
    dishonesty,
    hold,
    keep_budgets,
    keep_causes,
    keep_keys,
    keep_webhooks,
    may,
    merge,
    part,
    pause,
    receipts,
    refer,
    resolve,
    rule_deviations,
)
from upheld.steps.claim import claim
from upheld.steps.find_deviations import find_deviations
from upheld.steps.know_customer import know_customer
from upheld.steps.mend_case import Words, mend_case
from upheld.steps.place_message import place_into
from upheld.steps.record_letter import record_letter
from upheld.steps.split import split
from upheld.steps.take_message import take_message
from upheld.store import load, policies
from upheld.store.models import (
    Allegation,
    Case,
    CauseChange,
    Clock,
    Decision,
    Deviation,
    Dishonesty,
    Incoming,
    Letter,
    Merge,
    Person,
    Team,
)

ACKNOWLEDGEMENT = reply.Letter(
    LetterKind.ACKNOWLEDGEMENT, "We have it", "You will hear from us by 30 November 2026."
)
QUESTION = reply.Letter(LetterKind.QUESTION, "A question", "On which day did it come?")

HOLDING = reply.Letter(
    LetterKind.HOLDING,
    "Not yet",
    "We are waiting for the carrier's record. You will have our answer by 30 November 2026.",
)
HANDOVER = reply.Handover("Northway", "It was theirs", "north@way.example", "This", NOW.date())
END = reply.End(NOW.date() + timedelta(days=40), "Lee Lead", "Oak & Ash")

WORDS = Words("Shelves", "They came late.", "", NOW)

Act = Callable[[CaseId, may.Actor], object]


def _answer(case: CaseId, by: may.Actor) -> None:
    answer.answer(case, the_decision(case), answer.draft_reply(load.page(case), by, NOW), by, NOW)


def _resolve(case: CaseId, by: may.Actor) -> None:
    letter = resolve.draft_resolution(load.page(case), "That is fine.", by, NOW)
    resolve.resolve(case, the_decision(case), letter, "That is fine.", by, NOW)


def _refer(case: CaseId, by: may.Actor) -> None:
    refer.refer(case, HANDOVER, refer.draft_referral(load.page(case), HANDOVER, by), by, NOW)


def _apologise(case: CaseId, by: may.Actor) -> None:
    letter = apologise.draft_apology(load.page(case), "The carrier is changed.", by)
    apologise.apologise(case, letter, by, NOW)


def _part(case: CaseId, by: may.Actor) -> None:
    part.part(case, END, True, part.draft_parting(load.page(case), END, by), by, NOW)


def _alleged(case: CaseId) -> Allegation:
    return Allegation.objects.filter(case=case).earliest("pk")


def _propose(case: CaseId, by: may.Actor) -> None:
    row = _alleged(case)
    shown_by = list(row.evidence.values_list("pk", flat=True))
    untrue = "The parcel was signed for, and the letter says that it never came."
    dishonesty.propose(case, row.pk, untrue, shown_by, None, by, NOW)


def _another(state: str) -> CaseId:
    return CaseId(Case.objects.get(subject=ANOTHER, state=state).pk)


ANOTHER = "The lamp"


# `read`, `import` and `report` are asked by the edges alone; every other step is here.
ACTS: Mapping[str, Act] = {
    "receive": lambda case, by: a_received_case(by),
    "know": lambda case, by: know_customer(
        Case.objects.get(pk=case).customer_id, {"phone": "0115 496 0000"}, by, NOW
    ),
    "assign": lambda case, by: assign.assign(case, None, by, NOW),
    "acknowledge": lambda case, by: acknowledge.acknowledge(case, ACKNOWLEDGEMENT, by, NOW),
    "investigate": lambda case, by: an_allegation(case, by),
    "claim": lambda case, by: claim(
        case,
        Claimed(
            AllegationKind.LATE,
            "Late.",
            _alleged(case).pk,
            {"days_late": 3},
            {"days_late": "The carrier's record"},
        ),
        by,
        NOW,
    ),
    "mend": lambda case, by: mend_case(case, WORDS, by, NOW),
    "pause": lambda case, by: pause.pause(case, "Their photographs", by, NOW),
    "resume": lambda case, by: pause.resume(case, by, NOW),
    "place": lambda case, by: place_into(
        Incoming.objects.filter(state="held").earliest("pk").pk, case, by, NOW
    ),
    "record": lambda case, by: record_letter(
        case, Clock.objects.filter(case=case, kind="delay_notice").earliest("pk").pk, NOW, by, NOW
    ),
    "decide": lambda case, by: decide.decide(case, by, NOW),
    "approve": lambda case, by: decide.approve(case, the_decision(case), by, NOW),
    "ask": lambda case, by: answer.ask(case, QUESTION, by, NOW),
    "hold": lambda case, by: hold.hold(case, HOLDING, by, NOW),
    "answer": _answer,
    "resolve": _resolve,
    "refer": _refer,
    "apologise": _apologise,
    "part": _part,
    "deliver": lambda case, by: deliver.posted(
        case, Letter.objects.filter(case=case).earliest("pk").pk, by, NOW
    ),
    "hear": lambda case, by: close.hear(case, False, "No.", by, NOW),
    "close": lambda case, by: close.close(
        case, "carrier_delay", "Ring them.", "", by, NOW, still_to_keep=True
    ),
    "reopen": lambda case, by: close.reopen(case, "They wrote again.", by, NOW),
    "link": lambda case, by: receipts.end_links(case, by, NOW),
    "propose_dishonesty": _propose,
    "confirm_dishonesty": lambda case, by: dishonesty.confirm(case, _alleged(case).pk, by, NOW),
    "withdraw_dishonesty": lambda case, by: dishonesty.withdraw(
        case, _alleged(case).pk, "The signature is a neighbour's.", by, NOW
    ),
    "review_dishonesty": lambda case, by: dishonesty.review(
        case, _alleged(case).pk, "Looked at again.", True, None, by, NOW
    ),
    "deviate": lambda case, by: deviate.deviate(case, the_decision(case), _WANTED, "", by, NOW),
    "approve_deviation": lambda case, by: deviate.approve_deviation(
        case, _exception(case).pk, "", by, NOW
    ),
    "end_deviation": lambda case, by: deviate.end_deviation(
        case, _exception(case).pk, "A slip.", by, NOW
    ),
    "rule_deviations": lambda case, by: rule_deviations.stop(
        "late/substantiated/unknown/medium", "No more of these.", by, NOW
    ),
    "find_deviations": lambda case, by: find_deviations(by, NOW),
    "keep_budgets": lambda case, by: keep_budgets.add_team("Customer care", by, NOW),
    "commit": lambda case, by: commit.promise(case, "Call Sally back", NOW.date(), by, NOW),
    "merge": lambda case, by: merge.merge(case, _another("acknowledged"), "", by, NOW),
    "take_in": lambda case, by: merge.merge(_another("acknowledged"), case, "", by, NOW),
    "undo_merge": lambda case, by: merge.undo_merge(case, Merge.objects.get(into=case).pk, by, NOW),
    "split": lambda case, by: split(Incoming.objects.get(case=case).pk, by, NOW),
    "keep_causes": lambda case, by: keep_causes.add_cause(
        "The label fell off", JourneyStage.USE, False, by, NOW
    ),
    "keep_keys": lambda case, by: keep_keys.make_key(
        Person.objects.exclude(name="").earliest("pk"), "A shop", {Scope.READ}, None, by, NOW
    ),
    "keep_webhooks": lambda case, by: keep_webhooks.add_webhook(
        "https://example.org/hook", {EventKind.CLOSED}, by, NOW
    ),
}


_OF_DISHONESTY = {
    "confirm_dishonesty": "proposed",
    "withdraw_dishonesty": "proposed",
    "review_dishonesty": "confirmed",
}


def _held_untrue(case: CaseId, state: str) -> None:
    told = {"statement": "It was signed for.", "at": NOW, "by": "Somebody Else"}
    told |= {"state": state, "confirmed_at": NOW, "review_due": NOW.date()}
    Dishonesty.objects.update_or_create(allegation=_alleged(case), defaults=told)


def _other_case() -> CaseId:
    """The one other case of the test, acknowledged."""
    found = Case.objects.filter(subject=ANOTHER).first()
    pk = CaseId(found.pk) if found else a_received_case(may.Operator(), subject=ANOTHER)
    Case.objects.filter(pk=pk).update(state="acknowledged")
    return pk


def _beside(case: CaseId, step: str) -> None:
    """The other case, merged where the step undoes it; or a message in the case."""
    if step == "split":
        taken = take_message(a_mail(), "file", may.Operator(), NOW)
        Incoming.objects.filter(pk=taken.pk).update(state="placed", case=case)
        return
    Merge.objects.all().delete()
    Case.objects.update(merged_into=None)
    other = _other_case()
    if step == "undo_merge":
        Case.objects.filter(pk=other).update(state="closed", merged_into=case)
        told = {"as_history": True, "at": NOW, "by": "Somebody Else"}
        Merge.objects.create(case_id=other, into_id=case, **told)


def parted(case: CaseId) -> None:
    """The latest decision is to part, made and approved by two people who are not here."""
    row = Decision.objects.get(pk=the_decision(case))
    row.stance, row.record["stance"] = "part", "part"
    row.approved_at, row.approved_by = NOW, "Lee Lead"
    row.by, row.decided_by, row.needs_second_person = "Somebody Else", None, True
    row.save()


def a_chance(case: CaseId) -> None:
    """A window for a summary resolution, beside the clocks that the case has."""
    clock = Clock.objects.filter(case=case, ends="answer").first()
    assert clock
    Clock.objects.filter(case=case, kind="summary_resolution").delete()
    clock.pk, clock.obligation, clock.met_at = None, "a-chance", None
    clock.kind, clock.force = "summary_resolution", "chance"
    clock.save()


def _told_the_way_onward(case: CaseId) -> None:
    regime = Case.objects.get(pk=case).regime
    told = policies.voice(regime).say("onward_upheld")
    Letter.objects.create(
        case_id=case, kind="final", subject="Our answer", body=told, state="sent", by="x", at=NOW,
        queued_at=NOW,
    )  # fmt: skip


def _a_notice(case: CaseId) -> None:
    Clock.objects.filter(case=case, ends="answer").update(kind="delay_notice", met_at=None)


def _paused(case: CaseId) -> None:
    Case.objects.filter(pk=case).update(paused_since=NOW, paused_why="Their photographs")


def _held_mail(case: CaseId) -> None:
    taken = take_message(a_mail(), "file", may.Operator(), NOW)
    Incoming.objects.filter(pk=taken.pk).update(state="held")


def _by_hand(case: CaseId) -> None:
    Letter.objects.filter(case=case).update(state="by_hand")


def _no_causes(case: CaseId) -> None:
    CauseChange.objects.all().delete()


def _no_teams(case: CaseId) -> None:
    Team.objects.all().delete()


def _nothing_untrue(case: CaseId) -> None:
    Dishonesty.objects.filter(allegation__case=case).delete()


def _waiting(case: CaseId) -> None:
    waiting = {"needs_second_person": True, "by": "Somebody Else", "decided_by": None}
    Decision.objects.filter(case=case).update(**waiting)


_WANTED = deviate.Wanted(
    "voucher", Money(Decimal(5), "GBP"), "", "It was her birthday.", NOW.date()
)


def _exception(case: CaseId) -> Deviation:
    return Deviation.objects.filter(case=case).earliest("pk")


def _an_exception(case: CaseId, state: str) -> None:
    """One that somebody who is not here asked for; granted where it stands already."""
    row = Decision.objects.get(pk=the_decision(case))
    told = {"kind": "voucher", "amount": 5, "currency": "GBP", "reason": "Her birthday."}
    told |= {"state": state, "at": NOW, "by": "Somebody Else", "needs_role": "handler"}
    told |= {"expires_on": NOW.date(), "customer": row.case.customer, "situation": row.situation}
    if state == "granted":
        told |= {"granted_at": NOW, "approved_by": "Somebody Else"}
    Deviation.objects.update_or_create(case_id=case, decision=row, defaults=told)


def _by_habit(case: CaseId) -> None:
    """Something was given before the policy was in use, and more than it gives."""
    Deviation.objects.filter(case=case).delete()
    Decision.objects.filter(case=case).update(goodwill=99, policy_version="a habit")


_MERGED = ("merge", "take_in", "undo_merge", "split")
_BEFORE: Mapping[str, Callable[[CaseId], None]] = {
    "record": _a_notice,
    "resolve": a_chance,
    "part": parted,
    "resume": _paused,
    "place": _held_mail,
    "close": _told_the_way_onward,
    "deliver": _by_hand,
    "keep_causes": _no_causes,
    "keep_budgets": _no_teams,
    "propose_dishonesty": _nothing_untrue,
    "approve": _waiting,
    "approve_deviation": partial(_an_exception, state="proposed"),
    "end_deviation": partial(_an_exception, state="granted"),
    "rule_deviations": partial(_an_exception, state="granted"),
    "find_deviations": _by_habit,
    **{step: partial(_beside, step=step) for step in _MERGED},
    **{step: partial(_held_untrue, state=state) for step, state in _OF_DISHONESTY.items()},
}


def in_state(case: CaseId, step: str, state: str) -> None:
    """The case as it stands before the step: in `state`, with what the step ends or gives."""
    Case.objects.filter(pk=case).update(state=state, paused_since=None)
    if step in _BEFORE:
        _BEFORE[step](case)


def everything() -> dict[str, list[Any]]:
    """Every row of every table of ours, and the search index."""
    held = {
        model.__name__: list(model.objects.order_by("pk").values())  # type: ignore[attr-defined]
        for model in apps.get_app_config("store").get_models()
    }
    with connection.cursor() as cursor:
        key = "rowid" if connection.vendor == "sqlite" else "case_id"
        cursor.execute(f"SELECT {key}, words FROM case_search ORDER BY 1")
        held["case_search"] = cursor.fetchall()
    return held
