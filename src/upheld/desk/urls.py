"""The desk's addresses: a page each, and a noun for each step."""

from django.urls import path, register_converter

from .reference import CaseReference
from .views import answering, beside, case, complaint, customer, inbox, records

register_converter(CaseReference, "case")

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("complaints/new/", complaint.complaint_new, name="complaint_new"),
    path("customers/<int:pk>/", customer.customer, name="customer"),
    path("customers/<int:pk>/known/", customer.known, name="known"),
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
    path("cases/<case:case_id>/letter/", answering.letter, name="letter"),
    path("cases/<case:case_id>/letters/<int:letter_id>/again/", answering.again, name="again"),
    path("cases/<case:case_id>/letters/<int:letter_id>/posted/", answering.posted, name="posted"),
    path("cases/<case:case_id>/acceptance/", answering.acceptance, name="acceptance"),
    path("cases/<case:case_id>/closure/", answering.closure, name="closure"),
    path("cases/<case:case_id>/reopening/", answering.reopening, name="reopening"),
    path("cases/<case:case_id>/beside/", beside.beside_which, name="beside_which"),
    path("cases/<case:left_id>/beside/<case:right_id>/", beside.beside, name="beside"),
]
