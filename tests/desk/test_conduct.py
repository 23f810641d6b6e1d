"""Conduct, restrictions and partings in the desk: each step of the way, by whom it may be taken."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.steps.acts import all_gates_passed
from tests.steps.test_conduct import SAID, recorded
from tests.stories import NOW, a_closed_case, a_decided_case

from upheld.core.words import CaseId, Role
from upheld.store.models import (
    Case,
    Conduct,
    Customer,
    Decision,
    Event,
    Letter,
    Parting,
    PartingAfter,
    Person,
    Restriction,
)

ABUSIVE = {"behaviour": "insulted", "shown_by": SAID}


@pytest.fixture
def second(db: None) -> Person:
    return Person.objects.create_person("sam@example.org", "Sam Okoro", Role.LEAD, "x" * 12)


@pytest.fixture
def third(db: None) -> Person:
    return Person.objects.create_person("tess@example.org", "Tess Lind", Role.LEAD, "x" * 12)


def page_of(case: CaseId) -> str:
    return f"/customers/{Case.objects.get(pk=case).customer_id}/"


def test_a_contact_is_flagged_from_the_case_and_a_lead_sees_it_at_once(
    alice: Client, open_case: CaseId, lead: Person, signed_in: SignIn
) -> None:
    address = f"/cases/UP-{open_case:06d}/"
    page = text(alice.get(address))
    # Offered after what was said, never before it.
    assert page.index("What would put it right") < page.index("This contact was abusive")
    told = refused(alice, f"{address}conduct/", {**ABUSIVE, "shown_by": "She is rude."}, 422)
    assert "Write what was done, not what somebody is like" in told
    done(alice, f"{address}conduct/", ABUSIVE)
    # It colours no finding: the case tells it once every point has one.
    assert "Words were said or written that insult" not in text(alice.get(address))
    assert alice.get("/conduct/").status_code == 403
    by = signed_in(lead)
    assert "Recorded, and not seen by a lead 1" in text(by.get("/conduct/"))
    assert "One thing waits for a lead" in text(by.get("/"))
    row = Conduct.objects.get()
    done(by, f"/conduct/{row.pk}/seen/", {"support": "A break", "withheld": "on"})
    assert "Nothing waits." in text(by.get("/conduct/"))


def test_words_that_are_folded_away_are_read_by_leads_and_by_whoever_wrote_them(
    alice: Client, open_case: CaseId, lead: Person, signed_in: SignIn
) -> None:
    recorded(open_case, lead, withheld=True)
    assert "idiots" in text(signed_in(lead).get(page_of(open_case)))
    page = text(alice.get(page_of(open_case)))
    assert "idiots" not in page
    assert "The words are folded away." in page


def test_somebody_else_goes_on_they_answer_and_it_is_withdrawn(
    open_case: CaseId, handler: Person, lead: Person, signed_in: SignIn
) -> None:
    row, by = recorded(open_case, handler), signed_in(lead)
    at = f"/conduct/{row.pk}/"
    done(by, f"{at}hand-on/", {"owner": str(lead.pk)})
    done(by, f"{at}answer/", {"words": "I was cut off twice."})
    done(by, f"{at}not-shown/", {"why": "A threat against a colleague is looked into."})
    done(by, f"{at}withdraw/", {"why": "It was another call."})
    page = text(by.get(page_of(open_case)))
    assert "I was cut off twice." in page
    assert "Withdrawn Mon 2 Nov 2026: It was another call." in page
    assert by.post(f"{at}anything/").status_code == 404


def test_a_restriction_goes_its_way_through_the_desk(
    open_case: CaseId, handler: Person, lead: Person, second: Person, third: Person,
    signed_in: SignIn,
) -> None:  # fmt: skip
    Customer.objects.update(vulnerable=False)
    row, one, two, three = recorded(open_case, handler), *map(signed_in, (lead, second, third))
    told = {
        "conduct": str(row.pk), "scope": "written_only", "detail": "care@larch.example",
        "reason": "On 28 October a colleague was insulted on the telephone.",
        "alternatives": "A call at a set time was offered.", "vulnerability": "Asked; none named.",
        "expires_on": "2027-01-31", "case": str(open_case),
    }  # fmt: skip
    decide = f"{page_of(open_case)}restrictions/"
    nothing = {name: each for name, each in told.items() if name != "conduct"}
    assert "Name what happened" in refused(one, decide, nothing, 422)
    done(one, decide, told)
    at = f"/restrictions/{Restriction.objects.get().pk}/"
    page = two.get(at)
    assert "Nothing to mend" in text(page)
    letter = next(fold.form for fold in page.context["folds"] if fold.key == "begin").initial
    assert "you decided it yourself" in refused(one, f"{at}begin/", letter, 422).lower()
    done(two, f"{at}begin/", letter)
    assert Letter.objects.filter(kind="restriction", state="queued").exists()
    assert "In writing only" in text(one.get(f"/cases/UP-{open_case:06d}/"))
    done(two, f"{at}appeal/", {"words": "I cannot type."})
    assert "They see it differently 1" in text(one.get("/conduct/"))
    settled = {"stands": "no", "because": "Typing is hard for them."}
    refused(two, f"{at}settle/", settled, 422)
    done(three, f"{at}settle/", settled)
    assert "In writing only" not in text(one.get(f"/cases/UP-{open_case:06d}/"))


def test_a_parting_goes_its_way_from_the_gates_to_what_became_of_it(
    handler: Person, lead: Person, second: Person, signed_in: SignIn
) -> None:
    case = a_closed_case(handler)
    at, one, two = f"{page_of(case)}parting/", signed_in(lead), signed_in(second)
    assert "Until all are, nobody can propose to part." in text(one.get(at))
    reasons = {"reasons": "Neither side gains by it.", "alternatives": "Oak & Ash"}
    assert one.post(f"{at}proposal/", reasons).status_code == 422
    done(one, f"{at}cause/", {"cause": "", "found": "No bill, promise or delivery was amiss."})
    done(one, f"{at}ways/", {"way": "price", "tried_on": "2026-10-01", "what": "The trade line",
                             "came_of_it": "It was not wanted."})  # fmt: skip
    Customer.objects.get().ways_tried.all().delete()
    all_gates_passed(case)
    assert "A lead may propose to part; another decides." in text(one.get(at))
    told = refused(one, f"{at}proposal/", {**reasons, "reasons": "Three complaints."}, 422)
    assert "Nobody is parted from because of a complaint" in told
    done(one, f"{at}proposal/", reasons)
    step = f"/partings/{Parting.objects.get().pk}/"
    refused(one, f"{step}approve/", {}, 422)
    done(two, f"{step}approve/", {})
    done(two, f"{step}review/", {})
    letter = f"/cases/UP-{case:06d}/letters/parting/"
    assert letter in two.get(at).content.decode()
    told_of = {"last_day": "2026-12-10", "alternatives": "Oak & Ash", "settled": "on"}
    form = two.post(letter, {**told_of, "then": "draft"}).context["form"]
    words = {"subject": form["subject"].value(), "body": form["body"].value()}
    done(two, letter, {**told_of, **words, "then": "send"})
    PartingAfter.objects.update(due_on=NOW.date())
    after = PartingAfter.objects.first()
    assert after
    done(one, f"/partings/afterwards/{after.pk}/", {"came_back": "false", "words": "All quiet."})
    page = text(one.get("/partings/"))
    assert "did not come back; All quiet." in page
    assert "0 orders, 0 complaints" in page


@pytest.mark.pain("P16")
def test_everything_that_we_hold_leaves_as_a_file_and_is_on_record(
    alice: Client, handler: Person, lead: Person, signed_in: SignIn
) -> None:
    case = a_closed_case(handler)
    shown, hidden = recorded(case, handler), recorded(case, handler, behaviour="threatened")
    Conduct.objects.filter(pk=hidden.pk).update(not_shown="Somebody's safety.")
    address = f"{page_of(case)}data/"
    assert alice.post(address).status_code == 403
    response = signed_in(lead).post(address)
    packed = ZipFile(BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    told = json.loads(packed.read("customer.json"))
    assert [row["id"] for row in told["Conduct"]] == [shown.pk]
    assert told["withheld"] == 1
    assert told["Case"][0]["text"].startswith("My shelves arrived")
    assert {"Customer", "Allegation", "Finding", "Decision", "Letter", "Event"} <= told.keys()
    assert "Receipt" not in told
    letters = [name for name in packed.namelist() if name.startswith("letters/")]
    assert len(letters) == Letter.objects.exclude(queued_at=None).count() >= 2
    assert Event.objects.filter(kind="data_handed_over").exists()


def test_the_list_for_leads_stays_in_few_statements_however_much_waits(
    open_case: CaseId, handler: Person, lead: Person, signed_in: SignIn,
    django_assert_max_num_queries: object,
) -> None:  # fmt: skip
    for _ in range(5):
        recorded(open_case, handler)
    by = signed_in(lead)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        by.get("/conduct/")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        by.get("/partings/")
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        by.get(f"/cases/UP-{open_case:06d}/")


def test_a_decision_to_part_leads_to_what_must_be_so_first(alice: Client, handler: Person) -> None:
    case = a_decided_case(handler)
    address, leads_to = f"/cases/UP-{case:06d}/", f'href="{page_of(case)}parting/"'
    assert leads_to not in alice.get(address).content.decode()
    row = Decision.objects.get()
    row.record["stance"] = "part"
    row.save()
    assert leads_to in alice.get(address).content.decode()
