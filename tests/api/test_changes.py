"""A root cause, its change, what came of it and who hears of it, as programs work on them."""

from tests import stories
from tests.api.programs import Program
from tests.api.test_story import good

from upheld.core.references import reference
from upheld.core.words import LetterKind
from upheld.steps.feedback import offer_idea
from upheld.steps.may import Complainant
from upheld.store.models import Idea, Letter, Person

BEFORE = stories.NOW - stories.days(30)


def test_from_a_root_cause_to_those_who_hear_of_it(leads: Program, lead: Person) -> None:
    case = stories.a_closed_case(lead, BEFORE)
    offer_idea(case, "Use two carriers.", True, "m", Complainant(), BEFORE)
    told = {"label": "One carrier", "owner": lead.pk, "evidence": [{"about": "theme", "key": "9"}]}
    refused = leads.post("/root-causes", told)
    assert (refused.status_code, refused.json()["detail"][:19]) == (422, "there is no theme 9")
    told["evidence"] = [{"about": "cause", "key": "carrier_delay"}]
    gone = Person.objects.create(email="g@example.org", name="Gil", role="lead", is_active=False)
    nobody = leads.post("/root-causes", {**told, "owner": gone.pk})
    assert (nobody.status_code, nobody.json()["detail"]) == (
        422, "owner: Gil has left: choose who sees to it",
    )  # fmt: skip
    cause = good(leads.post("/root-causes", told))
    assert (cause["state"], cause["a_year"]["complaints"]) == ("open", 1)
    assert cause["a_year"]["costs"][0]["money"]["currency"] == "GBP"
    made_on = (stories.NOW - stories.days(10)).date().isoformat()
    written = {
        "name": "A second carrier", "hypothesis": "x", "told_as": "We use two carriers now.",
        "made_on": made_on, "expected": "0.3", "owner": lead.pk,
        "measure": {"about": "cause", "key": "carrier_delay", "among": "products"},
    }  # fmt: skip
    change = good(leads.post(f"/root-causes/{cause['id']}/changes", written))
    here = f"/changes/{change['id']}"
    assert (change["verdict"], change["judge_from"]) == (None, made_on)
    check = good(leads.post(f"{here}/checks"))
    assert (check["verdict"], check["ratio"]) == ("cannot_tell", None)
    assert "weeks with records before it" in check["limits"][-1]
    assert good(leads.get(f"{here}/checks"))[0]["verdict"] == "cannot_tell"
    assert good(leads.get(f"{here}/audience"))["to_tell"] == 1
    boast = leads.post(f"{here}/letters", {"told_as": "It has worked."})
    assert (boast.status_code, boast.json()["errors"][0]["code"]) == (422, "claims_too_much")
    assert good(leads.post(f"{here}/letters", {}))["letters"] == 1
    assert Letter.objects.filter(kind=LetterKind.CHANGE).count() == 1
    idea = f"/ideas/{Idea.objects.get().pk}"
    taken_up, read = {"state": "taken_up", "change": change["id"]}, leads.version(f"{idea}/fate")
    fate = good(leads.put(f"{idea}/fate", taken_up, If_Match=read))
    assert (fate["state"], fate["told"]) == ("taken_up", False)
    assert good(leads.post(f"{idea}/letter", If_Match=fate["version"]))["told"] is True
    assert good(leads.get("/ideas"))["items"][0]["state"] == "taken_up"
    news = f"/cases/{reference(case)}/news"
    read = leads.version(f"/cases/{reference(case)}")
    assert good(leads.put(news, {"wanted": False}, If_Match=read)) == {"wanted": False}
    read, words = leads.version(here), {"words": "Two carriers."}
    assert good(leads.put(f"{here}/public", words, If_Match=read))["public"] is False
    few = leads.post(f"{here}/public/approval", {"words": "Two carriers."})
    assert (few.status_code, "ask another" in few.json()["detail"]) == (422, True)
    why = {"why": "Nothing more."}
    said = {**told, "label": "One van"}
    read = leads.version(f"/root-causes/{cause['id']}")
    kept = leads.put(f"/root-causes/{cause['id']}", said, If_Match=read)
    assert (kept.json()["label"], kept["ETag"]) == ("One van", kept.json()["version"])
    assert leads.post(f"/root-causes/{cause['id']}/close", why).status_code == 422
    assert [each["id"] for each in good(leads.get("/changes"))] == [change["id"]]
