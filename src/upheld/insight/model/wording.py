"""Other words for a letter that a person wrote: the same amounts and days, and the same checks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from upheld.core.checks import Problem, blocked, check
from upheld.core.decision import Decision
from upheld.core.reply import Letter, Voice
from upheld.insight import names

from .endpoint import Endpoint, ask, strictly
from .prompt import messages

_LONGEST = 20_000
_TASK = (
    "You edit letters of a firm to a customer. Say the letter in plainer, kinder words. Keep every "
    "amount, day, name, reference, reason and finding exactly; add none. Answer in JSON only."
)
_FIGURE = re.compile(
    r"\d[\d,.:/-]*\d|\d"
    r"|\b(?:ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|million|double|twice|half|full)\b",
    re.IGNORECASE,
)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    body: str = Field(min_length=1, max_length=_LONGEST)


@dataclass(frozen=True, slots=True)
class Reworded:
    """Other words for a letter; `refused` says why they may not stand in its place, if so."""

    letter: Letter
    problems: tuple[Problem, ...]
    refused: tuple[str, ...]


def reword(
    endpoint: Endpoint,
    letter: Letter,
    decision: Decision | None,
    voice: Voice,
    today: date,
    to: str = "",
    others: Sequence[str] = (),
) -> Reworded:
    """The letter in the model's words. It sees the draft alone, with the customer's names left out.


    Raises ModelError. Refused is what says other figures, or what the letter's checks block."""
    shown = names.redact(letter.body, to, *others)
    told = messages(_TASK, shown.text[:_LONGEST])
    answer = ask(endpoint, told, _Answer, strictly({"body": {"type": "string"}}))
    body = shown.back_in(answer.body)  # a label that it made up stays, and blocks
    said = replace(letter, body=body)
    problems = check(said, decision, voice, today, to)
    refused = [*_figures(letter.body, body)]
    refused += [f"{p.code}: {p.mend}" for p in problems if blocked((p,))]
    return Reworded(said, problems, tuple(refused))


def _figures(draft: str, said: str) -> Iterator[str]:
    """Each figure of the draft is said, and no other: amounts, days, references, time limits."""
    before, after = set(_FIGURE.findall(draft.lower())), set(_FIGURE.findall(said.lower()))
    for figure in sorted(after - before):
        yield f"{figure} is not in the letter that was given"
    for figure in sorted(before - after):
        yield f"{figure} is in the letter that was given and is said no longer"
