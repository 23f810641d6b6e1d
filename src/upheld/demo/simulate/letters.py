"""Letters of complaint: what each person wrote, in their own words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from upheld.core.words import Channel
from upheld.demo.simulate import lexicon
from upheld.demo.simulate.byhand import BOB_ID, ROSEMARY_ID, SALLY_ID
from upheld.demo.simulate.company import Order
from upheld.demo.simulate.compose import Composer, Piece
from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.firm import ITEMS
from upheld.demo.simulate.grammar import Pen
from upheld.demo.simulate.grievances import Grievance
from upheld.demo.simulate.ledger import Ledger
from upheld.demo.simulate.scenes import scene_of
from upheld.demo.simulate.slots import ONES, office_slots, slots, spoken
from upheld.demo.simulate.voice import Voice, voice_of
from upheld.demo.simulate.words import read

_DRAFTS = 14
_COUNTED = 20
_NOTE_VOICE = Voice("note", "short", "plain", "order {}", frozenset())


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    demand: str
    statement: str
    praise: str | None = None
    idea: str | None = None


class Writer:
    """Writes in order of time and remembers all, so that no two people write the same letter."""

    def __init__(self, orders: Iterable[Order], seed: int) -> None:
        self.seed = seed
        self._ledger = Ledger()
        self._worn: Counter[str] = Counter()
        self._bought: defaultdict[int, list[Order]] = defaultdict(list)
        for order in orders:
            self._bought[order.customer_id].append(order)
        self._rosemary_wrote = False

    def letter(self, grievance: Grievance) -> Letter:
        dice = Dice(self.seed, "letter", grievance.order.id, grievance.topic.key)
        statement = self._office(grievance, dice, "statement")
        if grievance.person.id in (SALLY_ID, BOB_ID, ROSEMARY_ID):
            return self._by_hand(grievance, statement, dice)
        if grievance.template_id:
            return self._copied(grievance, statement, dice)
        for _ in range(_DRAFTS):
            letter = self._draft(grievance, statement, dice)
            if not self._ledger.too_like(letter.text):
                break
        self._ledger.keep(letter.text)
        return letter

    def _draft(self, grievance: Grievance, statement: str, dice: Dice) -> Letter:
        noted = grievance.channel in (Channel.PHONE, Channel.IN_PERSON)
        voice = _NOTE_VOICE if noted else voice_of(grievance.person, self.seed)
        demand = dice.choice(grievance.topic.demands)
        facts = self._facts(grievance, voice, dice, demand)
        pen = Pen(dice, lexicon.lists(), facts, self._worn)
        composer = Composer(
            grievance, voice, pen, self._ledger, demand, len(self._earlier(grievance))
        )
        pieces = _pieces(composer, grievance.channel)
        subject = pen.write(pen.pick(lexicon.scenes()[scene_of(grievance)]["subject"]))
        return Letter(
            voice.speak(subject, dice),
            composer.joined(pieces),
            _field(demand),
            statement,
            _first(pieces, "praise"),
            _first(pieces, "idea"),
        )

    def _facts(self, grievance: Grievance, voice: Voice, dice: Dice, demand: str) -> dict[str, str]:
        lists = lexicon.lists()
        earlier = self._earlier(grievance)
        other = max(earlier, key=lambda order: order.amount.amount, default=grievance.order)
        wanted = _field(demand)
        return {
            **slots(grievance, voice.dates, voice.money, voice.order, dice),
            "room": dice.choice(lists["room"]),
            "staff": dice.choice(lists["staff"]),
            "want": wanted[:1].lower() + wanted[1:],
            "orders_words": self._how_many(grievance),
            "other": f"the {spoken(other.item)}",
        }

    def _how_many(self, grievance: Grievance) -> str:
        number = sum(1 for o in self._bought[grievance.person.id] if o.id <= grievance.order.id)
        return ONES[number] if number <= _COUNTED else str(number)

    def _earlier(self, grievance: Grievance) -> Sequence[Order]:
        """Pieces of another kind that were bought and came before this order."""
        return [
            order
            for order in self._bought[grievance.person.id]
            if order.delivered_on
            and order.delivered_on < grievance.order.placed_on
            and order.item != grievance.order.item
            and "wood" in ITEMS[order.item].traits
            and not ITEMS[order.item].plural
        ]

    def _office(self, grievance: Grievance, dice: Dice, part: str) -> str:
        scene = "billing_loop" if grievance.topic.key == "billing_loop" else scene_of(grievance)
        line = lexicon.scenes()[scene][part][0]
        return Pen(dice, lexicon.lists(), office_slots(grievance, dice)).write(line)

    def _copied(self, grievance: Grievance, statement: str, dice: Dice) -> Letter:
        scene = lexicon.scenes()["care_plan_price"]
        facts = slots(grievance, "plain", "exact", "order {}", dice)
        pen = Pen(dice, lexicon.lists(), facts)
        return Letter(
            pen.write(dice.choice(scene["subject"])),
            pen.write(scene["tell"][0]),
            _field("promise_money"),
            statement,
        )

    def _by_hand(self, grievance: Grievance, statement: str, dice: Dice) -> Letter:
        said = self._script(grievance)
        facts = slots(grievance, "plain", "plain", "order {}", dice)
        pen = Pen(dice, {}, facts | {"praise": said.get("praise", "")})
        text = pen.write(said["text"]).strip()
        self._ledger.keep(text)
        subject = pen.write(said["subject"])
        return Letter(subject, text, said["demand"], statement, said.get("praise"))

    def _script(self, grievance: Grievance) -> dict[str, str]:
        script = read("byhand")
        if grievance.person.id != ROSEMARY_ID:
            hers: dict[str, str] = script["sally" if grievance.person.id == SALLY_ID else "bob"]
            return hers
        which = "second" if self._rosemary_wrote else "first"
        self._rosemary_wrote = True
        said: dict[str, str] = script["rosemary"][which]
        return said


def _pieces(composer: Composer, channel: Channel) -> list[Piece]:
    if channel in (Channel.PHONE, Channel.IN_PERSON):
        return composer.note()
    return composer.post() if channel is Channel.SOCIAL else composer.letter()


def _field(demand: str) -> str:
    return "" if demand == "none" else lexicon.asks()[demand]["field"][0]


def _first(pieces: Sequence[Piece], kind: str) -> str | None:
    return next((piece.text for piece in pieces if piece.kind == kind), None)
