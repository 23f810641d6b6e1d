"""The desk's addresses: a page each, and a noun for each step."""

from django.urls import path, register_converter

from .reference import CaseReference, Day
from .views import (
    answering,
    backtest,
    beside,
    calendar,
    case,
    causes,
    claims,
    clocks,
    complaint,
    customer,
    dishonesty,
    inbox,
    mail,
    marking,
    records,
    returns,
)
from .views.policies import drafting, editing, files, reading

register_converter(CaseReference, "case")
register_converter(Day, "day")

_VERSION, _DRAFT = "policies/<day:day>/", "policies/drafts/<int:draft_id>/"

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("calendar/", calendar.address, name="calendar"),
    path("calendar/<str:token>.ics", calendar.feed, name="calendar_feed"),
    path("complaints/new/", complaint.complaint_new, name="complaint_new"),
    path(
        "policies/<slug:folder>/backtest/", backtest.backtest_of_folder, name="backtest_of_folder"
    ),
    path("customers/<int:pk>/", customer.customer, name="customer"),
    path("customers/<int:pk>/known/", customer.known, name="known"),
    path("mail/", mail.mail, name="mail"),
    path("mail/<int:incoming_id>/", mail.message, name="message"),
    path("mail/<int:incoming_id>/message.eml", mail.message_raw, name="mail_raw"),
    path("mail/<int:incoming_id>/files/<int:number>/", mail.message_file, name="mail_file"),
    path("mail/<int:incoming_id>/placing/", mail.place, name="mail_place"),
    path("mail/<int:incoming_id>/case/", mail.place_new, name="mail_new"),
    path("reports/", returns.returns, name="returns"),
    path("reports/file/", returns.file, name="return_file"),
    path("reports/note/", returns.note, name="return_note"),
    path("causes/", causes.causes, name="causes"),
    path("causes/add/", causes.add, name="cause_add"),
    path("causes/<slug:key>/change/", causes.change, name="cause_change"),
    path("causes/<slug:key>/retire/", causes.retire, name="cause_retire"),
    path("cases/<case:case_id>/", case.case, name="case"),
    path("cases/<case:case_id>/words/", case.words, name="words"),
    path("cases/<case:case_id>/allegations/", case.allegation, name="allegation"),
    path("cases/<case:case_id>/allegations/<int:allegation_id>/facts/", case.facts, name="facts"),
    path(
        "cases/<case:case_id>/allegations/<int:allegation_id>/evidence/",
        case.evidence,
        name="evidence",
    ),
    path(
        "cases/<case:case_id>/allegations/<int:allegation_id>/finding/",
        case.finding,
        name="finding",
    ),
    path("cases/<case:case_id>/claims/<int:claim_id>/take/", claims.taken, name="claim_take"),
    path("cases/<case:case_id>/claims/<int:claim_id>/leave/", claims.left, name="claim_leave"),
    path("cases/<case:case_id>/marking/", marking.marking, name="marking"),
    path("cases/<case:case_id>/question/", answering.question, name="question"),
    *(
        path(f"cases/<case:case_id>/allegations/<int:allegation_id>/{step}/", view, name=step)
        for step, view in {
            "propose": dishonesty.propose,
            "confirm": dishonesty.confirm,
            "withdraw": dishonesty.withdraw,
            "review": dishonesty.review,
        }.items()
    ),
    path(
        "cases/<case:case_id>/allegations/<int:allegation_id>/records/",
        records.records,
        name="records",
    ),
    path("cases/<case:case_id>/order/", records.order, name="order"),
    path(
        "cases/<case:case_id>/evidence/<int:evidence_id>/file/",
        records.evidence_file,
        name="evidence_file",
    ),
    path("cases/<case:case_id>/circumstances/", case.circumstances, name="circumstances"),
    path("cases/<case:case_id>/decision/", case.decision, name="decision"),
    path("cases/<case:case_id>/approval/", case.approval, name="approval"),
    path("cases/<case:case_id>/owner/", case.owner, name="owner"),
    path(
        "cases/<case:case_id>/clocks/<int:clock_id>/letter/",
        clocks.letter,
        name="clock_letter",
    ),
    path("cases/<case:case_id>/pause/", clocks.pause, name="pause"),
    path("cases/<case:case_id>/resumption/", clocks.resumption, name="resumption"),
    path("cases/<case:case_id>/letter/", answering.letter, name="letter"),
    path("cases/<case:case_id>/letters/<int:letter_id>/again/", answering.again, name="again"),
    path("cases/<case:case_id>/letters/<int:letter_id>/posted/", answering.posted, name="posted"),
    path("cases/<case:case_id>/acceptance/", answering.acceptance, name="acceptance"),
    path("cases/<case:case_id>/closure/", answering.closure, name="closure"),
    path("cases/<case:case_id>/reopening/", answering.reopening, name="reopening"),
    path("cases/<case:case_id>/beside/", beside.beside_which, name="beside_which"),
    path("cases/<case:left_id>/beside/<case:right_id>/", beside.beside, name="beside"),
    path("policies/", reading.policies, name="policies"),
    path("policies/compare/", reading.compare, name="compare"),
    path(_VERSION, reading.version, name="version"),
    path(f"{_VERSION}model.dmn", reading.version_model, name="version_model"),
    path(f"{_VERSION}tables/<str:table>/", reading.version_table, name="version_table"),
    path(f"{_VERSION}tables/<str:table>.<str:suffix>", reading.version_sheet, name="version_sheet"),
    path("policies/drafts/", drafting.opened, name="draft_open"),
    path(f"{_DRAFT}backtest/", backtest.backtest_of_draft, name="draft_backtest"),
    path(_DRAFT, drafting.draft, name="draft"),
    path(f"{_DRAFT}day/", drafting.day, name="draft_day"),
    path(f"{_DRAFT}review/", drafting.send, name="draft_send"),
    path(f"{_DRAFT}return/", drafting.returned, name="draft_return"),
    path(f"{_DRAFT}publication/", drafting.published, name="draft_publish"),
    path(f"{_DRAFT}end/", drafting.dropped, name="draft_drop"),
    path(f"{_DRAFT}comments/", drafting.comment, name="draft_comment"),
    path(f"{_DRAFT}comments/<int:comment_id>/", drafting.settled, name="draft_settle"),
    path(f"{_DRAFT}expectations/", drafting.expected, name="draft_expect"),
    path(f"{_DRAFT}undo/", editing.undo, name="draft_undo"),
    path(f"{_DRAFT}redo/", editing.redo, name="draft_redo"),
    path(f"{_DRAFT}model.dmn", reading.draft_model, name="draft_model"),
    path(f"{_DRAFT}model/", files.model, name="draft_model_in"),
    path(f"{_DRAFT}files/<str:file>/", files.text, name="draft_text"),
    path(f"{_DRAFT}tables/<str:table>/", editing.table, name="draft_table"),
    path(f"{_DRAFT}tables/<str:table>.<str:suffix>", reading.draft_sheet, name="draft_sheet"),
    path(f"{_DRAFT}tables/<str:table>/cells/", editing.cells, name="draft_cells"),
    path(f"{_DRAFT}tables/<str:table>/rules/", editing.rule, name="draft_rule"),
    path(f"{_DRAFT}tables/<str:table>/columns/", editing.column, name="draft_column"),
    path(f"{_DRAFT}tables/<str:table>/file/", editing.upload, name="draft_upload"),
    path(f"{_DRAFT}tables/<str:table>/comments/", editing.comment, name="draft_table_comment"),
]
