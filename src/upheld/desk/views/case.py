"""The case page, and what is done by hand while a case is investigated and decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.event_kinds import EventKind
from upheld.core.words import AllegationKind, CaseId, FindingResult
from upheld.desk.forms.answer import ApprovalForm, OwnerForm
from upheld.desk.forms.complaint import MendForm
from upheld.desk.forms.facts import FactsForm, shown_facts
from upheld.desk.forms.investigate import (
    AllegationForm,
    CircumstancesForm,
    FindingForm,
)
from upheld.desk.forms.precedents import DecidingForm
from upheld.desk.show.begun import circumstances_of, evidence_form, facts_form, words_of
from upheld.steps.assign import assign
from upheld.steps.decide import approve
from upheld.steps.decide_again import decide_again
from upheld.steps.investigate import (
    add_evidence,
    allege,
    check_evidence,
    record_circumstances,
    record_facts,
    record_finding,
)
from upheld.steps.mend_case import mend_case
from upheld.store import load, loose
from upheld.store.files import FileRefused
from upheld.store.models import Allegation, Finding, Person
from upheld.store.policies import policy_for
from upheld.store.uploads import too_large

from . import unfolding
from .acting import Done, act, show_case
from .overwriting import of_case


@require_safe
def case(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    return show_case(request, case_id, unfolding.opened(request))


@require_POST
def words(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    form = MendForm(request.POST, key="words")

    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        before = load.page(case_id).received_at
        changed = mend_case(case_id, form.words(before), by, now)
        if "marks" in changed:
            return Done("It is kept. Words that were marked are gone: mark them again.", "marking")
        return Done("It is kept." if changed else "Nothing was changed.")

    there = of_case(case_id, lambda: words_of(load.case(case_id)), EventKind.CASE_MENDED)
    return act(request, case_id, "words", form, step, there)


@require_POST
def allegation(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        kind = AllegationKind(told["kind"])
        pk = allege(case_id, kind, told["statement"], {}, by, now)
        return Done("The allegation is written down. What is known about it?", f"facts-{pk}")

    form = AllegationForm(request.POST, key="allegation")
    return act(request, case_id, "allegation", form, step)


@require_POST
def facts(request: HttpRequest, case_id: CaseId, allegation_id: int) -> HttpResponse:
    key = f"facts-{allegation_id}"
    form = _facts_form(request, case_id, allegation_id, key)

    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        record_facts(case_id, allegation_id, form.facts(), by, now)
        return Done("The facts are kept.")

    kinds = EventKind.FACTS_RECORDED, EventKind.FACTS_PULLED
    there = of_case(
        case_id,
        lambda: shown_facts(_allegation(case_id, allegation_id).facts),
        *kinds,
        allegation=allegation_id,
    )
    return act(request, case_id, key, form, step, there)


def _facts_form(request: HttpRequest, case_id: CaseId, allegation_id: int, key: str) -> FactsForm:
    found = _allegation(case_id, allegation_id)
    policy = policy_for(found.case.received_at, found.case.regime)
    return facts_form(found, policy, key, request.POST)


def _allegation(case_id: CaseId, allegation_id: int) -> Allegation:
    chosen = Allegation.objects.filter(case=case_id, pk=allegation_id).select_related("case")
    found = chosen.first()
    if found is None:
        raise Http404(f"no allegation {allegation_id} in this case")
    return found


@require_POST
def evidence(request: HttpRequest, case_id: CaseId, allegation_id: int) -> HttpResponse:
    key = f"evidence-{allegation_id}"
    found = _allegation(case_id, allegation_id)
    policy = policy_for(found.case.received_at, found.case.regime)
    form = evidence_form(found, policy, key, request.POST, request.FILES)
    refused = too_large(request)

    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        if refused:
            raise FileRefused(refused)
        what = told["text"], by, now, form.particulars()
        kept = None
        if told["file"]:
            check_evidence(case_id, allegation_id, *what)
            kept = loose.keep(told["file"], now)
        add_evidence(case_id, allegation_id, told["kind"], *what, kept)
        return Done("The evidence is kept.")

    return act(request, case_id, key, form, step)


@require_POST
def finding(request: HttpRequest, case_id: CaseId, allegation_id: int) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        result = FindingResult(told["result"])
        record_finding(case_id, allegation_id, result, told["because"], by, now)
        return Done("The finding is recorded.")

    key = f"finding-{allegation_id}"
    there = of_case(
        case_id, lambda: _finding(case_id, allegation_id), EventKind.FOUND, allegation=allegation_id
    )
    return act(request, case_id, key, FindingForm(request.POST, key=key), step, there)


def _finding(case_id: CaseId, allegation_id: int) -> Mapping[str, Any] | None:
    found = Finding.objects.filter(allegation=_allegation(case_id, allegation_id))
    return found.values("result", "because").first()


@require_POST
def circumstances(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        record_circumstances(case_id, told, by, now)
        return Done("The circumstances are kept.")

    form = CircumstancesForm(request.POST, key="circumstances")
    there = of_case(
        case_id, lambda: circumstances_of(load.case(case_id)), EventKind.CIRCUMSTANCES_RECORDED
    )
    return act(request, case_id, "circumstances", form, step, there)


@require_POST
def decision(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        why, why_different = told.get("why", ""), told.get("why_different", "")
        row = decide_again(case_id, why, by, now, why_different)
        return Done(f"Decided: {row.stance.replace('_', ' ')}.")

    form = DecidingForm(request.POST, key="decision", again="why" in request.POST, differs=True)
    return act(request, case_id, "decision", form, step)


@require_POST
def approval(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        approve(case_id, told["decision"], by, now, told["over_budget"])
        return Done("The decision is approved.")

    form = ApprovalForm(request.POST, key="approval")
    return act(request, case_id, "approval", form, step)


@require_POST
def owner(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        assign(case_id, told["owner"], by, now)
        away = not load.is_there(case_id)
        return Done(f"The case is with {told['owner'] or 'nobody yet'}.", away=away)

    there = of_case(case_id, lambda: {"owner": load.case(case_id).owner_id}, EventKind.ASSIGNED)
    return act(request, case_id, "owner", OwnerForm(request.POST, key="owner"), step, there)
