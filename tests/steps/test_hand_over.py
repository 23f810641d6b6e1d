"""Everything that we hold about a customer: all of theirs, and nothing of anybody else."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from tests.steps.test_conduct import recorded
from tests.stories import NOW, a_closed_case, an_open_case

from upheld.core.words import CaseId
from upheld.steps import conduct, may
from upheld.steps.hand_over import hand_over
from upheld.steps.merge import merge
from upheld.steps.merge_customers import merge_customers
from upheld.store.models import Case, Customer, Evidence, Letter

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
