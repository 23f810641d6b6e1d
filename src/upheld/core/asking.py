"""To find out: every open question of a case in one place, by who can answer it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from upheld.tables import Policy

from .decision import Decision
from .reply import Addressed, Voice, told_day
from .ruling import Ruling

CUSTOMER = "customer"
# Given with the allegation or by a person's finding; the answer to a question is neither.
_NOT_ANSWERS = frozenset({"kind", "recorded_finding"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on one allegation, and the unknown facts on which its table waits."""

    allegation: str
    text: str
    whom: str
    facts: tuple[str, ...]


def asked(decision: Decision, policy: Policy) -> tuple[Asked, ...]:
    """Every question of a decision that was just made by `policy`, each once, in its order."""
    found = (
        Asked(question.allegation, question.text, question.whom,
              _unknown(decision, question.allegation, question.text, policy))
        for question in decision.questions
    )  # fmt: skip
    return tuple(dict.fromkeys(found))


def _unknown(decision: Decision, subject: str, text: str, policy: Policy) -> tuple[str, ...]:
    for ruling in decision.trace:
        if ruling.subject == subject and text in ruling.gave.values():
            return _waits_for(ruling, policy)
    return ()


def _waits_for(ruling: Ruling, policy: Policy) -> tuple[str, ...]:
    """The unknown facts that kept the rules before the one that asks from speaking."""
    waited: dict[str, None] = {}
    for line in policy.trace(ruling.table, ruling.read).lines:
        if line.fired:
            break
        if line.stopped and line.stopped.value is None:
            waited.setdefault(line.stopped.column)
    facts = policy.inputs.keys() - _NOT_ANSWERS
    return tuple(name for name in waited if name in facts)


def by_whom(questions: Iterable[Asked]) -> Mapping[str, tuple[Asked, ...]]:
    """The questions by who can answer them, the customer first: only they wait for us."""
    told: dict[str, tuple[Asked, ...]] = {}
    for question in questions:
        told[question.whom] = (*told.get(question.whom, ()), question)
    return dict(sorted(told.items(), key=lambda item: (item[0] != CUSTOMER, item[0])))


def call_script(to: Addressed, questions: Sequence[Asked], voice: Voice) -> tuple[str, ...]:
    """What to say on the telephone: who calls, each question, and that nothing is decided."""
    opening = voice.say(
        "call_opening",
        name=to.name or "the customer",
        handler=to.handler,
        received_on=told_day(to.received_on),
    )
    numbered = _numbered(questions)
    return (opening, *numbered, voice.say("call_close"))


def message(to: Addressed, whom: str, questions: Sequence[Asked], voice: Voice) -> str:
    """A message to whoever can answer inside, or at the carrier's. It says nothing of the rest."""
    opening = voice.say(
        "inside_opening", reference=to.reference, received_on=told_day(to.received_on)
    )
    close = voice.say("inside_close", handler=to.handler)
    greeting = voice.say("inside_greeting", whom=whom.replace("_", " "))
    return "\n\n".join((greeting, opening, "\n".join(_numbered(questions)), close))


def _numbered(questions: Sequence[Asked]) -> list[str]:
    texts = dict.fromkeys(question.text for question in questions)
    if len(texts) == 1:
        return list(texts)
    return [f"{number}) {text}" for number, text in enumerate(texts, 1)]
