"""Asks the firm's language model, where one is named, what new complaints allege.

In a process of its own: a slow endpoint holds up no letter and no handler.
"""

import logging
import time
from datetime import datetime, timedelta

from django.db import close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone

from upheld.core.words import CaseState
from upheld.insight import model
from upheld.insight.model import ModelError, Read
from upheld.store import in_order, save
from upheld.store.called import names_of
from upheld.store.models import Case

_LOG = logging.getLogger(__name__)
_BY = "suggestions, by a model"
_WAITING = (CaseState.RECEIVED, CaseState.ACKNOWLEDGED)
_MOST_ATTEMPTS = 3
_PAUSE = timedelta(minutes=5)
_EVERY_SECONDS = 5.0


def sweep(now: datetime) -> int:
    """Asks about one case where nothing is alleged yet, the newest first; how many it asked about.

    Safe to run twice: a case that was read is left, one that failed waits a
    while, and is given up after the third. Raises ModelError for settings to mend."""
    endpoint = model.named()
    case = _next(now) if endpoint else None
    if endpoint is None or case is None:
        return 0
    read, failed = None, ""
    try:
        read = model.read(endpoint, case.text, *names_of(case))
    except ModelError as error:
        failed = str(error)
    with transaction.atomic():
        _keep(case, endpoint.model, read, failed, now)
    return 1


def _keep(case: Case, asked: str, read: Read | None, failed: str, now: datetime) -> None:
    """Of one that was erased while the model was asked nothing is written."""
    if not in_order.hold(Case.everything.filter(pk=case.pk, erased_at=None)):
        return
    if read is None:
        save.model_failed(case, case.text, asked, failed, now)
    else:
        save.model_asked(case, case.text, asked, read.found, read.refused, _BY, now)


def _next(now: datetime) -> Case | None:
    again = Q(model_reading__attempts__lt=_MOST_ATTEMPTS) & ~Q(model_reading__error="")
    again &= Q(model_reading__at__lt=now - _PAUSE)
    waiting = Case.objects.filter(state__in=_WAITING, allegations=None)
    unread = waiting.filter(Q(model_reading=None) | again)
    return unread.select_related("customer", "need").order_by("-pk").first()


def keep_asking() -> None:
    """For ever; one that fails is logged and tried again. Ends where a setting must be mended."""
    while True:
        asked = 0
        try:
            asked = sweep(timezone.now())
        except ModelError as error:
            _LOG.error("no model is asked: %s", error)
            return
        except Exception:
            _LOG.exception("the model could not be asked")
        close_old_connections()
        if not asked:
            time.sleep(_EVERY_SECONDS)
