"""schemathesis asks every operation what its schema allows and what it does not, and finds nothing.

All its checks are on. What no schema can say is a rule of the house: a day that is past, a letter
that says too much, a version that was overtaken. Such a refusal (412, 422) is an answer too.

A run of the suite looks at every operation at random, and at each bound of each value where cases
are read and received. `UPHELD_SCHEMATHESIS=20 pytest tests/project/test_schemathesis.py` looks at
the bounds of all, at other methods and at sequences, with as many examples; it takes minutes.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
import schemathesis
import time_machine
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connections
from schemathesis import engine
from schemathesis.config import SchemathesisConfig
from schemathesis.engine.events import NonFatalError, ScenarioFinished
from schemathesis.transport.wsgi import WSGITransport
from tests import stories
from tests.api.programs import key_of
from tests.core.mails import a_mail
from tests.drafts import a_draft

from upheld.core.claims import Claimed
from upheld.core.event_kinds import EventKind
from upheld.core.spans import Span
from upheld.core.words import AllegationKind
from upheld.project.wsgi import application
from upheld.steps import commit, may
from upheld.steps.claim import claim
from upheld.steps.draw_import import upload
from upheld.steps.keep_webhooks import add_webhook
from upheld.steps.merge import merge
from upheld.steps.take_message import take_message
from upheld.store.models import Case, Person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EXAMPLES = int(os.environ.get("UPHELD_SCHEMATHESIS", "0"))
REFUSED, RULES = ["401", "403", "404", "409", "415"], ["412", "422", "428"]


@pytest.fixture(autouse=True)
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of schemathesis 4.32: what is said of sockets reaches one that has none."""
    send = WSGITransport.send

    def without(self: WSGITransport, case: Any, **told: Any) -> Any:
        for name in ("max_redirects", "verify", "cert", "proxies"):
            told.pop(name, None)
        return send(self, case, **told)

    monkeypatch.setattr(WSGITransport, "send", without)


@pytest.fixture(autouse=True)
def as_often_as_it_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "API_REQUESTS", 10**9)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """The clock goes on: schemathesis looks at it."""
    with time_machine.travel(stories.NOW):
        yield


def a_firm(lead: Person) -> Mapping[str, Any]:
    """A store with one of each, and what they are called in an address."""
    case_id = stories.a_decided_case(lead)
    case = Case.objects.get(pk=case_id)
    other = stories.a_closed_case(lead)
    message = take_message(a_mail(), "file", may.Operator(), stories.NOW)
    hook = add_webhook("https://example.org/hook", set(EventKind), lead, stories.NOW)
    merged = merge(other, case_id, "", lead, stories.NOW)
    brought = upload(ContentFile(b"Text\nLate.\n", "rows.csv"), "mapped", "", lead, stories.NOW)
    told = Claimed(AllegationKind.LATE, "Late.", None, spans=(Span(0, 2),))
    commit.promise(case_id, "We call you.", stories.NOW.date(), lead, stories.NOW)
    return {
        "path.case": case.reference,
        "path.allegation": case.allegations.get().pk,
        "path.evidence": case.evidence.get().pk,
        "path.decision": case.decisions.get().pk,
        "path.letter": case.letters.get().pk,
        "path.customer": case.customer_id,
        "path.draft": a_draft(lead).pk,
        "path.message": message.pk,
        "path.webhook": hook.pk,
        "path.merge": merged.pk,
        "path.import_id": brought.pk,
        "path.claim": claim(case_id, told, may.Operator(), stories.NOW),
        "path.promise": case.commitments.latest("pk").pk,
        "path.table": "goodwill",
        "path.file": "cases.yaml",
        "path.day": "2026-01-01",
    }


def served(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """As a server does, and schemathesis does not: what was answered is closed, and with it the
    files that were uploaded."""
    answer: Any = application(environ, start_response)
    try:
        return list(answer)
    finally:
        answer.close()


def found(key: str, parameters: Mapping[str, Any], phases: Mapping[str, Any]) -> tuple[str, int]:
    """What schemathesis finds, and how many requests it made."""
    told = {
        "headers": {"Authorization": f"Bearer {key}"},
        "parameters": dict(parameters),
        "generation": {"max-examples": EXAMPLES or 1, "deterministic": True},
        "phases": {} if EXAMPLES else dict(phases),
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", *REFUSED, *RULES]},
            "missing_required_header": {"expected-statuses": ["400", *REFUSED, *RULES]},
        },
    }
    config = SchemathesisConfig.from_dict(told)
    schema: Any = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", served, config=config)
    schema = schema if EXAMPLES or phases == AT_RANDOM else schema.include(tag="cases")
    failures, asked = [], 0
    for event in engine.from_schema(schema).execute():
        if isinstance(event, NonFatalError):
            failures.append(f"{event.label}: {event.info.format()}")
        if isinstance(event, ScenarioFinished):
            asked += len(event.recorder.interactions)
            failures += _failures(event)
    connections.close_all()
    return "\n\n".join(failures), asked


def _failures(event: ScenarioFinished) -> Iterator[str]:
    for checks in event.recorder.checks.values():
        for check in checks:
            if told := check.failure_info:
                what = f"{event.recorder.label}: {check.name}: {told.failure}"
                yield f"{what}\n{told.code_sample}"


BOUNDS = {"fuzzing": {"enabled": False}, "stateful": {"enabled": False}}
AT_RANDOM = {"coverage": {"enabled": False}}


def test_schemathesis_finds_nothing_in_what_is_there(lead: Person) -> None:
    failures, asked = found(key_of(lead), a_firm(lead), BOUNDS)
    assert not failures, failures
    assert asked > 300


def test_schemathesis_finds_nothing_in_what_it_makes_up(lead: Person) -> None:
    a_firm(lead)
    failures, asked = found(key_of(lead), {}, AT_RANDOM)
    assert not failures, failures
    assert asked > 100
