"""The letters beside the answer through the API: drafted, checked, sent, and on paper."""

from datetime import timedelta

import time_machine
from tests.api.programs import Program, at, key_of
from tests.api.test_story import good
from tests.steps.acts import END, HANDOVER, parted
from tests.steps.test_hold_too import LATE, bobs_in
from tests.steps.test_other_letters import decided_under, under
from tests.stories import NOW, a_decided_case, an_answered_case, an_open_case

from upheld.core.words import CaseId, Scope
from upheld.steps.answer_too import answer_too, draft_answer_too
from upheld.steps.decide import decide
from upheld.steps.merge import merge
from upheld.store import load
from upheld.store.models import Case, Letter, Person

REFERRAL = {
    "whom": HANDOVER.whom, "why": HANDOVER.why, "reach": HANDOVER.reach,
    "handed": HANDOVER.handed, "agreed_on": HANDOVER.agreed_on.isoformat(),
}  # fmt: skip
PARTING = {"last_day": END.last_day.isoformat(), "alternatives": END.alternatives}


def drafted(program: Program, case: CaseId, kind: str, **needs: object) -> dict[str, object]:
    """The letter as it is drafted, with nothing to mend in it, as it would be sent."""
    letter = good(program.post(at(case, f"/letters/{kind}/draft"), needs))
    assert letter["problems"] == []
    return {**needs, "subject": letter["subject"], "body": letter["body"]}


def sent(case: CaseId) -> list[str]:
    return list(Letter.objects.filter(case=case).order_by("pk").values_list("kind", flat=True))


def test_a_holding_letter_says_by_when_there_will_be_an_answer(
    program: Program, handler: Person
) -> None:
    case = an_open_case(handler)
    letter = drafted(program, case, "holding")
    assert "You will have our answer by" in str(letter["body"])
    good(program.post(at(case, "/letters/holding"), letter))
    assert sent(case) == ["acknowledgement", "holding"]


def test_near_a_limit_its_check_wants_what_the_rule_wants(handler: Person) -> None:
    case, key = under("uk-fca-disp", handler), key_of(handler)
    with time_machine.travel(NOW + timedelta(days=52), tick=False):
        program = Program(key)
        offers = good(program.get(at(case, "/offers")))
        assert (offers[0]["kind"], offers[0]["due"]) == ("holding", True)
        bare = {"kind": "holding", "subject": "Not yet", "body": "We are still looking."}
        found = good(program.post(at(case, "/letters/check"), bare))["problems"]
        assert "missing_content" in {each["code"] for each in found}


def test_what_they_accepted_at_once_stands_for_the_answer(
    program: Program, handler: Person
) -> None:
    case = decided_under("uk-fca-disp", handler)
    letter = drafted(program, case, "resolution", words="That settles it.")
    decision = good(program.get(at(case)))["decisions"][0]["id"]
    stale = program.post(at(case, "/letters/resolution"), {**letter, "decision": decision + 1})
    assert stale.status_code == 409
    told = good(program.post(at(case, "/letters/resolution"), {**letter, "decision": decision}))
    assert (told["state"], told["acceptances"][0]["words"]) == ("answered", "That settles it.")


def test_nothing_is_handed_over_before_they_agree(program: Program, handler: Person) -> None:
    case = an_open_case(handler)
    letter = drafted(program, case, "referral", **REFERRAL)
    early = program.post(at(case, "/letters/referral"), {**letter, "agreed_on": "2026-11-03"})
    assert early.status_code == 409
    good(program.post(at(case, "/letters/referral"), letter))
    assert sent(case)[-1] == "referral"


def test_an_apology_is_for_what_was_found(program: Program, handler: Person) -> None:
    change = "Mara Voss rings the carrier on the second day since 1 November 2026."
    empty = an_open_case(handler, email="bob@example.org")
    assert program.post(at(empty, "/letters/apology/draft"), {"change": change}).status_code == 409
    case = an_answered_case(handler)
    letter = drafted(program, case, "apology", change=change)
    letter.pop("change")
    good(program.post(at(case, "/letters/apology"), letter))
    assert sent(case)[-1] == "apology"


def test_only_a_lead_parts_and_after_all_that_is_owed(
    program: Program, leads: Program, handler: Person
) -> None:
    case = an_answered_case(handler)
    parted(case)
    assert program.post(at(case, "/letters/parting/draft"), PARTING).status_code == 403
    letter = drafted(leads, case, "parting", **PARTING)
    assert leads.post(at(case, "/letters/parting"), {**letter, "settled": False}).status_code == 409
    good(leads.post(at(case, "/letters/parting"), {**letter, "settled": True}))
    assert sent(case)[-1] == "parting"


def test_a_letter_that_left_is_there_on_paper(program: Program, handler: Person) -> None:
    case = an_open_case(handler)
    letter = Letter.objects.get(case=case).pk
    answer = program.get(at(case, f"/letters/{letter}/pdf"))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    other = a_decided_case(handler, email="bob@example.org")
    assert program.get(at(other, f"/letters/{letter}/pdf")).status_code == 404


def test_a_letter_that_cannot_be_set_is_told(program: Program, handler: Person) -> None:
    case = an_open_case(handler)
    Letter.objects.filter(case=case).update(body="\N{ARABIC LETTER BEH}" * 33_000)
    answer = program.get(at(case, f"/letters/{Letter.objects.get(case=case).pk}/pdf"))
    assert answer.status_code == 409
    assert "it cannot be printed" in answer.json()["detail"]


def test_whoever_complained_too_is_told_of_and_answered_in_their_own_case(
    program: Program, handler: Person
) -> None:
    hers = a_decided_case(handler)
    bobs = an_open_case(handler, name="Bob Mercer", email="bob@example.net")
    merge(bobs, hers, "One van, one crash.", handler, NOW, sure=True)
    decision = good(program.post(at(hers, "/decisions"), {}))["id"]
    his = Case(pk=bobs).reference
    nothing = {"case": his, "answered_at": None, "accepted": None, "words": ""}
    assert good(program.get(at(hers)))["complained_too"] == [nothing]
    answer = good(program.get(at(hers, "/letters/draft")))
    told = {name: answer[name] for name in ("kind", "subject", "body", "decision")}
    refused = program.post(at(hers, "/letters"), told)
    assert refused.status_code == 409
    assert f"Bob Mercer ({his}) complained of it too" in refused.json()["detail"]
    letter = good(program.get(at(bobs, "/letters/draft")))
    assert (letter["decision"], letter["problems"]) == (decision, [])
    good(program.post(at(bobs, "/letters"), {name: letter[name] for name in told}))
    assert good(program.get(at(hers)))["complained_too"][0]["answered_at"]
    good(program.post(at(hers, "/letters"), told))
    assert sent(bobs) == ["final"]
    said = {"accepted": False, "words": "It is my desk.", "channel": "phone"}
    good(program.post(at(bobs, "/acceptance"), said))
    heard = good(program.get(at(hers)))
    assert heard["state"] == "investigating"
    (too,) = heard["complained_too"]
    assert (too["accepted"], too["words"]) == (False, "It is my desk.")
    events = good(program.get(at(bobs, "/events")))["items"]
    (event,) = (each for each in events if each["kind"] == "contested")
    assert event["data"].items() >= {"words": "It is my desk.", "channel": "phone"}.items()


def test_a_letter_to_whoever_complained_too_that_waits_is_listed(
    program: Program, handler: Person
) -> None:
    hers = a_decided_case(handler)
    bobs = an_open_case(handler, name="Bob Mercer", email="bob@example.net")
    merge(bobs, hers, "One van, one crash.", handler, NOW, sure=True)
    decision = decide(hers, handler, NOW).pk
    answer_too(bobs, decision, draft_answer_too(load.page(bobs), handler, NOW), handler, NOW)
    assert good(program.get("/cases?due=letter"))["items"] == []
    Letter.objects.filter(case=bobs, kind="final").update(state="by_hand")
    (found,) = good(program.get("/cases?due=letter"))["items"]
    assert found["reference"] == Case(pk=bobs).reference


def test_whoever_complained_too_has_a_holding_letter_of_their_own_first(
    handler: Person,
) -> None:
    hers = under("uk-fca-disp", handler)
    bobs = bobs_in(hers, handler)
    key = key_of(handler)
    with time_machine.travel(LATE, tick=False):
        program = Program(key)
        letters = {case: drafted(program, case, "holding") for case in (hers, bobs)}
        assert "Dear Bob Mercer" in str(letters[bobs]["body"])
        refused = program.post(at(hers, "/letters/holding"), letters[hers])
        assert refused.status_code == 409
        assert "and a holding letter is due to them" in refused.json()["detail"]
        for case in (bobs, hers):
            good(program.post(at(case, "/letters/holding"), letters[case]))
            assert sent(case)[-1] == "holding"


def test_a_draft_needs_to_read_and_a_letter_its_scope(handler: Person) -> None:
    case, reader = an_open_case(handler), Program(key_of(handler, {Scope.READ}))
    letter = drafted(reader, case, "holding")
    assert reader.post(at(case, "/letters/holding"), letter).status_code == 403
