"""Two people in one draft: each of its forms is of the draft that its page showed, or says why it
need not be. Whoever comes second is told, and nothing that they typed is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.desk.acting import refused
from tests.desk.as_sent import as_sent, fields_of
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.desk.studio import ROW, page_of, table_of
from tests.drafts import a_whole_draft, write
from tests.stories import NOW

from upheld.desk.urls import urlpatterns
from upheld.steps.edit_draft import undo
from upheld.steps.publish import return_draft, send_for_review
from upheld.store import drafts
from upheld.store.models import Person, PolicyDraft

Does = Callable[[PolicyDraft, Person], object]
File = tuple[str, bytes]
OVERVIEW, TABLE, OPEN = "", "tables/goodwill/", f"tables/goodwill/?row={ROW}"


def other_words(draft: PolicyDraft, by: Person) -> None:
    write(draft, by, {"because": "So it is with a parcel."})


def other_amount(amount: str) -> Does:
    return lambda draft, by: write(draft, by, {"goodwill.amount": amount})


def taken_back(draft: PolicyDraft, by: Person) -> None:
    undo(draft.pk, by, NOW)


def nothing(draft: PolicyDraft, by: Person) -> None:
    pass


def a_table(owner: Client, draft: PolicyDraft) -> File:
    given = owner.get(f"{table_of(draft)[:-1]}.csv").content
    return "goodwill.csv", given.replace(b",50,", b",45,")


def a_model(owner: Client, draft: PolicyDraft) -> File:
    given = owner.get(f"{page_of(draft)}model.dmn").content
    return "all.dmn", given.replace(b"<text>50</text>", b"<text>45</text>")


@dataclass(frozen=True, slots=True)
class Form:
    """Where a form stands, what is typed and pressed, and what somebody does before it is read and
    while it is."""

    page: str
    typed: Mapping[str, str] = field(default_factory=dict)
    pressed: Mapping[str, str] = field(default_factory=dict)
    file: Callable[[Client, PolicyDraft], File] | None = None
    before: Does = nothing
    meanwhile: Does = other_words
    reviewed: bool = False


DELETES = {"act": "delete", "row": str(ROW), "rule": "core-medium"}
FORMS = {
    "draft_day": Form(OVERVIEW, {"valid_from": "2027-01-01"}),
    "draft_send": Form(OVERVIEW),
    "draft_return": Form(OVERVIEW, {"why": "Show what it costs."}, reviewed=True),
    "draft_publish": Form(OVERVIEW, reviewed=True),
    "draft_drop": Form(OVERVIEW, {"why": "It costs too much."}),
    "draft_expect": Form(OVERVIEW, before=other_amount("22"), meanwhile=other_amount("21")),
    "draft_undo": Form(TABLE),
    "draft_redo": Form(TABLE, before=taken_back, meanwhile=taken_back),
    "draft_model_in": Form(OVERVIEW, file=a_model),
    "draft_rule": Form(OPEN, pressed=DELETES),
    "draft_column": Form(TABLE, pressed={"act": "delete", "column": "dearest"}),
    "draft_upload": Form(TABLE, file=a_table),
}
# A form that is in nobody's way whatever was read, and why.
IN_NOBODYS_WAY = {
    "draft_comment": "it only adds",
    "draft_table_comment": "the same",
    "draft_settle": "a comment is settled once",
    "draft_cells": "it holds each cell against what was read of it",
    "draft_text": "it holds the file against what was read of it",
}
NAMED = {"table": "goodwill", "file": "cases.yaml", "suffix": "csv", "comment_id": 1}


def address_of(name: str, draft: PolicyDraft) -> str:
    (pattern,) = (each.pattern for each in urlpatterns if each.name == name)
    named = {each: NAMED.get(each, draft.pk) for each in pattern.converters}
    return reverse(f"desk:{name}", kwargs=named)


def test_each_form_of_a_draft_is_of_what_was_read_or_says_why_not(
    owner: Client, draft: PolicyDraft
) -> None:
    of_a_draft = [str(each.name) for each in urlpatterns if "draft_id" in each.pattern.converters]
    taken = {name for name in of_a_draft if owner.post(address_of(name, draft)).status_code != 405}
    assert taken == FORMS.keys() | IN_NOBODYS_WAY.keys()


@dataclass(frozen=True, slots=True)
class Opened:
    """A form that somebody has before them, and what it sends."""

    client: Client
    address: str
    draft: PolicyDraft
    told: Mapping[str, str]
    file: File | None

    def sends(self, told: Mapping[str, str]) -> dict[str, Any]:
        file = {"file": SimpleUploadedFile(*self.file)} if self.file else {}
        return {**told, **file}


def opened(form: Form, name: str, client: Client, draft: PolicyDraft, owner: Person) -> Opened:
    form.before(draft, owner)
    address = address_of(name, draft)
    shown = as_sent(client, f"{page_of(draft)}{form.page}", address)
    file = form.file(client, draft) if form.file else None
    return Opened(client, address, draft, {**shown, **form.typed, **form.pressed}, file)


@pytest.fixture(params=FORMS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sent(name: str, owner: Client, signed_in: SignIn, policy_owner: Person, lead: Person) -> Opened:
    """As a page has it: by its author, or by a second person where it is reviewed."""
    form, draft = FORMS[name], a_whole_draft(policy_owner)
    if form.reviewed:
        send_for_review(draft.pk, policy_owner, NOW)
    return opened(form, name, signed_in(lead) if form.reviewed else owner, draft, policy_owner)


def meanwhile(form: Form, draft: PolicyDraft, owner: Person, lead: Person) -> str:
    """Another writes in the draft; who it was."""
    if not form.reviewed:
        form.meanwhile(draft, lead)
        return lead.name
    return_draft(draft.pk, "Say it in words.", lead, NOW)
    form.meanwhile(draft, owner)
    send_for_review(draft.pk, owner, NOW)
    return owner.name


def test_whoever_comes_second_is_told_and_does_it_again_knowingly(
    name: str, sent: Opened, policy_owner: Person, lead: Person
) -> None:
    form = FORMS[name]
    who = meanwhile(form, sent.draft, policy_owner, lead)
    there = drafts.draft(sent.draft.pk).files
    told = refused(sent.client, sent.address, sent.sends(sent.told), 409)
    assert f"{who} changed this on" in told
    assert drafts.draft(sent.draft.pk).files == there
    page = sent.client.post(sent.address, sent.sends(sent.told)).content.decode()
    again = fields_of(page, sent.address)
    assert form.typed.items() <= again.items()
    answer = sent.client.post(sent.address, sent.sends({**again, **form.pressed}))
    assert answer.status_code == 303, text(answer)[:600]


def test_a_form_that_lost_what_was_read_does_nothing(sent: Opened) -> None:
    for lost in ({}, {"read": ""}):
        told = {name: value for name, value in sent.told.items() if name != "read"} | lost
        said = refused(sent.client, sent.address, sent.sends(told), 409)
        assert "does not say which draft you had read" in said


def test_who_alone_has_the_draft_open_is_in_nobodys_way(sent: Opened) -> None:
    answer = sent.client.post(sent.address, sent.sends(sent.told))
    assert answer.status_code == 303, text(answer)[:600]


def test_the_same_table_from_two_people_is_no_conflict(
    owner: Client, signed_in: SignIn, lead: Person, draft: PolicyDraft
) -> None:
    name, data = a_table(owner, draft)
    at = address_of("draft_upload", draft)
    for client, read in [(each, as_sent(each, table_of(draft), at)) for each in
                         (owner, signed_in(lead))]:  # fmt: skip
        sent = {**read, "file": SimpleUploadedFile(name, data)}
        assert client.post(at, sent).status_code == 303
    assert drafts.draft(draft.pk).edits.count() == 1


def test_what_is_done_again_is_what_was_shown_as_undone(
    owner: Client, policy_owner: Person, lead: Person
) -> None:
    """The same files, and another edit before them by now."""
    draft = a_whole_draft(policy_owner)
    undo(draft.pk, policy_owner, NOW)
    at = address_of("draft_redo", draft)
    mine = as_sent(owner, page_of(draft), at)
    other_words(draft, lead)
    undo(draft.pk, lead, NOW)
    assert "Lena Brandt changed this on" in refused(owner, at, mine, 409)
