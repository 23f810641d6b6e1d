"""Who may open which address of the desk: the step of each, asked before anything is read or shown.

steps/may.py says who may take a step; the step asks it again. An address that has no row here is
read by whoever may read, which the matrix of the tests allows to pages alone.
"""

from collections.abc import Callable, Mapping

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.text import capfirst

from upheld.steps import may
from upheld.store.sight import seen

_READ = ("read",)
_SAFE = frozenset({"GET", "HEAD"})

# To look at a page, where it is not for everybody who may read.
PAGES: Mapping[str, tuple[str, ...]] = {
    name: steps
    for steps, names in {
        ("receive",): "complaint_new",
        ("see_conduct",): "conduct",
        ("import",): "imports import import_rejected",
        ("report",): "returns return_file return_note themes copied_letters copied_letter theme "
        "reports report report_pdf report_kept report_kept_pdf root_causes root_cause change",
        ("erase",): "erasures",
        ("keep_legal_holds",): "legal_holds",
        ("see_readings",): "readings",
        ("see_goodwill",): "goodwill_effect",
        ("see_fairness",): "fairness",
        ("ask_marts",): "questions",
        ("keep_root_causes",): "root_cause_add root_cause_change",
        ("keep_changes",): "change_add",
        ("tell_change",): "change_telling",
        ("see_profit",): "whale failure",
        ("see_people",): "people person",
        ("keep_causes",): "causes",
        ("investigate",): "records order",
        ("choose_topic",): "topic",
        ("merge",): "merging",
        ("hold", "resolve", "refer", "apologise", "part"): "other_letter",
    }.items()
    for name in names.split()
}

# To send something there. Where an address takes several steps, one of them is enough to come in.
ACTS: Mapping[str, tuple[str, ...]] = {
    name: steps
    for steps, names in {
        _READ: "calendar session_end sessions_end",
        ("receive",): "complaint_new",
        ("know",): "known fit_assess fit_note",
        ("contest_fit",): "fit_contest",
        ("review_fit",): "fit_review",
        ("keep_journey",): "persona_add persona_change persona_retire touchpoint_add "
        "touchpoint_change touchpoint_retire campaign",
        ("record_conduct",): "conduct_record conduct_on_case",
        ("see_conduct", "answer_conduct"): "conduct_step",
        ("restrict",): "restriction_decide",
        ("review_restriction", "appeal"): "restriction_step",
        ("prepare_parting",): "cause_look way_tried",
        ("propose_parting",): "parting_propose",
        ("approve_parting",): "parting_step",
        ("follow_parting",): "parting_followed",
        ("hand_over",): "their_data",
        ("merge_customers",): "match_same",
        ("tell_apart",): "match_apart match_again",
        ("undo_customer_merge",): "customers_parted",
        ("place",): "mail_place mail_new mail_aside",
        ("split",): "mail_split",
        ("rule_deviations",): "exception_stop exception_rule",
        ("keep_people",): "person_invite person_step role_limit team_private",
        ("keep_budgets",): "budget_set team_add team_put",
        ("import",): "import_add import_mapping import_keep import_begin import_undo",
        ("keep_themes",): "theme_name theme_merge theme_split",
        ("keep_causes",): "cause_add cause_change cause_retire",
        ("keep_root_causes",): "root_cause_add root_cause_change root_cause_step",
        ("keep_changes",): "change_add",
        ("check_change",): "change_check",
        ("publish_change",): "change_step",
        ("tell_change",): "change_telling",
        ("look_at_ideas", "tell_idea"): "idea_step",
        ("ask_no_news",): "news_wanted",
        ("ask_kindly",): "silent_ask",
        ("keep_faults",): "fault_declare fault_end",
        ("see_workload",): "team_hours",
        ("record_outside",): "outside",
        ("ask_marts",): "question_ask question_file",
        ("keep_questions",): "question_keep question_rename question_delete",
        ("want_marts",): "marts_wanted",
        ("erase",): "erasure_add erasure_step",
        ("keep_legal_holds",): "legal_hold_add legal_hold_step",
        ("mend",): "words",
        ("choose_topic",): "topic",
        ("investigate",): "allegation facts evidence finding claim_take claim_leave marking "
        "records order circumstances",
        ("ask",): "question",
        ("propose_dishonesty",): "propose",
        ("confirm_dishonesty",): "confirm",
        ("withdraw_dishonesty",): "withdraw",
        ("review_dishonesty",): "review",
        ("decide",): "decision",
        ("approve",): "approval",
        ("assign",): "owner",
        ("deviate",): "exception",
        ("approve_deviation",): "exception_approve",
        ("end_deviation",): "exception_end",
        ("follow",): "unfair following",
        ("record",): "clock_letter",
        ("pause",): "pause",
        ("resume",): "resumption",
        ("acknowledge", "answer"): "letter",
        ("hold", "resolve", "refer", "apologise", "part"): "other_letter",
        ("deliver",): "again posted",
        ("hear",): "acceptance",
        ("close",): "closure",
        ("reopen",): "reopening",
        ("merge",): "merging",
        ("undo_merge",): "merge_undone",
        ("commit",): "promise promise_settled",
        ("link",): "link_offer links_end",
        ("draft",): "draft_open",
        ("send",): "draft_send",
        ("return",): "draft_return",
        ("publish",): "draft_publish",
        ("drop",): "draft_drop",
        ("comment",): "draft_comment draft_settle draft_table_comment",
        ("edit",): "draft_day draft_expect draft_undo draft_redo draft_model_in draft_text "
        "draft_cells draft_rule draft_column draft_upload",
    }.items()
    for name in names.split()
}


def steps_of(name: str, method: str) -> tuple[str, ...]:
    """The steps of which one is needed to come in at an address of the desk."""
    return (PAGES if method in _SAFE else ACTS).get(name, _READ)


def opens(name: str, by: may.Actor) -> bool:
    """Whether `by` may look at the page of this name, so that no link leads to a shut door."""
    return any(may.allowed_any(step, by) for step in steps_of(name, "GET"))


class Doors:
    """Stands before every page of the desk, behind the sign-in."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with seen.whole():  # until somebody comes in by a door, and again after they left
            return self.answer(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[object, ...],
        kwargs: Mapping[str, object],
    ) -> None:
        """Raises PermissionDenied for whoever may take no step of this address."""
        match = request.resolver_match
        if match is None or match.app_name != "desk" or not getattr(view, "login_required", True):
            return
        refused = None
        for step in steps_of(match.url_name or "", request.method or "GET"):
            try:
                may.check(step, request.user)  # type: ignore[arg-type]
            except may.NotAllowed as error:
                refused = error
            else:
                _looks(request, match.url_name or "", kwargs)
                return
        raise PermissionDenied(f"{capfirst(str(refused))}.") from None


# What a number in an address is the number of; `pk` is told by the address itself.
_NUMBERS = {
    "case_id": "Case", "left_id": "Case", "right_id": "Case", "incoming_id": "Incoming",
    "match_id": "Match", "contest_id": "FitContest", "customer_merge_id": "CustomerMerge",
    "merge_id": "Merge",
}  # fmt: skip
_PK = {
    "conduct_step": "Conduct", "restriction": "Restriction", "restriction_step": "Restriction",
    "legal_hold_step": "LegalHold", "parting_step": "Parting", "parting_followed": "PartingAfter",
    **dict.fromkeys(
        ("customer", "known", "fit_assess", "fit_note", "fit_contest", "fit_review",
         "conduct_record", "restriction_decide", "parting", "cause_look", "way_tried",
         "parting_propose", "their_data"),
        "Customer",
    ),
}  # fmt: skip


def _looks(request: HttpRequest, name: str, numbers: Mapping[str, object]) -> None:
    """From here on this person looks. What is another team's own is, to them, not there."""
    seen.look(request.user)
    for of, number in numbers.items():
        model = _PK.get(name) if of == "pk" else _NUMBERS.get(of)
        if model and isinstance(number, int) and seen.finds_nothing(model, number):
            raise Http404
