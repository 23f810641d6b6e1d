"""Which inputs can reach which outputs, and the claims that follow from it alone.

What cannot reach an output cannot move it: an input is read nowhere in the chain of tables that
leads to the output, or it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from upheld.tables.claims import Absent, Only
from upheld.tables.policy import Policy
from upheld.tables.proofs.proof import Proof, Verdict


@dataclass(frozen=True, slots=True)
class Closure:
    """An output and the inputs that can reach it, by what they are about."""

    table: str
    output: str
    inputs: Mapping[str, tuple[str, ...]]


def closures(policy: Policy) -> tuple[Closure, ...]:
    """The closure of every output, in the order of the tables."""
    return tuple(
        Closure(table.name, output, _by_group(policy, policy.closure(output)))
        for table in policy.tables.values()
        for output in table.outputs
    )


def prove_only(claim: Only, policy: Policy) -> Proof:
    """Proved where every input that reaches the outputs is about the right things."""
    strays = list(_strays(claim, policy))
    if strays:
        return Proof(claim, Verdict.REFUTED, "; ".join(strays))
    count = len(frozenset[str]().union(*map(policy.closure, claim.outputs)))
    why = f"{count} inputs reach them, all of them about the {' or the '.join(claim.about)}"
    return Proof(claim, Verdict.PROVED, why)


def prove_absent(claim: Absent, policy: Policy) -> Proof:
    """Proved where no input bears one of the words. What one means under another name is for
    whoever publishes it to see."""
    named = [name for name in policy.inputs if claim.words & set(name.lower().split("."))]
    if named:
        why = f"policy.yaml declares {', '.join(named)}"
        return Proof(claim, Verdict.REFUTED, why)
    why = f"none of the {len(policy.inputs)} inputs is called so"
    return Proof(claim, Verdict.PROVED, why)


def _strays(claim: Only, policy: Policy) -> Iterator[str]:
    for output in claim.outputs:
        for name in sorted(policy.closure(output)):
            if policy.inputs[name].about not in claim.about:
                yield f"{output} is reached by {name}, about the {policy.inputs[name].about}"


def _by_group(policy: Policy, names: frozenset[str]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for name, field in policy.inputs.items():
        if name in names:
            groups[field.about] = (*groups.get(field.about, ()), name)
    return groups
