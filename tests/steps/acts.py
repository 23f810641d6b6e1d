"""Every step as one call on a case, and all that the store holds, to see what a step wrote."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from tests.core.mails import a_mail
from tests.stories import NOW, a_decided_case, a_received_case, an_allegation, the_decision

from upheld.core import reply
from upheld.core.claims import Claimed
from upheld.core.event_kinds import EventKind
from upheld.core.evidence import File
from upheld.core.money import Money
from upheld.core.parting import Way
from upheld.core.themes import ThemesRead
from upheld.core.words import AllegationKind, CaseId, JourneyStage, LetterKind, Scope
from upheld.steps import (
    acknowledge,
    answer,
    answer_too,
    apologise,
    ask_marts,
    ask_too,
    assign,
    close,
    commit,
    contest_fit,
    decide,
    deliver,
    deviate,
    dishonesty,
    hold,
    hold_too,
    keep_budgets,
    keep_causes,
    keep_faults,
    keep_journey,
    keep_keys,
    keep_questions,
    keep_themes,
    keep_webhooks,
    may,
    merge,
    part,
    pause,
    prepare_parting,
    receipts,
    refer,
    resolve,
    rule_deviations,
)
from upheld.steps.add_filed import add_filed
from upheld.steps.assess_fit import assess_fit
from upheld.steps.choose_topic import choose_topic
from upheld.steps.claim import claim
from upheld.steps.find_deviations import find_deviations
from upheld.steps.follow import do_not_follow, follow_again
from upheld.steps.keep_hours import keep_hours
from upheld.steps.keep_values import keep_values
from upheld.steps.know_customer import know_customer
from upheld.steps.match_customers import propose, tell_apart
from upheld.steps.mend_case import Words, mend_case
from upheld.steps.merge_customers import merge_match, undo_customer_merge
from upheld.steps.place_message import place_into
from upheld.steps.record_letter import record_letter
from upheld.steps.record_outside import record_outside
from upheld.steps.split import split
from upheld.steps.take_message import take_message
from upheld.store import load, policies
from upheld.store.models import (
    Allegation,
    Case,
    CauseChange,
    Clock,
    Commitment,
    Contact,
    Customer,
    CustomerMerge,
    Decision,
    Deviation,
    Dishonesty,
    Event,
    Finding,
    FitContest,
    FitNote,
    Incoming,
    KnownFault,
    Letter,
    Match,
    Merge,
    NotFollowed,
    Parting,
    Person,
    Persona,
    Team,
    Valuing,
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

UNTRUE = "The parcel was signed for, and the letter says that it never came."
NO_THEMES = ThemesRead((), (), (), 1, 1, 0, None)
WORDS = Words("Shelves", "They came late.", "", NOW)

Act = Callable[[CaseId, may.Actor], object]


def _answer(case: CaseId, by: may.Actor) -> None:
    answer.answer(case, the_decision(case), answer.draft_reply(load.page(case), by, NOW), by, NOW)


def _answer_too(case: CaseId, by: may.Actor) -> None:
    there = Merge.objects.get(case=case).into_id
    letter = answer_too.draft_answer_too(load.page(case), by, NOW)
    answer_too.answer_too(case, the_decision(CaseId(there)), letter, by, NOW)


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
    dishonesty.propose(case, row.pk, UNTRUE, shown_by, None, by, NOW)


def _another(state: str) -> CaseId:
    return CaseId(Case.objects.get(subject=ANOTHER, state=state).pk)


ANOTHER = "The lamp"


# `read`, `import` and `report` are asked by the edges alone; every other step is here.
def _follow(case: CaseId, by: may.Actor) -> None:
    marked = NotFollowed.objects.filter(decision__case=case, ended_at=None).exists()
    (follow_again if marked else do_not_follow)(case, "We looked again.", by, NOW)


ACTS: Mapping[str, Act] = {
    "receive": lambda case, by: a_received_case(by),
    "add_to": lambda case, by: add_filed(case, [File("scan.jpg", 3, "0" * 64)], by, NOW),
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
    "choose_topic": lambda case, by: choose_topic(case, f"Late {Event.objects.count()}", by, NOW),
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
    "answer_too": _answer_too,
    "ask_too": lambda case, by: ask_too.ask_too(case, QUESTION, by, NOW),
    "hold_too": lambda case, by: hold_too.hold_too(case, HOLDING, by, NOW),
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
    "confirm_dishonesty": lambda case, by: dishonesty.confirm(
        case, _alleged(case).pk, UNTRUE, by, NOW
    ),
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
    "follow": _follow,
    "commit": lambda case, by: commit.promise(case, "Call Sally back", NOW.date(), by, NOW),
    "merge": lambda case, by: merge.merge(case, _another("acknowledged"), "", by, NOW),
    "take_in": lambda case, by: merge.merge(_another("acknowledged"), case, "", by, NOW),
    "undo_merge": lambda case, by: merge.undo_merge(case, Merge.objects.get(into=case).pk, by, NOW),
    "split": lambda case, by: split(Incoming.objects.get(case=case).pk, by, NOW),
    "match": lambda case, by: propose([], by, NOW),
    "merge_customers": lambda case, by: merge_match(Match.objects.get().pk, None, "", by, NOW),
    "tell_apart": lambda case, by: tell_apart(Match.objects.get().pk, "", by, NOW),
    "undo_customer_merge": lambda case, by: undo_customer_merge(
        CustomerMerge.objects.get().pk, by, NOW
    ),
    "keep_causes": lambda case, by: keep_causes.add_cause(
        "The label fell off", JourneyStage.USE, False, by, NOW
    ),
    "keep_journey": lambda case, by: keep_journey.retire_persona("stayer", True, by, NOW),
    "contest_fit": lambda case, by: contest_fit.contest_fit(
        Case.objects.get(pk=case).customer_id, "told:1", "It was a gift.", True, by, NOW
    ),
    "review_fit": lambda case, by: contest_fit.review_fit(1, True, "They told us so.", by, NOW),
    "see_workload": lambda case, by: keep_hours(
        Person.objects.exclude(name="").earliest("pk").pk, None, by, NOW
    ),
    "record_outside": lambda case, by: record_outside(
        case, f"An ombudsman, {Event.objects.count()}", NOW.date(), False, "", by, NOW
    ),
    "keep_themes": lambda case, by: keep_themes.keep_themes(NO_THEMES, by, NOW),
    "ask_marts": lambda case, by: ask_marts.ask_marts("SELECT 1", "page", by, NOW),
    "keep_questions": lambda case, by: keep_questions.keep_question(
        f"One, {Event.objects.count()}", "SELECT 1", by, NOW
    ),
    "want_marts": lambda case, by: ask_marts.want_marts(by, NOW),
    "keep_faults": lambda case, by: keep_faults.end_fault("runners", by, NOW),
    "keep_keys": lambda case, by: keep_keys.make_key(
        Person.objects.exclude(name="").earliest("pk"), "A shop", {Scope.READ}, None, by, NOW
    ),
    "keep_webhooks": lambda case, by: keep_webhooks.add_webhook(
        "https://example.org/hook", {EventKind.CLOSED}, by, NOW
    ),
    "value": lambda case, by: keep_values(_no_values(), (), by, NOW),
}


def _no_values() -> Valuing:
    terms = {"margin": 0, "cost_of_capital": 0, "customers": 0, "currency": "GBP"}
    return Valuing(until=NOW.date(), weeks=52, **terms)


_OF_DISHONESTY = {
    "confirm_dishonesty": "proposed",
    "withdraw_dishonesty": "proposed",
    "review_dishonesty": "confirmed",
}


def _held_untrue(case: CaseId, state: str) -> None:
    told = {"statement": UNTRUE, "at": NOW, "by": "Somebody Else"}
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


def _a_part(case: CaseId) -> None:
    """The case as a part of a decided one of another customer, with no answer yet."""
    Merge.objects.all().delete()
    Case.objects.update(merged_into=None)
    found = Case.objects.filter(customer__name="Bob Mercer").first()
    by = may.Operator()
    there = found.pk if found else a_decided_case(by, name="Bob Mercer", email="bob@example.net")
    Letter.objects.filter(case=case, kind="final").delete()
    Case.objects.filter(pk=case).update(merged_into=there)
    Merge.objects.create(case_id=case, into_id=there, as_history=False, at=NOW, by="Somebody Else")


def all_gates_passed(case: CaseId) -> None:
    """Everything that must come first before anybody may part from the customer of this case: it is
    closed, nothing is owed, and their contacts of the year are of their own making."""
    row = Case.objects.get(pk=case)
    Case.objects.filter(customer=row.customer_id).update(state="closed")
    Customer.objects.filter(pk=row.customer_id).update(vulnerable=False)
    for decision in Decision.objects.filter(case__customer=row.customer_id):
        decision.outcome, decision.record["entitlement"] = "not_upheld", []
        decision.save()
    Commitment.objects.filter(case__customer=row.customer_id).delete()
    Finding.objects.filter(allegation__case__customer=row.customer_id).update(
        result="not_substantiated"
    )
    if not row.customer.ways_tried.exists():
        Contact.objects.bulk_create(
            Contact(
                customer_id=row.customer_id, at=NOW - timedelta(days=number + 1), inbound=True,
                channel="phone", summary="How is it assembled?", caused_by="customer",
            )
            for number in range(12)
        )  # fmt: skip
        lead = may.Operator()
        prepare_parting.look_for_cause(
            row.customer_id, "", "None of it is of our making.", lead, NOW
        )
        for way in (Way.EDUCATION, Way.OTHER_PRODUCT):
            prepare_parting.try_way(
                row.customer_id, way, "A visit", NOW.date(), "It did not help.", lead, NOW
            )


def parted(case: CaseId) -> None:
    """A proposal to part, approved and reviewed by two people who are not here."""
    all_gates_passed(case)
    told = {"reasons": "Neither side gains.", "alternatives": "Oak & Ash", "at": NOW}
    told |= {"by": "Somebody Else", "approved_by_name": "Lee Lead", "approved_at": NOW}
    told |= {"reviewed_by_name": "Lee Lead", "reviewed_at": NOW, "state": "reviewed"}
    customer = Case.objects.get(pk=case).customer
    Parting.objects.update_or_create(customer=customer, case_id=case, defaults=told)


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


def _a_persona(case: CaseId) -> None:
    told = {"name": "The stayer", "at": NOW, "by": "Somebody Else", "retired_at": None}
    Persona.objects.update_or_create(key="stayer", defaults=told)


def _a_line(case: CaseId) -> None:
    """What a customer told, as the one line of their fit that can be contested."""
    FitContest.objects.all().delete()
    who = Case.objects.get(pk=case).customer
    told = {"customer": who, "text": "It only has to last until summer", "on": NOW.date()}
    FitNote.objects.update_or_create(pk=1, defaults={**told, "at": NOW, "by": "Somebody Else"})
    _number_on()
    assess_fit(who.pk, may.Operator(), NOW)


def _contested(case: CaseId) -> None:
    _a_line(case)
    who = Case.objects.get(pk=case).customer
    told = {"customer": who, "line": "told:1", "why": "A gift", "at": NOW, "by": "Somebody Else"}
    FitContest.objects.create(pk=1, **told)
    _number_on()


def _number_on() -> None:
    """What is written next has a number after the one that was chosen here: PostgreSQL counts those
    alone that it gave."""
    with connection.cursor() as cursor:
        for said in connection.ops.sequence_reset_sql(no_style(), [FitNote, FitContest]):
            cursor.execute(said)


def _no_teams(case: CaseId) -> None:
    Team.objects.all().delete()


def _nothing_untrue(case: CaseId) -> None:
    Dishonesty.objects.filter(allegation__case=case).delete()


def _waiting(case: CaseId) -> None:
    waiting = {"needs_second_person": True, "by": "Somebody Else", "decided_by": None}
    Decision.objects.filter(case=case).update(**waiting)


_WANTED: deviate.Wanted = deviate.Wanted(
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


def _two_customers(case: CaseId, merged: bool) -> None:
    """A pair that waits for a person; or one that is one person already."""
    CustomerMerge.objects.all().delete()
    Match.objects.all().delete()
    first, second = (Customer.objects.get_or_create(name=name)[0] for name in ("Ann", "Anne"))
    Customer.objects.filter(pk=second.pk).update(merged_into=first if merged else None)
    if merged:
        CustomerMerge.objects.create(customer=second, into=first, at=NOW, by="Somebody Else")
    else:
        Match.objects.create(one=first, other=second, probability=0.9, found_at=NOW)


_MERGED = ("merge", "take_in", "undo_merge", "split")


def _a_fault(case: CaseId) -> None:
    told = {"name": "Runners", "touchpoint": "use", "first_on": NOW.date(), "at": NOW}
    KnownFault.objects.update_or_create(key="runners", defaults={**told, "ended_at": None})


_BEFORE: Mapping[str, Callable[[CaseId], None]] = {
    "keep_faults": _a_fault,
    "record": _a_notice,
    "answer_too": _a_part,
    "ask_too": _a_part,
    "hold_too": _a_part,
    "resolve": a_chance,
    "part": parted,
    "resume": _paused,
    "place": _held_mail,
    "close": _told_the_way_onward,
    "deliver": _by_hand,
    "keep_causes": _no_causes,
    "keep_journey": _a_persona,
    "contest_fit": _a_line,
    "review_fit": _contested,
    "keep_budgets": _no_teams,
    "propose_dishonesty": _nothing_untrue,
    "approve": _waiting,
    "approve_deviation": partial(_an_exception, state="proposed"),
    "end_deviation": partial(_an_exception, state="granted"),
    "rule_deviations": partial(_an_exception, state="granted"),
    "find_deviations": _by_habit,
    "merge_customers": partial(_two_customers, merged=False),
    "tell_apart": partial(_two_customers, merged=False),
    "undo_customer_merge": partial(_two_customers, merged=True),
    **{step: partial(_beside, step=step) for step in _MERGED},
    **{step: partial(_held_untrue, state=state) for step, state in _OF_DISHONESTY.items()},
}


def in_state(case: CaseId, step: str, state: str) -> None:
    """The case as it stands before the step: in `state`, with what the step ends or gives."""
    Case.objects.filter(pk=case).update(state=state, paused_since=None)
    if step in _BEFORE:
        _BEFORE[step](case)
        Case.objects.filter(pk=case).update(state=state)


def everything() -> dict[str, list[Any]]:
    """Every row of every table of ours, as the database holds it, and of the search index."""
    with connection.cursor() as cursor:
        held = {}
        for name, asked in _ROWS[connection.vendor].items():
            cursor.execute(asked)
            held[name] = cursor.fetchall()
    return held


def _asked(of_search: str) -> dict[str, str]:
    tables = {each.__name__: each._meta for each in apps.get_app_config("store").get_models()}
    ordered = {
        name: f"SELECT * FROM {told.db_table} ORDER BY {told.pk.column}"
        for name, told in tables.items()
    }
    return ordered | {"case_search": f"SELECT {of_search}, words FROM case_search ORDER BY 1"}


_ROWS = {"sqlite": _asked("rowid"), "postgresql": _asked("case_id")}
