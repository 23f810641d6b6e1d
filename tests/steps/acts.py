"""Every step as one call on a case, and all that the store holds, to see what a step wrote."""

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.db import connection
from tests.core.mails import a_mail
from tests.stories import NOW, a_received_case, an_allegation, the_decision

from upheld.core import reply
from upheld.core.claims import Claimed
from upheld.core.words import AllegationKind, CaseId, JourneyStage, LetterKind
from upheld.steps import (
    acknowledge,
    answer,
    assign,
    close,
    decide,
    deliver,
    dishonesty,
    keep_causes,
    may,
    pause,
)
from upheld.steps.claim import claim
from upheld.steps.know_customer import know_customer
from upheld.steps.mend_case import Words, mend_case
from upheld.steps.place_message import place_into
from upheld.steps.record_letter import record_letter
from upheld.steps.take_message import take_message
from upheld.store import load
from upheld.store.models import (
    Allegation,
    Case,
    CauseChange,
    Clock,
    Decision,
    Dishonesty,
    Incoming,
    Letter,
)

ACKNOWLEDGEMENT = reply.Letter(
    LetterKind.ACKNOWLEDGEMENT, "We have it", "You will hear from us by 30 November 2026."
)
QUESTION = reply.Letter(LetterKind.QUESTION, "A question", "On which day did it come?")

WORDS = Words("Shelves", "They came late.", "", NOW)

Act = Callable[[CaseId, may.Actor], object]


def _answer(case: CaseId, by: may.Actor) -> None:
    answer.answer(case, the_decision(case), answer.draft_reply(load.page(case), by, NOW), by, NOW)


def _alleged(case: CaseId) -> Allegation:
    return Allegation.objects.filter(case=case).earliest("pk")


def _propose(case: CaseId, by: may.Actor) -> None:
    row = _alleged(case)
    shown_by = list(row.evidence.values_list("pk", flat=True))
    untrue = "The parcel was signed for, and the letter says that it never came."
    dishonesty.propose(case, row.pk, untrue, shown_by, None, by, NOW)


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
    "answer": _answer,
    "deliver": lambda case, by: deliver.posted(
        case, Letter.objects.filter(case=case).earliest("pk").pk, by, NOW
    ),
    "hear": lambda case, by: close.hear(case, False, "No.", by, NOW),
    "close": lambda case, by: close.close(case, "carrier_delay", "Ring them.", "", by, NOW),
    "reopen": lambda case, by: close.reopen(case, "They wrote again.", by, NOW),
    "propose_dishonesty": _propose,
    "confirm_dishonesty": lambda case, by: dishonesty.confirm(case, _alleged(case).pk, by, NOW),
    "withdraw_dishonesty": lambda case, by: dishonesty.withdraw(
        case, _alleged(case).pk, "The signature is a neighbour's.", by, NOW
    ),
    "review_dishonesty": lambda case, by: dishonesty.review(
        case, _alleged(case).pk, "Looked at again.", True, None, by, NOW
    ),
    "keep_causes": lambda case, by: keep_causes.add_cause(
        "The label fell off", JourneyStage.USE, False, by, NOW
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


def in_state(case: CaseId, step: str, state: str) -> None:
    """The case as it stands before the step: in `state`, with what the step ends or gives."""
    Case.objects.filter(pk=case).update(state=state, paused_since=None)
    if step == "record":
        Clock.objects.filter(case=case, ends="answer").update(kind="delay_notice", met_at=None)
    if step == "resume":
        Case.objects.filter(pk=case).update(paused_since=NOW, paused_why="Their photographs")
    if step == "place":
        taken = take_message(a_mail(), "file", may.Operator(), NOW)
        Incoming.objects.filter(pk=taken.pk).update(state="held")
    if step == "deliver":
        Letter.objects.filter(case=case).update(state="by_hand")
    if step == "keep_causes":
        CauseChange.objects.all().delete()
    if step == "propose_dishonesty":
        Dishonesty.objects.filter(allegation__case=case).delete()
    if step in _OF_DISHONESTY:
        _held_untrue(case, _OF_DISHONESTY[step])
    if step == "approve":
        waiting = {"needs_second_person": True, "by": "Somebody Else", "decided_by": None}
        Decision.objects.filter(case=case).update(**waiting)


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
