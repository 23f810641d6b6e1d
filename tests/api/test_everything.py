"""Everything that the desk can do: each of its addresses, and each step, has its operation here."""

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.api.programs import Program, key_of

from upheld import steps
from upheld.api.app import schema
from upheld.api.given import Given
from upheld.api.told.base import Told
from upheld.core.words import Role, Scope
from upheld.desk.urls import urlpatterns
from upheld.store.models import Person

# An address of the desk by its name, and the operations that do what is done there.
SAME = {
    "inbox": "list_cases",
    "calendar": "renew_calendar",
    "complaint_new": "receive_complaint",
    "backtest_of_folder": "backtest_folder",
    "customers": "list_customers",
    "complaints": "list_cases",
    "contacts": "list_contacts",
    "orders": "list_all_orders",
    "sources": "read_sources list_campaigns",
    "campaign": "write_campaign",
    "journey": "read_journey",
    "customer": "read_customer list_orders list_contacts read_fit read_value",
    "known": "write_customer",
    "conduct": "list_waiting",
    "conduct_record": "list_conduct record_conduct list_behaviours",
    "conduct_on_case": "record_conduct",
    "conduct_step": "see_conduct hand_on_case answer_conduct withhold_conduct withdraw_conduct",
    "restriction_decide": "list_restrictions decide_restriction",
    "restriction": "read_restriction draft_restriction",
    "restriction_step": "begin_restriction refuse_restriction review_restriction "
    "appeal_restriction settle_appeal end_restriction",
    "parting": "read_gates",
    "cause_look": "record_cause_look",
    "way_tried": "record_way",
    "parting_propose": "propose_to_part",
    "parting_step": "approve_parting review_parting withdraw_parting",
    "parting_followed": "follow_parting",
    "partings": "list_partings",
    "their_data": "hand_over_data",
    "erasures": "list_erasures list_due list_filled_again look_at_erasure",
    "erasure_add": "propose_erasure",
    "erasure_step": "approve_erasure withdraw_erasure",
    "legal_holds": "list_legal_holds",
    "legal_hold_add": "place_legal_hold",
    "legal_hold_step": "review_legal_hold lift_legal_hold",
    "readings": "list_readings",
    "matches": "list_matches",
    "match_same": "merge_customers",
    "match_apart": "tell_customers_apart",
    "match_again": "ask_match_again",
    "customers_parted": "part_customers",
    "mail": "list_mail list_mailboxes",
    "message": "read_message",
    "mail_raw": "read_raw_message",
    "mail_file": "read_message_file",
    "mail_place": "place_message",
    "mail_new": "place_new",
    "mail_aside": "set_message_aside",
    "mail_split": "split_message",
    "promises": "list_promises",
    "exceptions": "list_exceptions find_exceptions",
    "exceptions_file": "list_exceptions",
    "exception_repeats": "list_repeats",
    "exception_stop": "stop_exceptions",
    "exception_rule": "make_rule_of_exceptions",
    "exception_customers": "list_living_on_exceptions",
    "exception_afterwards": "read_afterwards",
    "exception": "look_at_exception grant_exception",
    "exception_approve": "approve_exception",
    "exception_end": "end_exception",
    "budgets": "list_budgets list_teams",
    "budget_set": "write_budget",
    "budget": "list_counted",
    "team_add": "write_team",
    "team_put": "write_team_of_person",
    "imports": "list_imports list_mappings",
    "import_add": "add_import import_again",
    "import": "read_import preview_import list_import_problems",
    "import_mapping": "write_mapping",
    "import_keep": "name_mapping",
    "import_begin": "begin_import",
    "import_undo": "undo_import",
    "import_rejected": "read_rejected",
    "returns": "read_return",
    "return_file": "read_return_file",
    "return_note": "read_return_note",
    "hurt": "read_hurt",
    "silent": "read_silence",
    "silent_people": "list_silent",
    "silent_ask": "ask_silent",
    "goodwill_effect": "read_goodwill_effect",
    "fairness": "read_fairness",
    "fault_declare": "write_fault list_faults",
    "fault_end": "stop_fault",
    "whale": "read_whale",
    "failure": "read_failure",
    "voices": "list_voices list_ideas",
    "questions": "list_questions read_marts",
    "question_ask": "ask_the_marts",
    "question_file": "ask_the_marts",
    "question_keep": "save_question",
    "question_rename": "name_question",
    "question_delete": "drop_question",
    "marts_wanted": "wish_for_marts",
    "team": "read_team",
    "team_hours": "read_hours write_hours",
    "outside": "record_ruling",
    "report": "read_report",
    "report_pdf": "read_report_pdf",
    "reports": "list_kept_reports",
    "report_kept": "read_kept_report",
    "report_kept_pdf": "read_kept_report_pdf",
    "themes": "list_themes",
    "copied_letters": "list_copied_letters",
    "copied_letter": "list_copied_letters",
    "theme": "read_theme",
    "theme_name": "name_theme",
    "theme_merge": "join_themes",
    "theme_split": "part_theme",
    "causes": "list_causes",
    "root_causes": "list_root_causes",
    "root_cause": "read_root_cause",
    "root_cause_add": "write_root_cause",
    "root_cause_change": "rewrite_root_cause",
    "root_cause_step": "end_root_cause open_root_cause_again",
    "change_add": "write_change",
    "change": "read_change list_checks",
    "change_check": "check_change",
    "change_telling": "read_audience send_news",
    "change_step": "propose_public_words approve_public_words take_change_down",
    "wall": "list_changes",
    "idea": "read_fate",
    "idea_step": "write_fate send_fate",
    "news_wanted": "write_news_wanted",
    "cause_add": "write_cause",
    "cause_change": "rewrite_cause",
    "cause_retire": "retire_or_restore",
    "personas": "list_personas",
    "persona": "list_personas list_touchpoints",
    "persona_add": "write_persona",
    "persona_change": "rewrite_persona",
    "persona_retire": "retire_persona",
    "touchpoints": "list_touchpoints",
    "touchpoint_add": "write_touchpoint",
    "touchpoint_change": "rewrite_touchpoint",
    "touchpoint_retire": "retire_touchpoint",
    "fit_assess": "assess_customer",
    "fit_note": "note_what_was_told",
    "fit_contest": "contest_line",
    "fit_review": "review_line",
    "case": "read_case list_case_events list_suggestions list_precedents explain_decision "
    "read_topic list_offers read_outlook read_law_on_points draft_letter list_notes",
    "words": "mend_words",
    "allegation": "allege",
    "facts": "write_facts",
    "evidence": "add_evidence",
    "finding": "write_finding",
    "claim_take": "take_claim",
    "claim_leave": "leave_claim",
    "marking": "allege write_marks mend_words",
    "question": "send_letter",
    "propose": "propose_dishonesty",
    "confirm": "confirm_dishonesty",
    "withdraw": "withdraw_dishonesty",
    "review": "review_dishonesty",
    "records": "read_records keep_records",
    "order": "write_order",
    "topic": "write_topic",
    "evidence_file": "read_evidence_file",
    "circumstances": "write_circumstances",
    "decision": "decide_case read_decision",
    "approval": "approve_decision",
    "unfair": "mark_unfair",
    "following": "follow_again",
    "owner": "give_case list_people",
    "clock_letter": "record_sent",
    "pause": "pause_case",
    "resumption": "resume_case",
    "letter": "draft_letter check_letter keep_letter send_letter",
    "other_letter": "draft_holding send_holding draft_resolution send_resolution draft_referral "
    "send_referral draft_apology send_apology draft_parting send_parting check_letter",
    "letter_pdf": "read_letter_pdf",
    "again": "send_again",
    "posted": "record_posted",
    "acceptance": "hear_answer",
    "closure": "close_case",
    "reopening": "reopen_case",
    "merging": "merge_case",
    "merge_undone": "undo_merging",
    "promise": "record_promise",
    "promise_settled": "settle_promise",
    "theirs": "read_theirs",
    "link_offer": "offer_way_in",
    "links_end": "end_ways_in",
    "policies": "list_versions list_drafts",
    "compare": "compare",
    "version": "read_version",
    "version_model": "read_version_model",
    "version_table": "read_version read_worth",
    "version_sheet": "read_version_table",
    "draft_open": "open_new_draft",
    "draft_backtest": "backtest_draft",
    "draft": "read_draft list_hindrances",
    "draft_day": "write_day",
    "draft_send": "send_for_review",
    "draft_return": "send_back",
    "draft_publish": "publish_draft",
    "draft_drop": "drop_draft",
    "draft_comment": "comment_on_draft",
    "draft_settle": "settle_comment",
    "draft_expect": "expect_answers",
    "draft_undo": "undo_edit",
    "draft_redo": "redo_edit",
    "draft_model": "read_draft_model",
    "draft_model_in": "upload_model",
    "draft_text": "write_whole_file",
    "draft_table": "read_draft",
    "draft_sheet": "read_draft_table",
    "draft_cells": "write_rule_cells",
    "draft_rule": "write_rule",
    "draft_column": "write_column",
    "draft_upload": "upload_table",
    "draft_table_comment": "comment_on_draft",
}
NOT_HERE = {
    "people": "who may do what is changed by somebody who signed in with their second step",
    "person": "the same",
    "person_invite": "the same: an invitation is a way in",
    "person_step": "the same",
    "role_limit": "the same",
    "team_private": "the same",
    "invitation": "whoever was invited chooses a password by it",
    "account": "one's own sign-in: a key has no password, no second step and no session",
    "session_end": "the same: a key is revoked on the firm's own machine",
    "sessions_end": "the same",
    "calendar_feed": "a calendar program reads it under its own address, which is the key",
    "beside": "a page for two eyes: a program reads both cases",
    "beside_which": "the form that leads to that page",
}
# A file of steps/ and why no operation calls it.
NO_OPERATION = {
    "__init__": "empty",
    "may": "the table of who may do what: every step asks it",
    "nobody_named": "that words about a change name nobody: the steps that tell of one ask it",
    "another": "whether somebody acted before: the steps that need two people ask it",
    "as_read": "every form of the desk on a draft asks it: a program's version is held by the API",
    "go_on": "what whoever complained says more: `tell` and `enter_message` call it",
    "still": "whether somebody still may: what runs for them in a job asks it",
    "letters": "what every letter passes through: the steps that send one call it",
    "import_complaints": "the job of an import files its complaints",
    "import_table": "the job of an import takes in tables of customers, orders and contacts",
    "count_passkey": "a passkey opens the desk and no program",
    "enter_message": "what placing and splitting a message do with it",
    "came_back": "what placing a notice that something came back does with it",
    "take_message": "mail comes in by the mail edge, with its envelope",
    "tell_too_large": "the mail edge, of a message that it does not take in",
    "file_complaint": "whoever complains files it in the portal: a program receives it",
    "tell": "whoever complained adds to their case in the portal, by their own link",
    "answer_kindly": "whoever was asked kindly answers in the portal, by what their letter held",
    "feedback": "only they can say how it was for them, in the portal",
    "keep_report": "a report of each month is kept by a sweep, once the month is over",
    "keep_values": "customers are valued by a sweep each month, or by command",
    "free_cases": "a part of letting somebody go",
    "keep_people": "who may do what is changed by somebody who signed in, or on the machine",
    "set_limit": "what somebody may give is set by an administrator who signed in",
    "renew_secret": "the firm's secret is in the environment of its own machine",
    "keep_keys": "a key acts as somebody: it is made on the firm's own machine",
}


def operations() -> dict[str, str]:
    """Each operation and its first scope."""
    told = schema()["paths"].values()
    return {each["operationId"]: each["x-scope"] for path in told for each in path.values()}


def test_each_address_of_the_desk_has_an_operation_or_a_reason() -> None:
    names = {str(pattern.name) for pattern in urlpatterns}
    assert names == SAME.keys() | NOT_HERE.keys()
    told = {name for names in SAME.values() for name in names.split()}
    assert told <= operations().keys()


def test_each_step_is_called_by_an_operation_or_has_a_reason() -> None:
    here = Path(steps.__file__).parent
    files = {path.stem for path in here.glob("*.py")}
    routes = Path(steps.__file__).parents[1] / "api" / "routes"
    text = "".join(path.read_text("utf-8") for path in routes.glob("*.py"))
    called = set(re.findall(r"upheld\.steps\.(\w+) import", text))
    together = re.findall(r"from upheld\.steps import \(?([\w, \n]+)\)?", text)
    called |= {name for found in together for name in re.findall(r"\w+", found)}
    assert files - called == NO_OPERATION.keys() - {"may", "letters"} - called
    assert NO_OPERATION.keys() <= files


def test_an_operation_has_one_name_a_scope_and_a_sentence() -> None:
    told = [each for path in schema()["paths"].values() for each in path.values()]
    names = [each["operationId"] for each in told]
    assert len(names) == len(set(names))
    for each in told:
        assert each["x-scope"] in set(Scope)
        assert each["description"].endswith((".", "!"))
        assert {"401", "403", "404", "422", "429", "500"} <= set(map(str, each["responses"]))


def test_the_schema_is_openapi_3_1_and_open_to_all(db: None) -> None:
    answer = Program().get("/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"] == "3.1.0"


def places() -> Iterator[tuple[str, str, str]]:
    """Each operation, its method and an address with numbers that are nobody's."""
    for path, methods in schema()["paths"].items():
        place = path.removeprefix("/api/v1").replace("{case}", "UP-999999")
        place = place.replace("{table}", "goodwill").replace("{file}", "cases.yaml")
        place = place.replace("{day}", "1999-01-01").replace("{key}", "nobodys")
        place = re.sub(r"\{(name|folder)\}", "nobodys", place)
        place = re.sub(r"\{\w+\}", "999999", place)
        for method, each in methods.items():
            yield each["operationId"], method.upper(), place


# What needs nothing but a key: lists, and what is worked out from what is sent.
NEED_NO_OBJECT = {
    "list_cases", "list_events", "list_customers", "list_people", "list_mail",
    "list_causes", "list_clocks", "renew_calendar", "list_laws", "work_out_owed", "verify",
    "read_whale", "read_failure", "read_goodwill_effect", "read_fairness",
    "list_versions", "list_drafts", "list_webhooks", "list_imports", "list_mappings",
    "list_mailboxes", "list_promises", "list_voices", "list_ideas", "list_personas",
    "list_touchpoints", "list_exceptions", "list_repeats", "list_living_on_exceptions",
    "read_afterwards", "list_teams", "list_budgets", "read_sources", "read_journey",
    "list_campaigns", "find_exceptions", "list_behaviours", "list_waiting", "list_partings",
    "list_matches", "list_themes", "list_copied_letters", "list_all_orders", "list_questions",
    "wish_for_marts", "read_hurt", "read_silence", "list_root_causes", "list_changes", "read_team",
    "list_kept_reports", "list_due", "list_filled_again", "list_erasures", "list_readings",
    "list_faults", "list_legal_holds",
}  # fmt: skip


@pytest.mark.parametrize("role", [*Role, ""])
@pytest.mark.pain("21", "P11")
def test_by_every_role_what_is_nobodys_is_never_there(role: Role, db: None) -> None:
    """The matrix of role, operation and foreign number: nothing is told, and nothing is done."""
    person = Person.objects.create(email="robin@example.org", name="Robin", role=role)
    program = Program(key_of(person))
    for name, method, place in places():
        body: dict[str, Any] | None = None if method == "GET" else {}
        answer = program.ask(method, place, body, If_Match="*")
        if answer.status_code < 300 and (name == "read_key" or (role and name in NEED_NO_OBJECT)):
            continue
        assert answer.status_code in (403, 404, 409, 422), (name, answer.status_code)
        assert answer["Content-Type"] == "application/problem+json"


def test_whoever_has_no_role_reads_nothing(db: None) -> None:
    person = Person.objects.create(email="robin@example.org", name="Robin", role="")
    program = Program(key_of(person))
    for name, method, place in places():
        if method == "GET" and name != "read_key":
            answer = program.get(place)
            assert answer.status_code in (403, 404, 422), (name, answer.status_code)


@pytest.mark.parametrize("scope", Scope)
def test_a_key_with_one_scope_opens_what_has_that_scope(scope: Scope, lead: Person) -> None:
    program, scopes = Program(key_of(lead, {scope})), operations()
    for name, method, place in places():
        answer = program.ask(method, place, None if method == "GET" else {}, If_Match="*")
        refused = answer.status_code == 403 and answer.json()["type"].endswith(":scope")
        opens = Scope(scopes[name]).is_of({scope}) and name not in _NEEDS_READ_TOO
        assert refused != opens, name


# What is done for what it answers.
_NEEDS_READ_TOO = {"renew_calendar", "write_webhook", "hand_over_data", "look_at_erasure"}


def test_no_two_parts_of_the_document_have_one_name() -> None:
    """Two classes of one name would be one part of it, and one of them told wrongly."""
    parts = {*_below(Told), *_below(Given)}
    values = {kind for part in parts for kind in _values(part)}
    names = [each.__name__ for each in parts | values]
    assert sorted(names) == sorted({*names})


def _values(part: Any) -> Iterator[type]:
    """The enumerations that a part's fields are of, whatever they stand in."""
    waiting = [field.annotation for field in part.model_fields.values()]
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            yield kind


def _below(kind: Any) -> Iterator[Any]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
