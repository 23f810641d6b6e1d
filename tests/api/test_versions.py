"""Nobody writes over what they have not read, and who comes late is told what happened since."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.programs import ROOT, Program, at
from tests.drafts import a_draft, a_published_version, a_reviewed_draft, a_whole_draft
from tests.stories import a_decided_case, a_received_case

from upheld.api.app import schema
from upheld.store import drafts
from upheld.store.models import Allegation, Case, Customer, Person


def test_a_case_has_the_version_of_its_last_act(program: Program, handler: Person) -> None:
    case = a_received_case(handler)
    read = program.get(at(case))
    assert read["ETag"] == read.json()["version"]
    assert program.version(at(case)) == read["ETag"]
    program.post(at(case, "/pause"), {"why": "Their photographs"})
    assert program.version(at(case)) != read["ETag"]


def test_what_overwrites_says_which_version_it_read(program: Program, handler: Person) -> None:
    case = a_received_case(handler)
    answer = program.put(at(case, "/owner"), {"owner": handler.pk})
    assert (answer.status_code, answer.json()["type"]) == (428, "urn:upheld:problem:version-needed")
    version = program.version(at(case))
    assert program.put(at(case, "/owner"), {"owner": handler.pk}, If_Match=version).json()["owner"]


def test_who_comes_late_gets_both_sides(program: Program, leads: Program, handler: Person) -> None:
    case = a_received_case(handler)
    version = program.version(at(case))
    leads.patch(at(case), {"subject": "Shelves, late"}, If_Match=version)
    answer = program.patch(at(case), {"subject": "Late shelves"}, If_Match=version)
    assert answer.status_code == 412
    told = answer.json()
    assert (told["read"], told["now"]) == (version, answer["ETag"])
    assert [(each["kind"], each["by"]) for each in told["since"]] == [
        ("case_mended", "Lena Brandt")
    ]
    assert told["since"][0]["data"]["after"] == {"subject": "Shelves, late"}
    assert Case.objects.get(pk=case).subject == "Shelves, late"


def test_an_act_that_names_a_version_is_of_that_one(program: Program, handler: Person) -> None:
    case = a_received_case(handler)
    version = program.version(at(case))
    assert program.post(at(case, "/pause"), {"why": "x"}, If_Match=version).status_code == 200
    assert program.post(at(case, "/resumption"), If_Match=version).status_code == 412
    assert program.post(at(case, "/resumption"), If_Match="ETag").status_code == 400


def test_a_decision_is_approved_by_who_read_it(
    program: Program, leads: Program, handler: Person
) -> None:
    case = a_decided_case(handler)
    first = program.get(at(case)).json()["decisions"][0]["id"]
    second = leads.post(at(case, "/decisions")).json()["id"]
    answer = leads.post(at(case, f"/decisions/{first}/approval"))
    assert (answer.status_code, answer.json()["latest"]) == (409, second)


def test_the_same_decision_sent_twice_is_one(program: Program, handler: Person) -> None:
    case = a_decided_case(handler)
    allegation = Allegation.objects.get(case=case).pk
    facts = {"facts": {"days_late": 30}}
    place = at(case, f"/allegations/{allegation}/facts")
    assert program.put(place, facts, If_Match=program.version(at(case))).status_code == 200
    made = program.post(at(case, "/decisions"), {}, Idempotency_Key="one")
    answer = program.post(at(case, "/decisions"))
    told = (answer.status_code, answer.json()["type"], answer.json()["latest"])
    assert told == (409, "urn:upheld:problem:conflict", made.json()["id"])
    again = program.post(at(case, "/decisions"), {}, Idempotency_Key="one")
    assert (again.status_code, again.json()) == (201, made.json())


def test_a_customer_is_written_over_by_who_read_them(program: Program, handler: Person) -> None:
    a_received_case(handler)
    place = f"/customers/{program.get('/customers').json()['items'][0]['id']}"
    version = program.version(place)
    done = program.patch(
        place,
        {"phone": "0115 496 0000", "address": "4 Oak Road", "values_what": "0.8"},
        If_Match=version,
    )
    told = done.json()
    assert (told["phone"], told["address"]) == ("0115 496 0000", "4 Oak Road")
    assert (told["values_what"], told["fit_withheld"]) == (None, True)
    assert str(Customer.objects.get().values_what) == "0.80"
    assert program.patch(place, {"phone": "1"}, If_Match=version).status_code == 412


@pytest.mark.parametrize("named", [{}, {"Idempotency-Key": "a-table"}])
@pytest.mark.parametrize(("taken", "put"), [("/tables/finding", "/tables/finding/file"),
                                            ("/model", "/model")])  # fmt: skip
def test_what_a_draft_gives_out_it_takes_again(
    taken: str, put: str, named: dict[str, str], leads: Program, lead: Person
) -> None:
    """The file is read from its beginning, whoever read it before."""
    place = f"/policies/drafts/{a_draft(lead).pk}"
    given = leads.get(f"{place}{taken}").content
    form = {"file": SimpleUploadedFile("finding.csv" if "tables" in taken else "all.dmn", given)}
    headers = {**leads.headers, "If-Match": leads.version(place), **named}
    answer = leads.client.post(f"{ROOT}{place}{put}", form, headers=headers)
    assert answer.status_code == 200, answer.content


def test_a_draft_is_written_over_by_who_read_it(leads: Program, lead: Person) -> None:
    place = f"/policies/drafts/{a_draft(lead).pk}"
    read = leads.get(place)
    text = read.json()["files"]["goodwill.csv"].replace(",20,", ",25,")
    body = {"text": text + "\n"}
    first = leads.put(f"{place}/files/goodwill.csv", body, If_Match=read["ETag"])
    assert first.status_code == 200, first.content
    again = leads.put(f"{place}/files/goodwill.csv", body, If_Match=read["ETag"])
    assert again.status_code == 412
    assert again.json()["since"][0]["by"] == "Lena Brandt"
    undone = leads.post(f"{place}/undo", If_Match=first["ETag"])
    assert undone.json()["files"] == read.json()["files"]


def test_what_is_done_again_is_what_was_read_though_the_files_are_the_same(
    leads: Program, lead: Person
) -> None:
    place = f"/policies/drafts/{a_draft(lead).pk}"
    file, text = f"{place}/files/goodwill.csv", ""
    read = []
    for amount in ("25", "30"):
        text = text or leads.get(place).json()["files"]["goodwill.csv"]
        body = {"text": text.replace(",20,", f",{amount},") + "\n"}
        written = leads.put(file, body, If_Match=leads.version(place))
        read.append(leads.post(f"{place}/undo", If_Match=written["ETag"])["ETag"])
    assert leads.post(f"{place}/redo", If_Match=read[0]).status_code == 412
    assert leads.post(f"{place}/redo", If_Match=read[1]).status_code == 200


def test_whatever_stands_there_by_now_is_neither_published_nor_sent_for_review(
    leads: Program, lead: Person, policy_owner: Person
) -> None:
    """`*` says that any version will do; who publishes says which draft they read."""
    draft = a_whole_draft(policy_owner)
    place = f"/policies/drafts/{draft.pk}"
    for step, before, after in (
        ("review", "draft", "in_review"),
        ("publication", "in_review", "published"),
    ):
        answer = leads.post(f"{place}/{step}", If_Match="*")
        told = (answer.status_code, answer.json()["type"])
        assert told == (428, "urn:upheld:problem:version-needed")
        assert drafts.draft(draft.pk).state == before
        read = leads.version(place)
        assert leads.post(f"{place}/{step}", If_Match=read).status_code in (200, 201)
        assert drafts.draft(draft.pk).state == after


def test_what_a_version_to_come_would_drop_again_is_not_published(
    leads: Program, lead: Person, policy_owner: Person
) -> None:
    draft = a_reviewed_draft(policy_owner, valid_from=date(2026, 12, 5))
    a_published_version(policy_owner, lead, valid_from=date(2026, 12, 16), amount="22")
    place = f"/policies/drafts/{draft.pk}"
    (why,) = leads.get(f"{place}/hindrances").json()["troubles"]
    assert "from 2026-12-16 on what is changed here would be gone" in why
    answer = leads.post(f"{place}/publication", If_Match=leads.version(place))
    assert answer.status_code == 409
    assert why in str(answer.json())


def test_the_schema_says_where_any_version_will_do() -> None:
    found = {
        each["operationId"]: bool(re.fullmatch(match["schema"]["pattern"], "*"))
        for methods in schema()["paths"].values()
        for each in methods.values()
        for match in each.get("parameters", ())
        if match["name"] == "If-Match"
    }
    assert {name for name, any_will_do in found.items() if not any_will_do} == {
        "publish_draft", "send_for_review",
    }  # fmt: skip
