"""Bad input as a person should read it: one line each, saying where and what to do."""

import errno
from collections.abc import Sequence

_FULL = (errno.ENOSPC, errno.EDQUOT)
_MAKE_ROOM = "make room on the disk, and try again"


class Refused(Exception):
    """The command cannot do this; each of `lines` says where and the mend."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def lines_of(error: Exception) -> Sequence[str]:
    """The lines of an error that a person can mend; none when it is a bug of ours."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error as DatabaseError
    from typer.exceptions import TyperException

    from upheld.store.away import StorageAway

    match error:
        case Refused():
            return error.lines
        case TyperException():
            told = " ".join(error.format_message().removesuffix(".").split())
            return [f"{told.replace('Value error, ', '')}: see upheld --help"]
        case DatabaseError():
            told = " ".join(str(error).split())
            return [f"the database cannot be used ({told}): {_mend_database(error)}"]
        case ImproperlyConfigured():
            told = " ".join(str(error).split())
            return [f"the settings cannot be used ({told}): mend the UPHELD_ variables"]
        case StorageAway():
            return [f"{' '.join(str(error).split())}: check UPHELD_FILES"]
        case OSError():
            where = error.filename or "the system"
            mend = _MAKE_ROOM if error.errno in _FULL else "check the path and who may use it"
            return [f"{where}: {error.strerror or error}: {mend}"]
    return _lines_from_below(error)


def _mend_database(error: Exception) -> str:
    """SQLite says of itself that the disk is full, and PostgreSQL so (class 53)."""
    cause = error.__cause__
    full = getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL"
    full = full or getattr(cause, "sqlstate", "") == "53100"
    return _MAKE_ROOM if full else "check UPHELD_DATABASE and UPHELD_VAR"


def _lines_from_below(error: Exception) -> Sequence[str]:
    from upheld.core.decision import DecisionError
    from upheld.core.doctrine import DoctrineError
    from upheld.core.document import DocumentError
    from upheld.core.intake import IntakeError
    from upheld.steps.may import NotAllowed, WrongState
    from upheld.store.policies import PolicyMissing
    from upheld.store.policy_files.data_files import BadData
    from upheld.tables import HitError, PolicyError

    ours = (DecisionError, DoctrineError, DocumentError, IntakeError, NotAllowed, WrongState)
    if isinstance(error, (*ours, *_with_a_store(), BadData, PolicyMissing, PolicyError, HitError)):
        return str(error).splitlines()
    return ()


def _with_a_store() -> tuple[type[Exception], ...]:
    """The errors of commands that opened the store: without it their modules cannot be read."""
    from django.apps import apps

    if not apps.models_ready:
        return ()
    from upheld.core.imports import MapError
    from upheld.insight.matching import MatcherMissing
    from upheld.steps.match_customers import MatchError
    from upheld.steps.run_import import NotNow
    from upheld.store.files import FileRefused
    from upheld.store.hit import FaultMissing
    from upheld.store.imports.runs import ImportMissing, Overtaken
    from upheld.store.load import CustomerMissing
    from upheld.store.matching import MatchMissing
    from upheld.store.policy_files.costs_file import CostsMissing

    imports = (FileRefused, ImportMissing, MapError, NotNow, Overtaken)
    missing = (CostsMissing, CustomerMissing, FaultMissing, MatcherMissing, MatchMissing)
    return (*imports, *missing, MatchError)
