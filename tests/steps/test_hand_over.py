"""Everything that we hold about a customer: all of theirs, and nothing of anybody else."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from tests.core.mails import a_mail
from tests.steps.test_conduct import recorded
from tests.stories import NOW, a_closed_case, a_received_case, an_open_case, days

from upheld.core.evidence import Particulars
from upheld.core.words import CaseId
from upheld.steps import conduct, may
from upheld.steps.hand_over import hand_over
from upheld.steps.investigate import add_evidence
from upheld.steps.merge import merge, undo_merge
from upheld.steps.merge_customers import merge_customers
from upheld.steps.place_message import place_message
from upheld.steps.take_message import take_message
from upheld.steps.tell import Told, tell
from upheld.store import files, tokens
from upheld.store.models import Case, Customer, Evidence, Letter, Person

BY = may.Operator()


def customer_of(case: CaseId) -> Customer:
    return Case.objects.get(pk=case).customer


def handed(case: CaseId) -> tuple[dict[str, Any], list[str]]:
    packed = ZipFile(BytesIO(hand_over(customer_of(case).pk, BY, NOW)))
    return json.loads(packed.read("customer.json")), packed.namelist()


def ids(told: dict[str, Any], model: str) -> set[int]:
    return {row["id"] for row in told[model]}


@pytest.mark.django_db
class TestWhatLeaves:
    def test_all_the_rows_of_the_person_are_in_it_whichever_was_asked_for(self) -> None:
        one, other = a_closed_case(BY), an_open_case(BY, email="s.hart@example.org")
        merge_customers(customer_of(other).pk, customer_of(one).pk, "", BY, NOW)
        for case in (one, other):
            told, names = handed(case)
            assert ids(told, "Case") == {one, other}
            assert ids(told, "Customer") == {customer_of(one).pk, customer_of(other).pk}
            assert len([n for n in names if n.startswith("letters/")]) == Letter.objects.count()

    def test_the_record_says_nothing_of_conduct_that_is_kept_from_them(self) -> None:
        case = an_open_case(BY)
        shown, hidden = recorded(case, BY), recorded(case, BY, behaviour="threatened")
        conduct.keep_from_them(hidden.pk, "Where Dana lives.", BY, NOW)
        told, _ = handed(case)
        assert (ids(told, "Conduct"), told["withheld"]) == ({shown.pk}, 1)
        assert {row["data"].get("conduct") for row in told["Event"]} == {None, shown.pk}
        assert "Where Dana lives." not in json.dumps(told)

    def test_of_cases_that_were_merged_each_customer_gets_what_is_theirs(self) -> None:
        mine, theirs = an_open_case(BY), an_open_case(BY, email="neighbour@example.org")
        for case, text in ((mine, "My photograph"), (theirs, "A neighbour's photograph")):
            Evidence.objects.create(
                case_id=case, kind="document", text=text, at=NOW, by="command line"
            )
        written = {each: set(Letter.objects.filter(case=each).values_list("pk", flat=True))
                   for each in (mine, theirs)}  # fmt: skip
        merge(theirs, mine, "The same shelf.", BY, NOW, sure=True)
        for case, text in ((mine, "My photograph"), (theirs, "A neighbour's photograph")):
            told, _ = handed(case)
            assert [row["text"] for row in told["Evidence"]] == [text]
            assert ids(told, "Letter") == written[case] != set()
            assert ids(told, "Customer") == {customer_of(case).pk}


CLEO = "cleo@example.org"
Tells = Callable[[CaseId, str], None]


def told_in_the_portal(case: CaseId, words: str) -> None:
    file = files.keep_mail("lease.txt", BytesIO(words.encode()))
    tell(case, Told(words, (file,), None, ""), may.Complainant(), NOW)


def told_by_mail(case: CaseId, words: str) -> None:
    sender = customer_of(case).email
    ours = tokens.reply_to(Letter.objects.filter(to=sender).earliest("pk"))
    raw = a_mail(words, sender, to=ours, message_id=f"<{case}@example.org>")
    mail = take_message(raw, "smtp", may.Operator("mail"), NOW)
    assert place_message(mail.pk, may.Operator("mail"), NOW).state == "placed"


def everything(case: CaseId) -> str:
    """All that the file holds, in one text."""
    packed = ZipFile(BytesIO(hand_over(customer_of(case).pk, BY, NOW)))
    return "".join(name + packed.read(name).decode() for name in packed.namelist())


@pytest.mark.django_db
@pytest.mark.parametrize("told", [told_in_the_portal, told_by_mail])
class TestWhatIsWrittenAfterTwoCustomersCasesWereMerged:
    @pytest.fixture
    def doras(self) -> CaseId:
        return an_open_case(BY, name="Dora", email="dora@example.org")

    @pytest.fixture
    def cleos(self) -> CaseId:
        return an_open_case(BY, name="Cleo", email=CLEO)

    @pytest.mark.parametrize("undone", [False, True])
    def test_leaves_with_whoever_wrote_it_and_with_nobody_else(
        self, told: Tells, undone: bool, doras: CaseId, cleos: CaseId
    ) -> None:
        row = merge(cleos, doras, "The same shelf.", BY, NOW, sure=True)
        told(cleos, "Cleo lives in Larch Lane.")
        told(doras, "Dora lives in Elm Street.")
        if undone:
            undo_merge(doras, row.pk, BY, NOW)
        hers, cleo_gets = everything(doras), everything(cleos)
        for theirs in ("Larch Lane", CLEO):
            assert theirs not in hers
            assert theirs in cleo_gets
        for theirs in ("Elm Street", "dora@example.org"):
            assert theirs not in cleo_gets
            assert theirs in hers

    def test_leaves_with_them_though_that_case_went_on_into_a_third(
        self, told: Tells, doras: CaseId, cleos: CaseId
    ) -> None:
        third = an_open_case(BY, name="Fay", email="fay@example.org")
        merge(cleos, doras, "The same shelf.", BY, NOW, sure=True)
        told(cleos, "Cleo lives in Larch Lane.")
        merge(doras, third, "The same shelf.", BY, NOW, sure=True)
        assert ["Larch Lane" in everything(each) for each in (cleos, doras, third)] == [
            True, False, False,
        ]  # fmt: skip


@pytest.mark.django_db
class TestOfACaseThatTookInAnother:
    def test_what_came_from_an_address_that_is_not_known_any_more_leaves_with_nobody_else(
        self,
    ) -> None:
        doras, cleos = an_open_case(BY, email="dora@example.org"), an_open_case(BY, email=CLEO)
        merge(cleos, doras, "The same shelf.", BY, NOW, sure=True)
        told_by_mail(cleos, "Cleo lives in Larch Lane.")
        Customer.objects.filter(email=CLEO).update(email="cleo@example.net")
        assert "Larch Lane" not in everything(doras)

    def test_a_message_that_is_held_beside_it_leaves_with_its_sender_alone(self) -> None:
        """Undone, whoever goes on from their own message of meanwhile is none of that case."""
        doras, cleos = an_open_case(BY, email="dora@example.org"), an_open_case(BY, email=CLEO)
        row = merge(cleos, doras, "The same shelf.", BY, NOW, sure=True)
        told_by_mail(cleos, "Cleo lives in Larch Lane.")
        undo_merge(doras, row.pk, BY, NOW)
        goes_on: dict[str, Any] = {
            "In_Reply_To": f"<{cleos}@example.org>",
            "message_id": "<next@x>",
        }
        raw = a_mail("The stairs.", CLEO, subject="Larch Lane again", **goes_on)
        held = place_message(take_message(raw, "smtp", BY, NOW).pk, BY, NOW)
        assert (held.state, held.case_id) == ("held", doras)
        for theirs in ("Larch Lane", CLEO, held.sha256):
            assert theirs not in everything(doras)
            assert theirs in everything(cleos)

    def test_what_a_colleague_wrote_down_stays_of_its_customer(self) -> None:
        doras, cleos = an_open_case(BY, email="dora@example.org"), an_open_case(BY, email=CLEO)
        merge(cleos, doras, "The same shelf.", BY, NOW, sure=True)
        about = Particulars(NOW, "the driver", "")
        add_evidence(doras, None, "message", "The driver was on time.", BY, NOW, about)
        assert "The driver was on time." in everything(doras)
        assert "The driver was on time." not in everything(cleos)


class TestOfOneIntoWhoseCaseAnOlderOneOfSomebodyElseCame:
    """Bob's came eighteen days before, and went over into hers."""

    BEFORE = NOW - days(18)

    @pytest.fixture
    def hers(self, handler: Person) -> CaseId:
        return a_received_case(handler)

    @pytest.fixture
    def his(self, handler: Person) -> CaseId:
        return a_received_case(handler, self.BEFORE, name="Bob Mercer", email="bob@example.net")

    def test_her_day_is_her_own_and_so_is_by_when_she_hears_from_us(
        self, hers: CaseId, his: CaseId, handler: Person
    ) -> None:
        before, _ = handed(hers)
        merge(his, hers, "One lot.", handler, NOW, sure=True)
        told, _ = handed(hers)
        (was,), (case,) = before["Case"], told["Case"]
        assert (case["received_at"], case["next_due"]) == (was["received_at"], was["next_due"])
        assert told["Clock"] == before["Clock"]

    def test_neither_is_told_how_the_case_of_the_other_was(
        self, hers: CaseId, his: CaseId, handler: Person
    ) -> None:
        row = merge(his, hers, "One lot.", handler, NOW, sure=True)
        for undone in (False, True):
            if undone:
                undo_merge(hers, row.pk, handler, NOW)
            for case, side in ((hers, "into"), (his, "case")):
                (told,) = handed(case)[0]["Merge"]
                assert [*told["before"]] == [side]
        assert str(self.BEFORE.date()) not in json.dumps(handed(hers)[0])

    def test_the_earlier_of_two_of_her_own_is_told(self, hers: CaseId, handler: Person) -> None:
        older = a_received_case(handler, self.BEFORE)
        merge(older, hers, "One lot.", handler, NOW)
        told = {each["id"]: each["received_at"] for each in handed(hers)[0]["Case"]}
        assert told[hers] == told[older]
