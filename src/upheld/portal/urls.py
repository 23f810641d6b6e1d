"""The portal's addresses. None of them names a case: the session does."""

from django.urls import path

from .views import asked, case, changes, entering, filing

app_name = "portal"
urlpatterns = [
    path("", filing.filing, name="filing"),
    path("received/<str:told>/", filing.received, name="received"),
    path("link/", entering.link, name="link"),
    path("link/asked/", entering.asked, name="asked"),
    path("asked/<int:asked_id>/<str:answer>/", asked.asked_kindly, name="asked_kindly"),
    path("enter/<str:secret>/", entering.enter, name="enter"),
    path("enter/<str:secret>/not-mine/", entering.not_mine, name="not_mine"),
    path("enter/<str:secret>/again/", entering.again, name="again"),
    path("leave/", entering.leave, name="leave"),
    path("case/", case.case, name="case"),
    path("case/add/", case.add, name="add"),
    path("case/onward/", case.onward, name="onward"),
    path("case/questions/<int:letter_id>/", case.answer, name="answer"),
    path("case/record/<int:conduct_id>/", case.record, name="record"),
    path("case/outcome/", case.outcome, name="outcome"),
    path("case/fairness/", case.fairness, name="fairness"),
    path("case/idea/", case.idea, name="idea"),
    path("case/news/", case.news, name="news"),
    path("changes/", changes.changes, name="changes"),
    path("<path:path>", filing.nothing_here, name="nothing"),
]
