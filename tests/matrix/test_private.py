"""What a private team works on is, to everybody else, not there: on no page, in no list, count,
search, export or feed, by no number, and by no tool."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests import stories
from tests.api.programs import Program, key_of
from tests.core.mails import a_mail
from tests.docs.pages import ROOT
from tests.matrix.test_api import operations
from tests.matrix.test_api import place as api_place
from tests.matrix.test_desk import DESK, WITHOUT_SIGN_IN
from tests.steps.test_conduct import recorded
from tests.stories import NOW

from upheld.core.erasing import ErasureError
from upheld.core.event_kinds import EventKind
from upheld.core.looking import Sensitive, Way
from upheld.core.references import reference
from upheld.core.words import CaseId, Role
from upheld.insight.team.right import checked
from upheld.mcp.assistant import acting_for
from upheld.mcp.tools import Tools
from upheld.steps import commit, erase, investigate, may
from upheld.steps.merge_customers import merge_customers
from upheld.steps.take_message import take_message
from upheld.store import loose, mail
from upheld.store import models as rows
from upheld.store.record import events, looked
from upheld.store.record.looked import Reading
from upheld.store.sight import seen

from .world import World, address, undone

PLANT = "zqprivatezq"


@pytest.fixture
def hidden(world: World) -> CaseId:
    """A case of a private team, whose every word stands nowhere else."""
    team = rows.Team.objects.create(name="Board matters", private=True)
    owner = rows.Person.objects.create_person(
        "vera@example.com", "Vera Holm", Role.HANDLER, "x" * 12
    )
    rows.Person.objects.filter(pk=owner.pk).update(team=team)
    case = stories.a_decided_case(
        owner, subject=f"About {PLANT}", text=f"It is {PLANT} and it came late.",
        name=f"{PLANT} Roe", email=f"{PLANT}@example.net", demand=f"For {PLANT}.",
    )  # fmt: skip
    row = rows.Case.objects.get(pk=case)
    rows.Case.objects.filter(pk=case).update(owner=owner)
    rows.Customer.objects.filter(pk=row.customer_id).update(came_by=PLANT)
    rows.Order.objects.create(
        customer=row.customer, reference=f"{PLANT}-1", placed_on=NOW.date(), item=PLANT,
        touchpoint="product", amount=1,
    )  # fmt: skip
    row.contacts.create(
        customer=row.customer, at=NOW, inbound=True, channel="phone", summary=PLANT,
        caused_by="firm",
    )  # fmt: skip
    allegation = row.allegations.earliest("pk").pk
    investigate.add_evidence(case, allegation, "record", PLANT, owner, NOW, file=_file())
    commit.promise(case, f"Call about {PLANT}", NOW.date(), owner, NOW)
    recorded(case, owner, shown_by=f"They said {PLANT}.")
    rows.Idea.objects.create(case=row, text=PLANT, at=NOW)
    taken = take_message(a_mail(subject=PLANT, text=PLANT, message_id="<9@x>"), "file",
                         may.Operator(), NOW)  # fmt: skip
    rows.Incoming.objects.filter(pk=taken.pk).update(state="placed", case=case)
    rows.Deviation.objects.create(
        case=row, decision=row.decisions.latest("pk"), customer=row.customer, kind="voucher",
        amount=5, currency="GBP", reason=PLANT, state="granted", at=NOW, by="Vera Holm",
        needs_role="handler", expires_on=NOW.date(), granted_at=NOW, situation="x",
        approved_by="Vera Holm",
    )  # fmt: skip
    rows.Erasure.objects.create(customer=row.customer, why="request", at=NOW, by="Vera Holm")
    looked.note(Reading(Sensitive.CONDUCT, case=case), Way.DESK, owner, owner.name, NOW)
    _about_the_customer(row, owner)
    return case


def _about_the_customer(case: rows.Case, owner: rows.Person) -> None:
    """What stands of them beside their case, and who turned out to be them."""
    told = {"customer": case.customer, "case": case, "at": NOW, "state": "proposed"}
    rows.Parting.objects.create(**told, reasons=PLANT, alternatives=PLANT, by="Vera Holm")
    rows.FitContest.objects.create(
        customer=case.customer, line="x", sentence=PLANT, why=PLANT, by_customer=False, at=NOW,
        by="Vera Holm",
    )  # fmt: skip
    other = stories.an_open_case(owner, name=f"{PLANT} Roe", email=f"{PLANT}2@example.net")
    rows.Case.objects.filter(pk=other).update(owner=owner)
    goes = rows.Case.objects.get(pk=other).customer_id
    merge_customers(goes, case.customer_id, f"Both {PLANT}.", owner, NOW)


def _file() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return loose.keep(SimpleUploadedFile(f"{PLANT}.txt", PLANT.encode()), NOW)


def bodies(client: Client, world: World) -> Iterator[tuple[str, bytes]]:
    """What each address answers, by itself and asked for the word."""
    for route in DESK:
        if route.name in WITHOUT_SIGN_IN or route.path.startswith("policies/"):
            continue  # of no case, and policies hold none
        for method in ("GET", "POST"):
            with undone():
                answer = client.generic(method, address(route, world))
                body = b"".join(answer) if answer.streaming else answer.content
            yield f"{method} {route.name}", body
    for place in ("/", "/complaints/", "/customers/", "/orders/", "/contacts/", "/mail/"):
        for asked in (f"?q={PLANT}", "?whose=all", f"?whose=all&q={PLANT}&state=decided"):
            yield place + asked, client.get(place + asked).content


def told(body: bytes, asked: str) -> bool:
    """Whether a page tells of it; a search says again what it was asked."""
    text = body.decode(errors="replace").lower()
    return f"about {PLANT}" in text or f"{PLANT} roe" in text or (
        PLANT in text and PLANT not in asked
    )  # fmt: skip


def test_it_is_on_no_page_of_the_desk(world: World, hidden: CaseId) -> None:
    """Of a lead of another team, who may open more pages than any who does not see everything."""
    client = world.client(Role.LEAD)
    wrong = [name for name, body in bodies(client, world) if told(body, name)]
    assert wrong == []


def test_its_own_people_auditors_and_administrators_see_it(world: World, hidden: CaseId) -> None:
    vera = rows.Person.objects.get(name="Vera Holm")
    auditor, own = world.client(Role.AUDITOR), Client()
    own.force_login(vera)
    for place in ("/", "/complaints/", "/customers/", "/orders/", "/contacts/",
                  "/promises/", "/exceptions/", "/voices/"):  # fmt: skip
        assert PLANT in auditor.get(f"{place}?whose=all").content.decode(), place
    assert PLANT in world.client(Role.ADMINISTRATOR).get("/conduct/").content.decode()
    assert PLANT in own.get(f"/cases/{reference(hidden)}/").content.decode()
    assert PLANT in own.get("/?whose=all").content.decode()


def test_by_its_number_it_is_as_if_it_were_not(world: World, hidden: CaseId) -> None:
    """The same answer, to the letter: a title in a refusal would tell of it."""
    client = world.client(Role.HANDLER)
    customer = rows.Case.everything.get(pk=hidden).customer_id
    message = rows.Incoming.objects.get(case=hidden).pk
    pairs = [
        (f"/cases/{reference(hidden)}/", "/cases/UP-999999/"),
        (f"/cases/{reference(hidden)}/theirs/", "/cases/UP-999999/theirs/"),
        (f"/cases/{reference(world.case)}/beside/{reference(hidden)}/",
         f"/cases/{reference(world.case)}/beside/UP-999999/"),
        (f"/customers/{customer}/", "/customers/999999/"),
        (f"/mail/{message}/", "/mail/999999/"),
    ]  # fmt: skip
    for theirs, nobodys in pairs:
        found = [client.get(place) for place in (theirs, nobodys)]
        assert [each.status_code for each in found] == [404, 404], theirs
        assert found[0].content == found[1].content
    for steps in ("pause", "owner", "allegations", "decision"):
        refused = client.post(f"/cases/{reference(hidden)}/{steps}/", {"why": "x"})
        assert refused.status_code == 404


def test_it_is_no_target_of_a_merge_or_a_message(world: World, hidden: CaseId) -> None:
    client = world.client(Role.HANDLER)
    with undone():
        page = client.post(
            f"/cases/{reference(world.case)}/merging/", {"other": reference(hidden), "why": "x"}
        )
        assert not told(page.content, "")
    assert not rows.Merge.objects.filter(case=hidden).exists()
    assert not rows.Merge.objects.filter(into=hidden).exists()


def test_what_was_merged_into_it_names_it_to_nobody_else(world: World, hidden: CaseId) -> None:
    """A visible case, of which the work went on in one that is hidden since."""
    case, name = rows.Case.objects.get(pk=world.case), reference(hidden)
    rows.Case.objects.filter(pk=case.pk).update(merged_into=hidden)
    events.append(
        events.Act(world.case, EventKind.MERGED, "Vera Holm", NOW, {"other": name, "why": PLANT})
    )
    for role, names_it in ((Role.LEAD, False), (Role.AUDITOR, True)):
        client, program = world.client(role), Program(key_of(world.people[role]))
        pages = [client.get(f"/cases/{case.reference}/{asked}") for asked in ("", "?alone=1")]
        listed = client.get("/complaints/?whose=all&state=all").content.decode()
        said = [page.content.decode() + page.headers.get("Location", "") for page in pages]
        of_it = program.get(f"/cases/{case.reference}").json()
        told_of = program.get(f"/events?limit=200&case={case.reference}").text
        assert [name in each for each in (*said, told_of)] == [names_it] * 3, role
        assert name not in listed or names_it
        assert (PLANT in told_of) is names_it
        assert of_it["merged_into"] == (name if names_it else None)
        assert pages[0].status_code == (302 if names_it else 200)


def test_nobody_else_reads_who_looked_at_it(world: World, hidden: CaseId) -> None:
    for role, many in ((Role.LEAD, 0), (Role.AUDITOR, 1)):
        with seen.looking(world.people[role]):
            assert looked.listed().count() == many


def test_nobody_else_erases_it_with_what_they_see(world: World, hidden: CaseId) -> None:
    customer = rows.Case.objects.get(pk=hidden).customer_id
    rows.Case.objects.filter(pk=world.case).update(customer=customer)
    lead = world.people[Role.LEAD]
    with seen.looking(lead), pytest.raises(ErasureError, match="another team's own"):
        erase.look(customer, None, lead, NOW)
    with seen.looking(world.people[Role.ADMINISTRATOR]):
        assert erase.look(customer, None, world.people[Role.ADMINISTRATOR], NOW).plan.counts


def test_what_others_hold_to_write_they_hold_though_something_is_hidden(
    world: World, hidden: CaseId
) -> None:
    """A case that is hidden is found by a join, and of a join PostgreSQL holds no outer side."""
    taken = take_message(a_mail(message_id="<8@x>"), "file", may.Operator(), NOW)
    with seen.looking(world.people[Role.HANDLER]), transaction.atomic():
        assert mail.incoming(taken.pk).pk == taken.pk
    held = re.compile(rf"\b({'|'.join(seen._LEADS)})\.objects\.select_for_update\((?!of=)")
    sources = (ROOT / "src" / "upheld").rglob("*.py")
    assert [path.name for path in sources if held.search(path.read_text("utf-8"))] == []


def test_it_is_in_no_answer_of_the_api(world: World, hidden: CaseId) -> None:
    program = Program(key_of(world.people[Role.LEAD]))
    customer = rows.Case.everything.get(pk=hidden).customer_id
    wrong = []
    for operation, method, path in operations():
        if path.startswith("/policies"):
            continue  # of no case
        theirs = path.replace("{case}", reference(hidden)).replace("{customer}", str(customer))
        for place in {api_place(path, world), api_place(theirs, world)}:
            with undone():
                answer = program.ask(method, place, None if method == "GET" else {}, If_Match="*")
            body = b"".join(answer) if answer.streaming else answer.content
            if PLANT in body.decode(errors="replace"):
                wrong.append((operation, place, answer.status_code))
    found = program.get(f"/cases?q={PLANT}")
    assert not found.json()["items"]
    assert not wrong, "\n".join(map(str, wrong))
    one, none = program.get(f"/cases/{reference(hidden)}"), program.get("/cases/UP-999999")
    assert (one.status_code, none.status_code) == (404, 404)
    assert one.json()["title"] == none.json()["title"]


def test_the_record_names_it_to_nobody_else(world: World, hidden: CaseId) -> None:
    """What stands beside every case too: a fit, a match or a letter that names it by number."""
    customer = rows.Case.everything.get(pk=hidden).customer_id
    known = rows.Case.everything.get(pk=world.case).customer_id
    said: list[tuple[EventKind, dict[str, Any]]] = [
        (EventKind.FIT_ASSESSED, {"customer": customer, "after": {"mutual_value": "0.90"}}),
        (EventKind.CUSTOMERS_TOLD_APART, {"match": 7, "one": known, "other": customer}),
        (EventKind.LETTER_BLOCKED, {"case": hidden, "kind": "final", "problems": ["tone"]}),
    ]
    events.append(
        *(events.Act(None, kind, "Vera Holm", NOW, data) for kind, data in said),
        # Of a customer whom everybody sees: who of the team assessed one is in test_private_notes.
        events.Act(None, EventKind.FIT_ASSESSED, "Lead Vale", NOW, {"customer": known}),
    )
    last = events.head()[0]
    for role, withheld in ((Role.LEAD, [True, True, True, False]), (Role.AUDITOR, [False] * 4)):
        program, found, at = Program(key_of(world.people[role])), [], "?limit=200"
        while at:
            page = program.get(f"/events{at}").json()
            found += page["items"]
            at = page["next"] and f"?limit=200&cursor={page['next']}"
        ours = [each for each in found if last - 4 < each["number"] <= last]
        assert [each["data"] == {"withheld": True} for each in ours] == withheld


def test_the_record_names_no_theme_and_no_message_that_only_they_have(
    world: World, hidden: CaseId
) -> None:
    for case in (hidden, world.case):
        theme = rows.Theme.objects.create(name=f"{case}", first_found_at=NOW, found_at=NOW)
        rows.ThemeCase.objects.create(case_id=case, theme=theme, place=0)
        mail = rows.Incoming.objects.create(
            sha256=f"{case}", size=1, came_by="x", came_at=NOW, case_id=case
        )
        events.append(
            events.Act(None, EventKind.THEME_CHANGED, "x", NOW, {"theme": theme.pk, "name": "x"}),
            events.Act(None, EventKind.MAIL_TAKEN, "x", NOW, {"mail": mail.pk}),
        )
    for role, withheld in ((Role.LEAD, [True, False]), (Role.AUDITOR, [False, False])):
        program = Program(key_of(world.people[role]))
        for kind in (EventKind.THEME_CHANGED, EventKind.MAIL_TAKEN):
            found = program.get(f"/events?kind={kind}&limit=200").json()["items"][-2:]
            assert [each["data"] == {"withheld": True} for each in found] == withheld


def test_an_assistant_finds_it_for_nobody_else(world: World, hidden: CaseId) -> None:
    email = world.people[Role.HANDLER].email
    tools = Tools(lambda: acting_for(email), lambda: NOW)
    assert tools.find_case(PLANT).cases == []
    with pytest.raises(Exception, match="no case"):
        tools.read_case(reference(hidden))
    assert PLANT not in str(tools.like_cases(reference(world.case)))


def test_a_decision_does_not_depend_on_who_looks(world: World, hidden: CaseId) -> None:
    """Counts and measures are of the whole firm, whoever decides."""
    from upheld.store import documents

    row = rows.Case.objects.get(pk=world.case)
    with seen.looking(world.people[Role.HANDLER]):
        narrowed = documents.document(rows.Case.objects.get(pk=world.case), NOW)
    assert narrowed == documents.document(row, NOW)


def test_a_letter_of_it_that_a_check_held_back_counts_for_its_own_people(
    world: World, hidden: CaseId
) -> None:
    told = {"case": hidden, "kind": "final", "problems": ["placeholder_left"]}
    events.append(events.Act(None, EventKind.LETTER_BLOCKED, "Vera Holm", NOW, told))
    for role, many in ((Role.LEAD, 0), (Role.AUDITOR, 1)):
        with seen.looking(world.people[role]):
            assert checked(NOW, NOW + timedelta(days=1)).held_back == many


def test_without_a_private_team_nothing_is_asked_twice(world: World) -> None:
    rows.Team.objects.update(private=False)
    with seen.looking(world.people[Role.HANDLER]):
        assert not seen.hides()
        assert rows.Case.objects.count() == rows.Case.everything.count()
