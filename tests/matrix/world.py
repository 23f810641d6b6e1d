"""One store with something behind every address, made once by the real steps, and who may ask."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client
from tests import stories
from tests.conftest import person
from tests.core.mails import a_mail
from tests.drafts import a_draft
from tests.steps import acts
from tests.steps.test_conduct import recorded
from tests.steps.test_restrict import MEASURE

from upheld.core.references import reference
from upheld.core.words import CaseId, Role
from upheld.steps import comment_draft, may, merge, restrict
from upheld.steps.take_message import take_message
from upheld.store import models as rows

from .routes import Route

NOBODY = "nobody"  # signed in, and without a role


@dataclass(frozen=True, slots=True)
class World:
    people: Mapping[str, rows.Person]
    case: CaseId

    def client(self, role: str) -> Client:
        """The browser of somebody with this role; of nobody who signed in for ""."""
        client = Client(raise_request_exception=False)
        if role:
            client.force_login(self.people[role])
        return client


def a_world() -> World:
    _count_anew()
    people = {role.value: person(f"{role.title()} Vale", role) for role in Role}
    people[NOBODY] = rows.Person.objects.create(email="nobody@example.com", name="No Role", role="")
    handler = people[Role.HANDLER]
    case = stories.a_decided_case(handler, name="Quilla Zorn", email="quilla@example.org")
    _beside(case, people)
    return World(people, case)


def _count_anew() -> None:
    """On PostgreSQL a number that was given stays given when the test before takes its rows back,
    and what is counted from some number (kept_back.py) would begin there."""
    models = list(apps.get_app_config("store").get_models())
    with connection.cursor() as cursor:
        for said in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(said)


def _beside(case: CaseId, people: Mapping[str, rows.Person]) -> None:
    """What is around a case: each as one row that an address can name."""
    handler, lead = people[Role.HANDLER], people[Role.LEAD]
    row = rows.Case.objects.get(pk=case)
    acts.in_state(case, "deviate", "decided")
    acts._an_exception(case, "granted")
    acts._contested(case)
    acts._two_customers(case, merged=False)
    conduct = recorded(case, handler)
    rows.Customer.objects.filter(pk=row.customer_id).update(vulnerable=False)
    restrict.decide(case, MEASURE, [conduct.pk], lead, stories.NOW)
    told = {"customer": row.customer, "case": row, "at": stories.NOW}
    rows.Parting.objects.create(
        **told, reasons="Neither side gains.", alternatives="Oak & Ash", by="Somebody Else",
        state="proposed",
    )  # fmt: skip
    taken = take_message(a_mail(files=(("photo.txt", "text/plain", b"x"),)), "file",
                         may.Operator(), stories.NOW)  # fmt: skip
    rows.Incoming.objects.filter(pk=taken.pk).update(state="held")
    other = stories.an_open_case(handler, subject="The lamp", name="Quilla Zorn",
                                 email="quilla@example.org")  # fmt: skip
    merge.merge(other, case, "", handler, stories.NOW)
    draft = a_draft(people[Role.POLICY_OWNER])
    comment_draft.comment(draft.pk, "", "", "Why?", lead, stories.NOW)


_OF = {
    "allegation_id": rows.Allegation, "evidence_id": rows.Evidence, "clock_id": rows.Clock,
    "deviation_id": rows.Deviation, "letter_id": rows.Letter, "commitment_id": rows.Commitment,
    "incoming_id": rows.Incoming, "match_id": rows.Match, "merge_id": rows.Merge,
    "customer_merge_id": rows.CustomerMerge,
    "draft_id": rows.PolicyDraft, "contest_id": rows.FitContest, "conduct_id": rows.Conduct,
}  # fmt: skip
_PK = {
    "desk:conduct_step": rows.Conduct, "desk:restriction": rows.Restriction,
    "desk:restriction_step": rows.Restriction, "desk:parting_step": rows.Parting,
    "desk:legal_hold_step": rows.LegalHold,
    "desk:person": rows.Person, "desk:person_step": rows.Person,
}  # fmt: skip
_WORD = {
    "day": "2026-01-01", "table": "goodwill", "suffix": "csv", "file": "cases.yaml",
    "folder": "standard", "kind": "apology", "step": "withdraw", "key": "nobodys", "number": "1",
}  # fmt: skip


def address(route: Route, world: World) -> str:
    """The address of something of this store that the route can name, or of 999999."""

    def value(found: "re.Match[str]") -> str:
        kind, name = found[1], found[2]
        if kind == "case":
            return reference(world.case)
        model = _PK.get(route.name, rows.Customer) if name == "pk" else _OF.get(name)
        if model is rows.Customer:
            return str(rows.Case.objects.get(pk=world.case).customer_id)
        row = model.objects.order_by("pk").first() if model else None  # type: ignore[attr-defined]
        return str(row.pk) if row else _WORD.get(name, "999999")

    return "/" + re.sub(r"<(\w+):(\w+)>", value, route.path)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside was never written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
