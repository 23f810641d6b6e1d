"""The log: lines for a person, or one JSON object a line for what collects them."""

import logging
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest

# The number of the request under way, so that each line of the log that it causes bears it.
number: ContextVar[str] = ContextVar("number", default="")


def route_of(request: "HttpRequest") -> str:
    """The pattern of the request's address; whatever a stranger asks for in vain is `none`."""
    match = request.resolver_match
    return f"/{match.route}" if match else "none"


class ByRoute(logging.Filter):
    """Each line bears its request's number, and its route where Django would write its address:
    an address holds names of cases, and tokens."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = record.__dict__.pop("request", None)
        record.asked_as = getattr(request, "number", "") or number.get()
        if hasattr(request, "get_full_path") and isinstance(record.args, tuple):
            addresses = {request.path, request.get_full_path()}
            # Django writes what is no plain sign of an address in another way (CVE-2025-48432).
            addresses |= {each.encode("unicode_escape").decode() for each in addresses}
            route = route_of(request)
            record.args = tuple(route if str(a) in addresses else a for a in record.args)
        return True


def logging_of(kind: str) -> dict[str, Any]:
    """What Django is told: `text` says what is amiss, `json` each request as well."""
    formatters: dict[str, Any] = {
        "text": {"()": "upheld.project.logs.Bare"},
        "json": {
            "()": "upheld.project.json_logs.BareJson",
            "format": "%(asctime)s %(levelname)s %(name)s %(process)d %(asked_as)s %(message)s",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        },
    }
    console = {"class": "logging.StreamHandler", "formatter": kind, "filters": ["by_route"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"by_route": {"()": "upheld.project.log_form.ByRoute"}},
        # The one that is asked for alone: Python makes each, and JSON's is of an extra.
        "formatters": {kind: formatters[kind]},
        "handlers": {"console": console},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {"upheld": {"level": "INFO" if kind == "json" else "WARNING"}},
    }
