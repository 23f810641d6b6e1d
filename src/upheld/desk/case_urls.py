"""Addresses of one case: its page, and a noun for each step."""

from django.urls import path

from .reference import OF_CASE
from .views import (
    answering,
    beside,
    case,
    claims,
    clocks,
    conduct,
    dishonesty,
    exceptions,
    letters,
    marking,
    merging,
    precedents,
    promises,
    records,
    team,
    theirs,
    topics,
)

urlpatterns = [
    path(OF_CASE, case.case, name="case"),
    path(f"{OF_CASE}words/", case.words, name="words"),
    path(f"{OF_CASE}allegations/", case.allegation, name="allegation"),
    path(f"{OF_CASE}allegations/<int:allegation_id>/facts/", case.facts, name="facts"),
    path(
        f"{OF_CASE}allegations/<int:allegation_id>/evidence/",
        case.evidence,
        name="evidence",
    ),
    path(
        f"{OF_CASE}allegations/<int:allegation_id>/finding/",
        case.finding,
        name="finding",
    ),
    path(f"{OF_CASE}claims/<int:claim_id>/take/", claims.taken, name="claim_take"),
    path(f"{OF_CASE}claims/<int:claim_id>/leave/", claims.left, name="claim_leave"),
    path(f"{OF_CASE}conduct/", conduct.on_case, name="conduct_on_case"),
    path(f"{OF_CASE}marking/", marking.marking, name="marking"),
    path(f"{OF_CASE}question/", answering.question, name="question"),
    *(
        path(f"{OF_CASE}allegations/<int:allegation_id>/{step}/", view, name=step)
        for step, view in {
            "propose": dishonesty.propose,
            "confirm": dishonesty.confirm,
            "withdraw": dishonesty.withdraw,
            "review": dishonesty.review,
        }.items()
    ),
    path(
        f"{OF_CASE}allegations/<int:allegation_id>/records/",
        records.records,
        name="records",
    ),
    path(f"{OF_CASE}order/", records.order, name="order"),
    path(f"{OF_CASE}topic/", topics.topic, name="topic"),
    path(
        f"{OF_CASE}evidence/<int:evidence_id>/file/",
        records.evidence_file,
        name="evidence_file",
    ),
    path(f"{OF_CASE}circumstances/", case.circumstances, name="circumstances"),
    path(f"{OF_CASE}decision/", case.decision, name="decision"),
    path(f"{OF_CASE}approval/", case.approval, name="approval"),
    path(f"{OF_CASE}owner/", case.owner, name="owner"),
    path(f"{OF_CASE}exception/", exceptions.exception, name="exception"),
    path(
        f"{OF_CASE}exceptions/<int:deviation_id>/approval/",
        exceptions.approve,
        name="exception_approve",
    ),
    path(
        f"{OF_CASE}exceptions/<int:deviation_id>/end/",
        exceptions.end,
        name="exception_end",
    ),
    path(f"{OF_CASE}unfair/", precedents.unfair, name="unfair"),
    path(f"{OF_CASE}following/", precedents.following, name="following"),
    path(
        f"{OF_CASE}clocks/<int:clock_id>/letter/",
        clocks.letter,
        name="clock_letter",
    ),
    path(f"{OF_CASE}pause/", clocks.pause, name="pause"),
    path(f"{OF_CASE}resumption/", clocks.resumption, name="resumption"),
    path(f"{OF_CASE}letter/", answering.letter, name="letter"),
    path(f"{OF_CASE}letters/<letter:kind>/", letters.other_letter, name="other_letter"),
    path(
        f"{OF_CASE}letters/<int:letter_id>/letter.pdf",
        answering.letter_pdf,
        name="letter_pdf",
    ),
    path(f"{OF_CASE}letters/<int:letter_id>/again/", answering.again, name="again"),
    path(f"{OF_CASE}letters/<int:letter_id>/posted/", answering.posted, name="posted"),
    path(f"{OF_CASE}acceptance/", answering.acceptance, name="acceptance"),
    path(f"{OF_CASE}closure/", answering.closure, name="closure"),
    path(f"{OF_CASE}reopening/", answering.reopening, name="reopening"),
    path(f"{OF_CASE}merging/", merging.merging, name="merging"),
    path(f"{OF_CASE}merges/<int:merge_id>/undoing/", merging.undone, name="merge_undone"),
    path(f"{OF_CASE}promises/", promises.promise, name="promise"),
    path(
        f"{OF_CASE}promises/<int:commitment_id>/settling/",
        promises.settled,
        name="promise_settled",
    ),
    path(f"{OF_CASE}outside/", team.outside, name="outside"),
    path(f"{OF_CASE}theirs/", theirs.theirs, name="theirs"),
    path(f"{OF_CASE}theirs/link/", theirs.offer, name="link_offer"),
    path(f"{OF_CASE}theirs/end/", theirs.end, name="links_end"),
    path(f"{OF_CASE}theirs/news/", theirs.news, name="news_wanted"),
    path(f"{OF_CASE}beside/", beside.beside_which, name="beside_which"),
    path("cases/<case:left_id>/beside/<case:right_id>/", beside.beside, name="beside"),
]
