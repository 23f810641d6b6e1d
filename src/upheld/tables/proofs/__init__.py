"""Proofs over a policy's chained tables: all cases at once, never a sample."""

from upheld.tables.claims import Absent, Always, Claim, Monotone, Only
from upheld.tables.policy import Policy
from upheld.tables.proofs.always import prove_always
from upheld.tables.proofs.closures import Closure, closures, prove_absent, prove_only
from upheld.tables.proofs.monotone import prove_monotone
from upheld.tables.proofs.pasting import as_cases
from upheld.tables.proofs.promises import promises
from upheld.tables.proofs.proof import Proof, Verdict

__all__ = ["Closure", "Proof", "Verdict", "as_cases", "closures", "prove"]


def prove(policy: Policy) -> tuple[Proof, ...]:
    """The promises that every policy makes, then those that this one claims, each decided."""
    return tuple(_proof(claim, policy) for claim in (*promises(policy), *policy.claims))


def _proof(claim: Claim, policy: Policy) -> Proof:
    match claim:
        case Only():
            return prove_only(claim, policy)
        case Absent():
            return prove_absent(claim, policy)
        case Always():
            return prove_always(claim, policy)
        case Monotone():
            return prove_monotone(claim, policy)
