"""What came of a claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from upheld.tables.claims import Claim
from upheld.tables.values import Value

Case = Mapping[str, Value]


class Verdict(StrEnum):
    """Proved: no case breaks it. Refuted: a case does, and was run. Undecided: neither."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Proof:
    """A claim with its verdict and the reason. `counterexample` are the inputs of one case, or
    of two that differ, which break the claim."""

    claim: Claim
    verdict: Verdict
    why: str
    counterexample: tuple[Case, ...] = ()

    def __str__(self) -> str:
        because = f" ({self.claim.because})" if self.claim.because else ""
        return f"{self.verdict}: {self.claim}{because}. {self.why}."
