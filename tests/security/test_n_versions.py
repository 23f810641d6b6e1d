"""A version says that something is as it was read, and nothing of what stands there."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from tests.api.programs import Program, at, key_of
from tests.stories import a_received_case

from upheld.core.words import CaseId
from upheld.store.models import Case, Customer, Person


def test_no_version_is_found_by_trying_what_is_withheld(handler: Person, open_case: CaseId) -> None:
    """Each axis of a fit has 101 values: with a bare hash a laptop finds all three in seconds."""
    customer = Case.objects.get(pk=open_case).customer_id
    Customer.objects.filter(pk=customer).update(values_what="0.73", values_how="0.11")
    answer = Program(key_of(handler)).get(f"/customers/{customer}")
    assert answer.json()["fit_withheld"]
    guessed = Customer.objects.filter(pk=customer).values().get()
    text = json.dumps(guessed, sort_keys=True, cls=DjangoJSONEncoder)
    assert answer["ETag"].strip('"') not in hashlib.sha256(text.encode()).hexdigest()


def test_another_version_is_another_request(handler: Person) -> None:
    """Else whoever was told to read anew, and did, would be told so once more under the same name;
    and who never sent a version would seem to have written upon one."""
    program, case = Program(key_of(handler)), a_received_case(handler)
    old = program.version(at(case))
    program.post(at(case, "/pause"), {"why": "Their photographs"})
    once = {"Idempotency_Key": "resume-once"}
    assert program.post(at(case, "/resumption"), If_Match=old, **once).status_code == 412
    answer = program.post(at(case, "/resumption"), If_Match=program.version(at(case)), **once)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:upheld:problem:idempotency-key-reused"
