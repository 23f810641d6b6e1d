"""Two addresses for whoever watches the processes: does it run, and can it work."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from upheld.store.rows import pulses


@require_safe
@never_cache
@login_not_required
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; a database that is down is no reason to restart it."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """200 when requests can be served; 503 with the reason while they cannot."""
    try:
        behind = _behind()
        standing = [each.name for each in pulses.stopped(timezone.now())] if not behind else []
    except Error:
        return _told("the database cannot be reached")
    if behind:
        return _told("the database is older than this version: run migrate")
    # Jobs may run elsewhere: a desk whose jobs stand still can be read and written.
    return JsonResponse({"ready": True, "jobs_stopped": standing})


def _behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _told(why: str) -> JsonResponse:
    told = {"ready": False, "because": why}
    return JsonResponse(told, status=HTTPStatus.SERVICE_UNAVAILABLE)
