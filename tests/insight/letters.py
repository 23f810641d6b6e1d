"""Complaints made by chance from a few sentences: enough that themes can be found in them."""

import random

SAID = {
    "late": ["The parcel for {town} came {n} days late.",
             "Delivery of the {thing} parcel was late again, {n} days.",
             "The courier missed the {thing} delivery by {n} days.",
             "Nobody in {town} told me that the parcel with the {thing} is late."],
    "billing": ["You charged my card twice for the {thing}, {n} pounds.",
                "The invoice for the {thing} shows {n} pounds as a double charge.",
                "My bank in {town} says the card was charged again.",
                "The {thing} invoice is wrong by {n} pounds."],
    "rude": ["The fitter from {town} was rude to my mother.",
             "Your fitter shouted at {name} for {n} days in the hall.",
             "The fitter left mud on the {thing} and was rude.",
             "A rude fitter from {town} came for the {thing}."],
    "broken": ["The drawer runner of the {thing} snapped after {n} days.",
               "The runner of the {thing} drawer is loose since {n} days.",
               "A drawer of my {thing} in {town} fell out as the runner broke.",
               "The soft drawer runner of the {thing} clicks in {town}."],
}  # fmt: skip
SMALL_TALK = [
    "I write about order {n}.", "We have bought from you since {n}.", "Kind regards, {name}.",
    "I hope that somebody reads this.", "My {thing} is fine otherwise.",
    "Good morning from {town}.",
    "I just want my {thing} from {town} put right.",
    "They should have told me about the {thing} {n} days sooner.",
]  # fmt: skip
_FILLED = {
    "name": ["Ann", "Bo", "Cy", "Di", "Ed", "Flo"],
    "thing": ["table", "desk", "shelf", "lamp", "bench", "stool", "mirror", "clock"],
    "town": ["Leeds", "York", "Bath", "Ely", "Ripon", "Truro", "Wells"],
}


def a_letter(topic: str, dice: random.Random) -> str:
    said = dice.sample(SAID[topic], 2) + dice.sample(SMALL_TALK, 3)
    dice.shuffle(said)
    told = " ".join(said)
    return told.format(
        n=dice.randrange(2, 900), **{name: dice.choice(of) for name, of in _FILLED.items()}
    )


def letters(many: int, seed: int = 3) -> tuple[list[str], list[str]]:
    """So many letters, and what each is about."""
    dice = random.Random(seed)
    topics = [dice.choice(list(SAID)) for _ in range(many)]
    return [a_letter(topic, dice) for topic in topics], topics
