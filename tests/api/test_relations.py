"""Conduct, a restriction and the gates of a parting, as a program works on them."""

from tests.api.programs import Program, at, key_of
from tests.api.test_story import good
from tests.steps.test_conduct import SAID
from tests.stories import NOW, an_open_case, days

from upheld.core.references import reference
from upheld.core.words import Role, Scope
from upheld.store.models import Case, Customer, Person


def test_conduct_a_restriction_and_its_appeal(
    program: Program, leads: Program, handler: Person
) -> None:
    case = an_open_case(handler)
    customer = f"/customers/{Case.objects.get(pk=case).customer_id}"
    Customer.objects.update(vulnerable=False)
    body = {"behaviour": "insulted", "shown_by": SAID, "case": reference(case), "withheld": True}
    refused = program.post(f"{customer}/conduct", {**body, "shown_by": "She is rude."})
    assert (refused.status_code, refused.json()["type"][-7:]) == (422, "to-mend")
    row = good(program.post(f"{customer}/conduct", body))["id"]
    (waiting,) = good(leads.get("/waiting-for-a-lead"))
    assert (waiting["kind"], waiting["id"]) == ("unseen", row)
    good(leads.post(f"/conduct/{row}/seen", {"support": "A break", "withheld": True}))
    other = Person.objects.create_person("o@example.org", "Olu Ade", Role.HANDLER, "x" * 12)
    (told,) = good(Program(key_of(other)).get(f"{customer}/conduct"))
    assert (told["shown_by"], told["words"][:5]) == (None, "Words")
    measure = {
        "case": reference(case), "conduct": [row], "scope": "single_contact",
        "detail": "Sam Okoro", "reason": "A colleague was insulted.", "alternatives": "Tried.",
        "vulnerability": "Asked.", "expires_on": (NOW.date() + days(60)).isoformat(),
    }  # fmt: skip
    assert program.post(f"{customer}/restrictions", measure).status_code == 403
    limit = f"/restrictions/{good(leads.post(f'{customer}/restrictions', measure))['id']}"
    second = Person.objects.create_person("s@example.org", "Sam Okoro", Role.LEAD, "x" * 12)
    two = Program(key_of(second))
    letter = good(two.get(f"{limit}/letter"))
    assert letter["problems"] == []
    words = {"subject": letter["subject"], "body": letter["body"]}
    assert good(two.post(f"{limit}/beginning", words))["state"] == "in_force"
    assert good(program.post(f"{limit}/appeal", {"words": "No."}))["looks"][0]["appeal"] == "No."
    settling = {"stands": True, "because": "x"}
    assert two.post(f"{limit}/appeal/settling", settling).status_code == 422
    assert good(leads.post(f"{limit}/end", {"why": "Quiet since."}))["state"] == "ended"
    assert good(leads.get(f"{customer}/restrictions"))[0]["ended_why"] == "Quiet since."
    assert good(leads.get(at(case)))["state"] == "acknowledged"


def test_the_gates_what_was_tried_and_everything_as_a_file(
    program: Program, leads: Program, lead: Person, handler: Person
) -> None:
    case = an_open_case(handler)
    customer = f"/customers/{Case.objects.get(pk=case).customer_id}"
    way = {"way": "price", "tried_on": "2026-10-01", "what": "A plan", "came_of_it": "No."}
    good(program.post(f"{customer}/ways-tried", way))
    good(program.post(f"{customer}/cause-looks", {"found": "None of it was of our making."}))
    told = good(program.get(f"{customer}/parting"))
    assert (told["ready"], len(told["gates"]), told["ways"][0]["way"]) == (False, 8, "price")
    proposal = {"reasons": "Neither side gains.", "alternatives": "Oak & Ash"}
    refused = leads.post(f"{customer}/partings", proposal)
    assert refused.status_code == 422
    assert "Open: UP-" in str(refused.json()["errors"])
    assert good(leads.get("/partings"))["items"] == []
    assert Program(key_of(lead, {Scope.WRITE})).post(f"{customer}/data").status_code == 403
    assert leads.post(f"{customer}/data").content[:2] == b"PK"
