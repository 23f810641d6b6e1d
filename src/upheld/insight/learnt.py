"""What many cases taught, one thing at a time: what a report is made of."""

from dataclasses import dataclass

from upheld.core.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """One thing that was learnt of a span of time, by one part of `insight`.

    `kind` names the part ("theme", "change", "silent"), `about` what it speaks of, by its key.
    `sentence` is what a board reads; `figure` the number that it rests on, with its unit and its
    interval, as text. `page`, `argument` and `query` are the desk's page where its rows are: the
    page's name, what its address takes and what is asked of it. `stake` is what it costs in a
    year while nothing is done, where that is known: what is dearest is told first. `then` is the
    next step, one sentence, and empty where there is none. What is not `certain` says so itself.
    """

    kind: str
    about: str
    sentence: str
    figure: str
    page: str
    argument: str = ""
    query: str = ""
    stake: Money | None = None
    then: str = ""
    certain: bool = True
