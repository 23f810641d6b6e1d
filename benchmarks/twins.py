"""A made set of customers of whom some stand there twice, misspelt: the truth is known.

From a seed, so that the figures can be had again. What is changed of a twin is what offices see:
another address, a slip of the keys, an accent left out, a name changed about or cut to its letter,
a telephone number with its country or without, a house moved. Beside the twins stand people who are
not one: namesakes, and households that share a name, a telephone and an address.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

_GIVEN = (
    "Oliver", "Amelia", "George", "Isla", "Noah", "Ava", "Arthur", "Ivy", "Harry", "Freya",
    "Leo", "Lily", "Muhammad", "Florence", "Jack", "Mia", "Charlie", "Willow", "Oscar", "Rosie",
    "Jacob", "Sophia", "Henry", "Isabella", "Thomas", "Grace", "Freddie", "Daisy", "Alfie",
    "Sienna", "Theodore", "Poppy", "William", "Elsie", "Theo", "Emily", "Archie", "Ella",
    "Joshua", "Evelyn", "Ahmed", "Zoë", "José", "Renée", "Jürgen", "Siobhán", "Aleksandra",
    "Priya", "Wei", "Fatima", "Katarzyna", "Björn", "Chloé", "Andrzej", "Małgorzata", "Søren",
    "Ines", "Rosemary", "Sally", "Robert", "Elizabeth", "Margaret", "Stephen", "Catherine",
    "Philip", "Geoffrey", "Jonathan", "Nicholas",
)  # fmt: skip
_STEMS = (
    "Hart", "Mercer", "Ash", "Bell", "Brandt", "Nair", "Petit", "Moore", "Quill", "Larkin",
    "Dov", "Harr", "Wint", "Kest", "Bram", "Thorn", "Pell", "Rusk", "Marl", "Fenn", "Crow",
    "Ald", "Sut", "Weth", "Orm", "Gale", "Hol", "Brig", "Carn", "Dunn", "East", "Far", "Grim",
    "Hazel", "Ing", "Jess", "Kirk", "Lang", "Mal", "Nor", "Oak", "Pen", "Raw", "Sand", "Tem",
    "Under", "Vane", "Wick", "Yar", "Zell",
)  # fmt: skip
_ENDS = ("", "son", "ley", "ton", "field", "man", "wood", "er", "by", "well", "worth", "ford")
_STREETS = (
    "High", "Station", "Church", "Mill", "Park", "London", "Victoria", "Green", "Manor",
    "Kings", "Queens", "New", "Grange",
)  # fmt: skip
_WAYS = ("Street", "Road", "Lane", "Avenue", "Close")
_HOUSES = ("example.org", "example.com", "mail.example", "post.example", "gmail.com")


@dataclass(frozen=True, slots=True)
class Made:
    """A made customer; who has the same `person` is one person."""

    person: int
    name: str
    email: str
    phone: str
    address: str
    area: str


def made(count: int, seed: int, twins: float = 0.1) -> list[Made]:
    """`count` customers in a random order, of whom this share stands there a second time."""
    dice = random.Random(seed)
    second = int(count * twins / (1 + twins))
    people = _people(count - second, dice)
    again = [_misspelt(each, dice) for each in dice.sample(people, second)]
    told = [*people, *again]
    dice.shuffle(told)
    return told


def _people(count: int, dice: random.Random) -> list[Made]:
    """No two people have one e-mail address: who comes later gets a number in theirs."""
    found: list[Made] = []
    while len(found) < count:
        one = _person(len(found), dice)
        found.append(one)
        if dice.random() < 0.08 and len(found) < count:
            found.append(_of_the_house(one, len(found), dice))
    taken: set[str] = set()
    return [_with_own_mail(each, taken) for each in found]


def _with_own_mail(one: Made, taken: set[str]) -> Made:
    mailbox, at, house = one.email.partition("@")
    email, number = one.email, 2
    while email in taken:
        email, number = f"{mailbox}{number}{at}{house}", number + 1
    if email:
        taken.add(email)
    return replace(one, email=email)


def _person(number: int, dice: random.Random) -> Made:
    given, family = dice.choice(_GIVEN), dice.choice(_STEMS) + dice.choice(_ENDS)
    where = f"{dice.randint(1, 180)} {dice.choice(_STREETS)} {dice.choice(_WAYS)}"
    area = f"{dice.choice('ABCDEFGHKLMNPRSW')}{dice.randint(1, 30)}"
    phone = f"07{dice.randint(0, 999_999_999):09}" if dice.random() < 0.7 else ""
    email = _email(given, family, dice) if dice.random() < 0.85 else ""
    return Made(number, f"{given} {family}", email, phone, f"{where}, {area}", area)


def _email(given: str, family: str, dice: random.Random) -> str:
    mailbox = dice.choice(
        (f"{given}.{family}", f"{given[0]}{family}", f"{given}{dice.randint(1, 99)}",
         f"{family}.{given}{dice.randint(50, 99)}", f"{given}_{family}{dice.randint(1, 999)}")
    )  # fmt: skip
    plain = "".join(c for c in mailbox.lower() if c.isascii())
    return f"{plain}@{dice.choice(_HOUSES)}"


def _of_the_house(one: Made, number: int, dice: random.Random) -> Made:
    """Somebody else behind the same door, often with the same telephone."""
    given, family = dice.choice(_GIVEN), one.name.split()[-1]
    phone = one.phone if dice.random() < 0.5 else ""
    return replace(
        one, person=number, name=f"{given} {family}", email=_email(given, family, dice), phone=phone
    )


def _misspelt(one: Made, dice: random.Random) -> Made:
    """The same person as another clerk wrote them down: one to three changes."""
    changes: tuple[Callable[[Made, random.Random], Made], ...] = (
        _other_mail, _slip_in_name, _letter_alone, _changed_about, _plain_name, _no_phone,
        _with_country, _slip_in_phone, _moved, _slip_in_mail, _written_short, _other_provider,
        _slip_in_name, _other_mail,
    )  # fmt: skip
    for change in dice.sample(changes, dice.choice((1, 2, 2, 3))):
        one = change(one, dice)
    return one


def _slip(text: str, dice: random.Random) -> str:
    if len(text) < 3:
        return text
    at = dice.randrange(1, len(text) - 1)
    return dice.choice(
        (text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:],
         text[:at] + text[at + 1] + text[at] + text[at + 2 :],
         text[:at] + dice.choice("aeiorstn") + text[at + 1 :])
    )  # fmt: skip


def _slip_in_name(one: Made, dice: random.Random) -> Made:
    given, family = one.name.split()[0], one.name.split()[-1]
    if dice.random() < 0.5:
        return replace(one, name=f"{_slip(given, dice)} {family}")
    return replace(one, name=f"{given} {_slip(family, dice)}")


def _letter_alone(one: Made, dice: random.Random) -> Made:
    return replace(one, name=f"{one.name[0]}. {one.name.split()[-1]}")


def _changed_about(one: Made, dice: random.Random) -> Made:
    given, family = one.name.split()[0], one.name.split()[-1]
    return replace(one, name=dice.choice((f"{family} {given}", f"{family}, {given}")))


def _plain_name(one: Made, dice: random.Random) -> Made:
    return replace(one, name="".join(c for c in one.name.upper() if c.isascii()))


def _other_mail(one: Made, dice: random.Random) -> Made:
    return replace(one, email=_email(one.name.split()[0], one.name.split()[-1], dice))


def _other_provider(one: Made, dice: random.Random) -> Made:
    mailbox = one.email.partition("@")[0]
    return replace(one, email=f"{mailbox}@{dice.choice(_HOUSES)}") if mailbox else one


def _slip_in_mail(one: Made, dice: random.Random) -> Made:
    mailbox, at, house = one.email.partition("@")
    return replace(one, email=f"{_slip(mailbox, dice)}{at}{house}")


def _no_phone(one: Made, dice: random.Random) -> Made:
    return replace(one, phone="")


def _with_country(one: Made, dice: random.Random) -> Made:
    return replace(one, phone=f"+44 {one.phone[1:5]} {one.phone[5:]}") if one.phone else one


def _slip_in_phone(one: Made, dice: random.Random) -> Made:
    if not one.phone:
        return one
    at = dice.randrange(3, len(one.phone))
    return replace(one, phone=f"{one.phone[:at]}{dice.randint(0, 9)}{one.phone[at + 1 :]}")


def _moved(one: Made, dice: random.Random) -> Made:
    other = _person(0, dice)
    return replace(one, address=other.address, area=other.area)


def _written_short(one: Made, dice: random.Random) -> Made:
    short = {"Street": "St", "Road": "Rd", "Lane": "Ln", "Avenue": "Ave", "Close": "Cl"}
    address = one.address
    for long, brief in short.items():
        address = address.replace(long, brief)
    return replace(one, address=address)
