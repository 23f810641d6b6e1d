"""What a private team has counts where a step must judge by everything; whoever takes the step is
told what they may see."""

from dataclasses import replace
from decimal import Decimal
from typing import Literal

import pytest
from tests import stories
from tests.api.programs import Program, key_of
from tests.steps.acts import END, all_gates_passed
from tests.stories import NOW

from upheld.core.changes import About
from upheld.core.event_kinds import EventKind
from upheld.core.fitting import Assessed, Line
from upheld.core.parting import PartingError
from upheld.core.words import CaseId, Role
from upheld.steps import decide, hand_over, part, propose_parting
from upheld.steps.answer import NotReady
from upheld.steps.keep_root_causes import change_root_cause, open_root_cause
from upheld.steps.know_customer import CustomerError, know_customer
from upheld.steps.may import NotAllowed
from upheld.store import changes, load, parting_known, themes
from upheld.store import models as rows
from upheld.store.counted.gathered import Gathered
from upheld.store.load import CustomerMissing
from upheld.store.record import events
from upheld.store.sight import fit_seen, seen

from .kept_back import KeptBack, a_private_team, kept_back, marks, what_everybody_sees
from .world import World


@pytest.fixture
def hidden(world: World) -> KeptBack:
    return kept_back(world, a_private_team(), what_everybody_sees(world))


def known(world: World) -> rows.Customer:
    """The customer whom everybody sees."""
    return rows.Case.everything.get(pk=world.case).customer


def test_vulnerability_reaches_a_case_that_whoever_wrote_it_down_does_not_see(
    world: World, hidden: KeptBack
) -> None:
    rows.Case.everything.filter(pk=hidden.open_case).update(state="decided")
    with seen.looking(world.people[Role.HANDLER]):
        know_customer(known(world).pk, {"vulnerable": True}, world.people[Role.HANDLER], NOW)
    assert rows.Case.everything.get(pk=hidden.open_case).state == "investigating"


def test_a_customer_whom_they_do_not_see_is_not_theirs_to_know(
    world: World, hidden: KeptBack
) -> None:
    by = world.people[Role.HANDLER]
    with seen.looking(by), pytest.raises(CustomerMissing):
        know_customer(hidden.person, {"vulnerable": True}, by, NOW)


def test_an_address_is_one_customers_whoever_types_it(world: World, hidden: KeptBack) -> None:
    by = world.people[Role.HANDLER]
    rows.Customer.everything.filter(pk=hidden.person).update(
        email="zora@example.net", vulnerable=True
    )
    with seen.looking(by):
        case = stories.a_received_case(by, name="Zora", email="zora@example.net")
        with pytest.raises(CustomerError, match="another customer has the address"):
            know_customer(known(world).pk, {"email": "zora@example.net"}, by, NOW)
    assert rows.Case.everything.get(pk=case).customer_id == hidden.person


def test_a_file_about_somebody_is_of_all_their_rows_or_for_an_administrator(
    world: World, hidden: KeptBack
) -> None:
    """Also where the one case that is hidden is of a row that was merged into theirs."""
    rows.Case.everything.filter(pk=hidden.case).update(owner=None)
    lead, administrator = world.people[Role.LEAD], world.people[Role.ADMINISTRATOR]
    with seen.looking(lead), pytest.raises(NotAllowed, match="another team's own"):
        hand_over.hand_over(known(world).pk, lead, NOW)
    with seen.looking(administrator):
        assert marks(hand_over.hand_over(known(world).pk, administrator, NOW))


@pytest.mark.parametrize(
    ("asked", "who_may"),
    [
        ("/verify", "an auditor verifies the record"),
        ("/returns/uk-fca?first=2026-01-01&last=2026-06-30", "an auditor makes the return"),
    ],
)
def test_who_may_do_what_is_of_every_case_is_told(
    asked: str, who_may: str, world: World, hidden: KeptBack
) -> None:
    assert hidden.case
    answer = Program(key_of(world.people[Role.LEAD])).get(asked)
    told = f"some cases are another team's own: {who_may}"
    assert (answer.status_code, answer.json()["detail"]) == (403, told)


def ready_to_part(world: World) -> rows.Customer:
    """Everything that everybody sees speaks for it."""
    all_gates_passed(world.case)
    rows.Parting.objects.all().delete()
    customer = known(world)
    rows.Contact.objects.filter(customer=customer).update(caused_by="customer")
    return customer


def test_nobody_is_parted_from_over_what_a_private_team_has(world: World, hidden: KeptBack) -> None:
    """Each gate is judged by everything; what is told of it is what they may see."""
    lead = world.people[Role.LEAD]
    with seen.looking(lead):
        customer = ready_to_part(world)
        gates = {gate.key: gate for gate in parting_known.gates_of(customer, NOW)}
        said = "another team's own"
        for key in ("open_complaints", "owed_settled"):
            assert (gates[key].passed, said in gates[key].shown) == (False, True), key
        assert marks(str(gates).encode()) == set()
        with pytest.raises(PartingError) as refused:
            propose_parting.propose(customer.pk, "Neither gains.", "Oak & Ash", lead, NOW)
        assert marks(str(refused.value).encode()) == set()


def test_a_letter_that_parts_leaves_over_no_complaint_of_a_private_team(
    world: World, hidden: KeptBack
) -> None:
    lead = world.people[Role.LEAD]
    with seen.looking(lead):
        customer = ready_to_part(world)
        rows.Parting.objects.create(
            customer=customer, case_id=world.case, reasons="x", alternatives="y", at=NOW,
            by="Somebody Else", approved_by_name="Lee Lead", approved_at=NOW, state="reviewed",
            reviewed_by_name="Lee Lead", reviewed_at=NOW,
        )  # fmt: skip
        row = rows.Case.objects.get(pk=world.case)
        letter = part.draft_parting(row, END, lead)
        with pytest.raises(NotReady, match="another team's own"):
            part.part(world.case, END, True, letter, lead, NOW)


def test_a_proposal_of_a_private_team_is_not_begun_twice_and_nobody_else_ends_it(
    world: World, hidden: KeptBack
) -> None:
    lead = world.people[Role.LEAD]
    theirs = rows.Parting.objects.get(customer=hidden.person)
    with seen.looking(lead):
        rows.Parting.objects.all().delete()
        with pytest.raises(PartingError, match="another team has begun"):
            propose_parting._only_one(known(world))
        with pytest.raises(propose_parting.PartingMissing):
            propose_parting.withdraw(theirs.pk, "No.", lead, NOW)


def test_a_decision_is_measured_by_all_and_names_what_may_be_seen(
    world: World, hidden: KeptBack
) -> None:
    """What is kept of it is read by others than whoever decided."""
    administrator = world.people[Role.ADMINISTRATOR]
    with seen.looking(administrator):
        case = stories.an_investigated_case(administrator, name="Ann", email="ann@example.net")
        rows.Case.objects.filter(pk=case).update(owner=world.people[Role.HANDLER])
    for role, told in ((Role.HANDLER, set()), (Role.ADMINISTRATOR, {"UP-730001", "UP-730002"})):
        with seen.looking(world.people[role]), pytest.raises(decide.Differs) as refused:
            decide.decide(case, world.people[role], NOW)
        assert "of 3 like cases" in str(refused.value)
        assert marks(str(refused.value).encode()) == told
    with seen.looking(administrator):
        row = decide.decide(case, administrator, NOW, "The carrier changed.")
    kept = rows.Event.objects.filter(kind=EventKind.DISTINGUISHED, case=case).get()
    assert (
        marks(f"{row.distinction.sentence} {row.distinction.cases} {kept.data}".encode()) == set()
    )
    assert "like cases" in row.distinction.sentence


def test_a_root_cause_keeps_the_case_that_whoever_wrote_it_anew_did_not_see(
    world: World, hidden: KeptBack
) -> None:
    lead, administrator = world.people[Role.LEAD], world.people[Role.ADMINISTRATOR]
    both = [Gathered(About.CASE, str(each)) for each in (world.case, hidden.case)]
    with seen.looking(administrator):
        number = open_root_cause("The van", lead.pk, both, administrator, NOW)
    with seen.looking(lead):
        row = changes.root_cause(number)
        assert changes.gathered(row) == both[:1]
        change_root_cause(number, "The old van", lead.pk, both[:1], lead, NOW)
    assert set(changes.gathered(changes.root_cause(number))) == set(both)
    page = Program(key_of(lead)).get("/events?kind=root_cause_changed&limit=200").json()
    assert [each["data"] for each in page["items"]] == [{"withheld": True}] * 2


def test_a_theme_counts_and_quotes_what_may_be_seen(world: World, hidden: KeptBack) -> None:
    with seen.looking(world.people[Role.LEAD]):
        (row,) = themes.listed()
        assert (row.name, row.cases, row.people, row.weeks) == ("Late shelves", 1, 1, [1])
        assert [each["case"] for each in row.examples] == [world.case]
        assert not row.wishes
        assert themes.as_seen(row.pk).cases == 1
    assert {each.cases for each in themes.listed()} == {1, 2}


def test_what_becomes_of_hidden_cases_after_themes_were_found_changes_no_count(
    world: World, hidden: KeptBack
) -> None:
    """A month later: one is written down that had been received before, others are merged, taken
    back and split off. Two of these were read, and one of them was merged already."""
    later = NOW + stories.days(30)
    away = rows.Case.everything.filter(pk__in=[hidden.case, hidden.open_case])

    def counted() -> tuple[int, int]:
        with seen.looking(world.people[Role.LEAD]):
            told = themes.latest()
            assert told is not None
            return told.cases, told.outside

    rows.ThemesFound.objects.update(cases=4, outside=2)
    before = counted()
    new = rows.Case.everything.get(pk=hidden.open_case)
    new.pk = None
    new.save()
    received = rows.Event.objects.filter(kind=EventKind.RECEIVED).earliest("number").data
    events.append(events.Act(new.pk, EventKind.RECEIVED, "Vera Holm", later, received))
    assert counted() == before
    rows.Merge._base_manager.create(
        case_id=hidden.open_case, into_id=new.pk, as_history=True, at=later, by="Vera Holm"
    )
    assert counted() == before
    rows.Merge._base_manager.filter(case=hidden.case).update(undone_at=later)
    assert counted() == before
    away.update(taken_back_at=later)
    assert counted() == before == (3, 2)


def test_a_line_of_fit_that_rests_on_something_hidden_as_well_is_hidden(
    world: World, hidden: KeptBack
) -> None:
    case = world.case
    both = _line([("case", int(case)), ("case", int(hidden.case))])
    ours = replace(_line([("case", int(case))]), key="ours")
    told = Assessed({}, (both, ours), NOW.date())
    with seen.looking(world.people[Role.LEAD]):
        assert fit_seen.hidden(told) == {"learned"}
    assert fit_seen.hidden(told) == set()


def _line(rows_: list[tuple[Literal["case"], int]]) -> Line:
    return Line(
        key="learned", rule="learned", sentence="They accepted our reasons.", day=NOW.date(),
        expires_on=NOW.date(), values={}, weight=Decimal(1), sure=Decimal(1), rows=tuple(rows_),
        ours=False,
    )  # fmt: skip


def test_a_case_is_read_without_the_part_that_became_hidden(world: World, hidden: KeptBack) -> None:
    for role, there in ((Role.LEAD, False), (Role.ADMINISTRATOR, True)):
        with seen.looking(world.people[role]):
            parts = {each.case_id for each in load.page(CaseId(world.case)).taken_in.all()}
            assert (hidden.case in parts) is there
