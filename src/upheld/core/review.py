"""Reading a policy that somebody is writing: all that can be said of it, and what keeps it back.

A policy is published when nothing here keeps it back. Until then it may hold anything: a cell that
cannot be read, a gap, a broken promise. Each is told with its place and its mend.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from upheld.tables import Draft, Policy, read_texts
from upheld.tables.checks import Remark, Severity, check
from upheld.tables.claims import Always, Claim
from upheld.tables.kept import kept
from upheld.tables.parser import parse_test
from upheld.tables.proofs import Proof, Verdict, prove
from upheld.tables.proofs.always import prove_always
from upheld.tables.turning import as_it_stands

from .doctrine import DoctrineError, checked
from .examples import FILE, ExamplesError, Ran, read_examples, run_examples
from .limits import slips

Texts = Mapping[str, str]
# Answers without which no decision can be made: a rule may not give null there.
_PROMISED = re.compile(r"Promises? [\d, and]+")
_NEVER_UNKNOWN = ("stance", "authority.role")


class Why(StrEnum):
    """What keeps a policy from being published."""

    UNREADABLE = "cannot be read"
    PROMISE = "breaks a promise"
    CHECK = "a check fails"
    CLAIM = "a claim is not proved"
    CASE = "a case of its own is answered otherwise"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing that keeps a policy from being published. `where` names a file or a table."""

    why: Why
    where: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}. {self.mend}."


@dataclass(frozen=True, slots=True)
class Review:
    """What was found in the texts of a policy, short of its proofs, which take longer.

    `remarks` and `ran` are empty while the policy cannot be read or breaks a promise.
    """

    draft: Draft
    broken: tuple[str, ...]
    remarks: tuple[Remark, ...]
    ran: tuple[Ran, ...]
    no_examples: str

    @property
    def policy(self) -> Policy | None:
        return self.draft.policy


def review(texts: Texts) -> Review:
    """Reads, checks and tries the policy that is in `texts`, by file name."""
    draft = read_texts(texts)
    policy = draft.policy
    broken = _broken(policy) if policy else ()
    no_examples, ran = _examples(texts, policy if not broken else None)
    return Review(draft, broken, check(policy) if policy else (), ran, no_examples)


def review_published(texts: Texts) -> Review:
    """The same of a version that stands, though it holds a sign that no draft may by now."""
    with as_it_stands():
        return review(texts)


def _broken(policy: Policy) -> tuple[str, ...]:
    try:
        checked(policy)
    except DoctrineError as error:
        return error.problems
    return ()


def _examples(texts: Texts, policy: Policy | None) -> tuple[str, tuple[Ran, ...]]:
    try:
        examples = read_examples(texts.get(FILE, ""))
    except ExamplesError as error:
        return str(error), ()
    if not examples:
        return f"{FILE} holds no case: write some that anybody can check by reading", ()
    return "", run_examples(examples, policy) if policy else ()


@kept
def proofs(policy: Policy) -> tuple[Proof, ...]:
    """What the policy promises and claims, each decided, and that every decision can be made."""
    return (*prove(policy), *(prove_always(claim, policy) for claim in _always_known(policy)))


def _always_known(policy: Policy) -> Iterator[Always]:
    known = parse_test("not(null)", ())
    for name in _NEVER_UNKNOWN:
        if name in policy.names:
            yield Always({}, {name: known}, "Without it nothing can be decided")


def promises_lost(before: Policy, after: Policy) -> Iterator[str]:
    """The promises for which a policy claims less than the one before it, each with its mend.

    A claim may be put otherwise, such as with another limit; the promise may not lose it.
    """
    for number, count in sorted(promises_fewer(before, after).items()):
        told = "; ".join(str(claim) for claim in before.claims if number in _promises(claim))
        yield (
            f"policy.yaml claims less for promise {number} than before ({count} gone of: {told}): "
            "put back what was taken away, or claim it otherwise"
        )


def promises_fewer(before: Policy, after: Policy) -> Counter[int]:
    """By promise, how many claims a policy has less for it than the one before it."""
    was, now = (
        Counter(n for claim in each.claims for n in _promises(claim)) for each in (before, after)
    )
    return was - now


def _promises(claim: Claim) -> list[int]:
    """The promises that a claim says it is for: "Promises 8 and 9: ..."."""
    named = _PROMISED.match(claim.because)
    return [int(number) for number in re.findall(r"\d+", named[0])] if named else []


def hindrances(found: Review) -> tuple[Hindrance, ...]:
    """What keeps the policy from being published; nothing when it may be."""
    if found.policy is None:
        return tuple(_unreadable(found.draft))
    promises = [_promise(problem) for problem in found.broken]
    told = [*promises, *_checks(found.remarks), *_limits(found.policy), *_cases(found)]
    return (*told, *(() if found.broken else _claims(proofs(found.policy))))


def _unreadable(draft: Draft) -> Iterator[Hindrance]:
    for problem in draft.problems:
        where = str(problem).removesuffix(f": {problem.message}. {problem.mend}.")
        yield Hindrance(Why.UNREADABLE, where, problem.message, problem.mend)


def _promise(problem: str) -> Hindrance:
    message, _, mend = problem.rpartition(": ")
    return Hindrance(Why.PROMISE, "the policy", message, mend[:1].upper() + mend[1:])


def _checks(remarks: Sequence[Remark]) -> Iterator[Hindrance]:
    for remark in remarks:
        if remark.severity is Severity.ERROR:
            named = " and ".join(map(str, remark.rules))
            where = ", ".join(part for part in (f"table {remark.table}", named) if part)
            yield Hindrance(Why.CHECK, where, remark.message, remark.mend)


def _claims(proved: Sequence[Proof]) -> Iterator[Hindrance]:
    for proof in proved:
        if proof.verdict is not Verdict.PROVED:
            where = proof.claim.because or "what the policy claims of itself"
            mend = (
                "Change the rules so that it holds"
                if proof.verdict is Verdict.REFUTED
                else "It may hold, and that was not shown: make the rules plainer"
            )
            yield Hindrance(Why.CLAIM, where, f"{proof.claim}: {proof.why}", mend)


def _limits(policy: Policy) -> Iterator[Hindrance]:
    for slip in slips(policy):
        yield Hindrance(Why.CHECK, slip.where, slip.message, "Correct the number")


def _cases(found: Review) -> Iterator[Hindrance]:
    if found.no_examples:
        yield Hindrance(Why.CASE, FILE, found.no_examples, "Mend it there")
    for ran in found.ran:
        if not ran.holds:
            yield Hindrance(
                Why.CASE,
                ran.example.name,
                ran.trouble or _missed(ran),
                "Change the rule, or what the case expects",
            )


def _missed(ran: Ran) -> str:
    """What the case expects and what the tables answer, in a line."""
    return "; ".join(
        f"{miss.name}{f' of point {miss.allegation}' if miss.allegation else ''} is {miss.got}, "
        f"and {miss.expected} is expected"
        for miss in ran.misses
    )
