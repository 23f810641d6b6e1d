"""Letters of complaint: what each person wrote, in their own words."""

from dataclasses import dataclass

from upheld.demo.simulate.grievances import Grievance


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    demand: str
    statement: str
    praise: str | None = None
    idea: str | None = None


class Writer:
    def __init__(self, seed: int) -> None:
        self.seed = seed

    def letter(self, grievance: Grievance) -> Letter:
        said = f"{grievance.order.item}: {grievance.topic.key} ({grievance.order.id})"
        return Letter(said, said, "", said)
