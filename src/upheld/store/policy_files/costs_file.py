"""costs.yaml: what a sale leaves and what serving somebody costs, as the firm declares it."""

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from upheld.core.serving import Rates
from upheld.store import causes, policies
from upheld.tables.problems import unknown

from .data_files import BadData, read_yaml

FILE = "costs.yaml"
_RATES = TypeAdapter(Rates)


class CostsMissing(LookupError):
    """The firm has declared no costs; the message says what to do."""


def rates() -> Rates:
    """Raises CostsMissing without the file, BadData for one that is not what it should be."""
    path = policies.folder() / FILE
    if not path.is_file():
        raise CostsMissing(
            f"there is no {FILE} in {path.parent.name}/: copy the standard policy's, and write "
            "what your sales leave and what serving somebody costs you"
        )
    read = _read(path)
    in_file = {cause.key for cause in policies.causes()}
    # Only what the file does not have is asked of the store.
    if elsewhere := [cause for cause in read.own_doing if cause not in in_file]:
        known = [cause.key for cause in causes.listed()]
        for cause in elsewhere:
            if cause not in known:
                raise BadData(f"{path.parent.name}/{FILE}: own_doing: {unknown(cause, known)}")
    return read


@cache
def _read(path: Path) -> Rates:
    return read_yaml(path, _RATES)
