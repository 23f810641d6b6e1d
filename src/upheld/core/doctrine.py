"""What a policy must be before it may decide: promises 1, 2, 4 and 8, shown from its tables.

Each is proved over all cases at once. What costs more to prove, because it compares amounts, waits
for `upheld tables prove`.
"""

from collections.abc import Iterator

from upheld.tables import Policy
from upheld.tables.claims import Absent, Only
from upheld.tables.proofs import Proof, Verdict
from upheld.tables.proofs.closures import prove_absent, prove_only
from upheld.tables.proofs.promises import CONDUCT, LOUDNESS, PROTECTED, promises

from . import hold_out, loudness
from .protected import by_name, in_words
from .shape import misshapen

# Which groups of inputs (policy.yaml `about`) may reach each output, by table.
_MAY_REACH = {
    "finding": ("allegation",),
    "entitlement": ("allegation",),
    "price_back": ("allegation",),
    "outcome": ("allegation", "circumstance"),
    "fit": ("customer",),
    "parting": ("customer", "relationship"),
    "stance": ("allegation", "circumstance", "customer", "relationship"),
    "goodwill": ("allegation", "circumstance", "customer", "relationship", "lot"),
    "help": ("allegation", "circumstance", "customer", "relationship"),
    "authority": ("allegation", "circumstance", "customer", "relationship", "price", "lot"),
    "next_action": ("allegation", "circumstance", "customer", "relationship", "price", "lot"),
}
OUTPUTS = {
    "finding": {"finding", "question", "ask_whom"},
    "entitlement": {
        "owed.kind",
        "owed.amount",
        "owed.chooser",
        "owed.days",
        "owed.question",
        "owed.ask_whom",
    },
    "price_back": {"price_back", "delivery_back"},
    "outcome": {"outcome"},
    "fit": {"fit.band"},
    "parting": {"parting.may_propose"},
    "stance": {"stance"},
    "goodwill": {"goodwill.kind", "goodwill.amount"},
    "help": {"help"},
    "authority": {"authority.role", "authority.second_person"},
    "next_action": {"next_action", "next_action.who"},
}


class DoctrineError(ValueError):
    """A policy that would break a promise; `problems` says which, where and the mend."""

    def __init__(self, policy: str, problems: tuple[str, ...]) -> None:
        super().__init__(f"policy {policy} may not decide:\n" + "\n".join(problems))
        self.problems = problems


def checked(policy: Policy) -> Policy:
    """The policy itself, or DoctrineError with every promise that it would break."""
    problems = (
        *_missing(policy),
        *misshapen(policy),
        *_loud(policy),
        *_loud_otherwise(policy),
        *_protected(policy),
        *_leaks(policy),
        *hold_out.too_many(policy),
    )
    if problems:
        raise DoctrineError(policy.version, problems)
    return policy


def _missing(policy: Policy) -> list[str]:
    problems = []
    for table, outputs in OUTPUTS.items():
        if table not in policy.tables:
            problems.append(f"table {table} is missing: add it to policy.yaml")
            continue
        given = policy.tables[table].outputs.keys()
        problems += [
            f"table {table} gives no {name}: add the output to policy.yaml and a column to its file"
            for name in sorted(outputs - given)
        ]
    return problems


def _loud(policy: Policy) -> list[str]:
    claims = [claim for claim in promises(policy) if isinstance(claim, Absent)]
    proofs = [(claim, prove_absent(claim, policy)) for claim in claims]
    return [
        f"{proof.why}, and no table may read {claim.what} ({claim.because}): take it out"
        for claim, proof in proofs
        if proof.verdict is Verdict.REFUTED
    ]


def _loud_otherwise(policy: Policy) -> Iterator[str]:
    """What a promise does not name word for word: by parts of a name, and by what it means."""
    for name, field in policy.inputs.items():
        if not _NAMED.isdisjoint(name.lower().split(".")):
            continue
        if loudness.by_name(name) or loudness.in_words(field.means or ""):
            yield (
                f"input {name}: it says how loudly anything is asked, which no table may read "
                "(promise 2): take it out"
            )
        elif field.about not in _OF_A_PERSON and loudness.is_to_us(name):
            yield (
                f"input {name}: it says who somebody is to us, which is no fact about the "
                f"{field.about} (promise 1): say so with about: customer, or take it out"
            )


_NAMED = LOUDNESS | CONDUCT | PROTECTED  # word for word, by a promise


# What fit, goodwill and the spirit of an answer may read of who this is to us.
_OF_A_PERSON = ("customer", "relationship")


def _protected(policy: Policy) -> list[str]:
    """Inputs that say a protected trait, or stand for one, by name, and of the customer by meaning;
    what a promise names word for word is told by it."""
    problems = []
    for name, field in policy.inputs.items():
        if name.split(".")[-1].lower() not in PROTECTED:
            of_a_person = field.about in _OF_A_PERSON
            found = by_name(name) or (in_words(field.means or "") if of_a_person else None)
            problems += [f"input {name}: {found}"] if found else []
    return problems


def _leaks(policy: Policy) -> list[str]:
    return [
        f"table {table}: {proof.why}; only facts about the {', '.join(_MAY_REACH[table])} may "
        "reach it (promise 1)"
        for table in OUTPUTS
        if table in policy.tables
        for proof in _reach(policy, table)
        if proof.verdict is Verdict.REFUTED
    ]


def _reach(policy: Policy, table: str) -> Iterator[Proof]:
    """For each output of the table, whether only what may reach it does."""
    for output in policy.tables[table].outputs:
        yield prove_only(Only((output,), _MAY_REACH[table], ""), policy)
