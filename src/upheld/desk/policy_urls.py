"""Addresses of policies: versions, drafts, and each table and file in them."""

from django.urls import path

from .reference import OF_VERSION
from .views import backtest
from .views.policies import drafting, editing, files, reading

_DRAFT = "policies/drafts/<int:draft_id>/"

urlpatterns = [
    path("policies/", reading.policies, name="policies"),
    path("policies/compare/", reading.compare, name="compare"),
    path(OF_VERSION, reading.version, name="version"),
    path(f"{OF_VERSION}model.dmn", reading.version_model, name="version_model"),
    path(f"{OF_VERSION}tables/<str:table>/", reading.version_table, name="version_table"),
    path(
        f"{OF_VERSION}tables/<str:table>.<str:suffix>", reading.version_sheet, name="version_sheet"
    ),
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
    path(
        "policies/<slug:folder>/backtest/", backtest.backtest_of_folder, name="backtest_of_folder"
    ),
]
