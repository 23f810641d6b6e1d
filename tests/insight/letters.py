"""Complaints made by chance from a few sentences: enough that themes can be found in them."""

import random

SAID = {
    "late": ["The parcel came {n} days late.", "Delivery of the parcel was late again.",
             "The courier missed the delivery day.", "Nobody told me that the parcel is late."],
    "billing": ["You charged my card twice.", "The invoice shows a double charge of {n} pounds.",
                "My bank says the card was charged again.", "The invoice is wrong by {n} pounds."],
    "rude": ["The fitter was rude to my mother.", "Your fitter shouted in the hall.",
             "The fitter left mud and was rude.", "A rude fitter with a loud voice came."],
    "broken": ["The drawer runner snapped.", "The runner of the drawer is loose.",
               "A drawer fell out as the runner broke.", "The soft drawer runner clicks."],
}  # fmt: skip
SMALL_TALK = [
    "I write about order {n}.", "We have bought from you since {n}.", "Kind regards, {name}.",
    "I hope that somebody reads this.", "My {thing} is fine otherwise.",
    "Good morning from {town}.",
    "I just want my {thing} put right.", "They should have told me about the {thing} sooner.",
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
