"""The API as a whole: its operations, its errors, and the schema that tells of both."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from upheld.core.words import Scope

from . import once, problems
from .access import has
from .bodies import Bodies
from .edge import answer_to
from .routes.answering import answering
from .routes.base import SCOPES
from .routes.budgets import budgets
from .routes.cases import cases
from .routes.changes import changes
from .routes.customers import customers, messages
from .routes.drafting import drafting
from .routes.erasures import erasures
from .routes.exceptions import exceptions
from .routes.fairness import treatment
from .routes.filing import filing
from .routes.findings import findings
from .routes.firm import firm
from .routes.hooks import hooks
from .routes.hurt import hurt
from .routes.ideas import ideas
from .routes.imports import imports
from .routes.insight import insight
from .routes.journey import journey
from .routes.legal_holds import legal_holds
from .routes.letters import letters
from .routes.matches import matches
from .routes.merging import merging
from .routes.partings import partings
from .routes.policies import policies
from .routes.precedents import precedents
from .routes.profit import profit
from .routes.promises import promises
from .routes.questions import questions
from .routes.relations import relations
from .routes.report import report
from .routes.theirs import voices
from .routes.themes import themes

ROOT = "/api/v1"
_TOLD = """Everything that the desk can do, for programs.

A key acts as a person and never more than that person's role, within its scopes. Amounts are text
with their currency, moments have their zone. What can be written over has a version: it is read as
ETag and sent back as If-Match. Every error is a problem as RFC 9457 describes it."""


class Upheld(NinjaAPI):
    """django-ninja, whose errors are problems and whose schema says so."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        return answer_to(exc, reads=has(request, Scope.READ))

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


_PROBLEM = {
    "title": "Problem",
    "type": "object",
    "description": "An error (RFC 9457): what it is, and what to do.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "examples": ["urn:upheld:problem:to-mend"]},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "description": "A JSON Pointer into the body."},
                    "parameter": {"type": "string"},
                    "in": {"type": "string"},
                },
            },
        },
    },
}
_ANSWER = {
    "description": "A problem.",
    "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_ERRORS = {
    "400": "The request cannot be read.",
    "401": "No key, or none that opens anything.",
    "403": "The key has not this scope, or its person's role may not do this.",
    "404": "There is nothing here, or nothing that is theirs to see.",
    "409": "What is asked does not fit what there is by now.",
    "412": "It was changed since it was read; `since` says by whom and what.",
    "413": "The request is larger than is taken.",
    "422": "What was sent cannot be taken as it stands; `errors` says where.",
    "428": "The version that was read is missing.",
    "429": "Too many requests; Retry-After says when the next may come.",
    "500": "A fault of ours; nothing was done.",
    "503": "It is being worked out; Retry-After says when to ask again.",
}
_ONCE = {
    "name": once.HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": once.LONGEST, "pattern": once.NAME},
    "description": "The same key and request again within a day has the same answer.",
}
_DONE = {
    "description": "It was done. This is what a key without the scope `read` is told, and whoever "
    "may not see what came of it.",
    "headers": {
        "ETag": {"schema": {"type": "string"}, "description": "Its version, where it has one."},
        "Location": {"schema": {"type": "string"}, "description": "What was made."},
    },
}
_FILE = {"description": "A file.", "content": {"*/*": {"schema": {}}}}


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    """What django-ninja leaves out: errors, the header for repeats, files, and each scope."""
    answers = operation["responses"]
    for status, told in list(answers.items()):
        if status == 200 and "content" not in told:
            answers[status] = _FILE
    for status, told in _ERRORS.items():
        answers.setdefault(status, {**_ANSWER, "description": told})
    if method != "get" and 204 in answers:
        answers[204].update(_DONE)
    if method == "post":
        operation["parameters"] = [*operation.get("parameters", []), _ONCE]
    scopes = SCOPES[method.upper(), path.removeprefix(ROOT)]
    operation["security"] = [{"Key": [scope.value for scope in scopes]}]


api = Upheld(
    title="Upheld",
    version="1",
    description=_TOLD,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    parser=Bodies(),
    servers=[],
)
for router in (
    cases, filing, merging, findings, answering, precedents, letters, promises, voices, customers,
    relations, messages, imports, firm, insight, hurt, profit, policies, drafting, hooks, journey,
    exceptions, budgets, matches, partings, themes, questions, changes, ideas, treatment, report,
    erasures, legal_holds,
):  # fmt: skip
    api.add_router("", router)


@cache
def schema() -> OpenAPISchema:
    """The whole API as OpenAPI 3.1, with what django-ninja leaves out."""
    told = api.get_openapi_schema(path_prefix=f"{ROOT[1:]}/")
    told["components"]["schemas"]["Problem"] = _PROBLEM
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    return told
