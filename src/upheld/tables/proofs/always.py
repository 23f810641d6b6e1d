"""Claims of the form: where this holds, that does."""

from upheld.tables.claims import Always
from upheld.tables.policy import Policy
from upheld.tables.proofs.proof import Proof, Verdict
from upheld.tables.reach.search import Found, Impossible, Reached, Unknown, find
from upheld.tables.reach.world import World, world_of


def prove_always(claim: Always, policy: Policy) -> Proof:
    """Proved where no case has all of `when` and lacks a part of `then`."""
    tests = {name: [test] for name, test in claim.when.items()}
    for name, test in claim.then.items():
        tests[name] = [*tests.get(name, []), test]
    world = world_of(policy, tests)
    reached = [_without(world, claim, name) for name in claim.then]
    found = [each for each in reached if isinstance(each, Found)]
    if found:
        return Proof(claim, Verdict.REFUTED, "This case breaks it", (found[0].given,))
    doubts = [each for each in reached if isinstance(each, Unknown)]
    if doubts:
        return Proof(claim, Verdict.UNDECIDED, _doubt(doubts[0]))
    return Proof(claim, Verdict.PROVED, "No way through the tables leads to such a case")


def _without(world: World, claim: Always, name: str) -> Reached:
    """A case with all of `when` and without this part of `then`."""
    wanted = {each: world.bins[each].mask(test) for each, test in claim.when.items()}
    lacking = world.bins[name].all & ~world.bins[name].mask(claim.then[name])
    wanted[name] = wanted.get(name, lacking) & lacking
    return find(world, wanted) if all(wanted.values()) else Impossible()


def _doubt(doubt: Unknown) -> str:
    if doubt.single:
        return "It holds where each list has one row; with several it is not decided"
    return f"No case was found, and {doubt.why}"
