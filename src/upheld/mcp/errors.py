"""What an assistant can mend comes back as an error of the tool, one line each, never a crash."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from upheld.core.claims import ClaimError
from upheld.core.decision import DecisionError
from upheld.core.doctrine import DoctrineError
from upheld.core.document import DocumentError
from upheld.core.intake import IntakeError, TooMany
from upheld.core.law_facts import LawFactsError
from upheld.core.promises.given_days import DayError
from upheld.steps.answer import NotReady
from upheld.steps.may import NotAllowed, WrongState
from upheld.store.load import CaseMissing
from upheld.store.policies import PolicyMissing
from upheld.store.policy_files.data_files import BadData
from upheld.tables import HitError, PolicyError

from .assistant import NoSuchPerson

_TO_MEND = (
    BadData, CaseMissing, ClaimError, DayError, DecisionError, DoctrineError, DocumentError,
    HitError, IntakeError, LawFactsError, NoSuchPerson, NotAllowed, NotReady, PolicyError,
    PolicyMissing, TooMany, WrongState,
)  # fmt: skip
_MOST_TOLD = 100


@contextmanager
def as_tool_error() -> Iterator[None]:
    try:
        yield
    except _TO_MEND as error:
        raise ToolError(_few(str(error).splitlines())) from error


def told(error: ToolError) -> ToolError:
    """The same error in our words: where it is and what to do, without the software's prefix."""
    cause = error.__cause__
    if isinstance(cause, ValidationError):
        return ToolError(_few([_amiss(each) for each in cause.errors(include_url=False)]))
    if isinstance(error, UnexpectedToolError):
        return error  # a fault of ours: its text stays here, in the log
    return cause if isinstance(cause, ToolError) else error


def _few(lines: Sequence[str]) -> str:
    """Nobody mends a thousand at once, and an assistant reads each."""
    more = len(lines) - _MOST_TOLD
    told = [*lines[:_MOST_TOLD], *([f"{more:,} more are not told: mend these first"] * (more > 0))]
    return "\n".join(told)


def _amiss(error: ErrorDetails) -> str:
    where = ".".join(str(part) for part in error["loc"])
    return f"{where}: {error['msg'][:1].lower()}{error['msg'][1:]}"
