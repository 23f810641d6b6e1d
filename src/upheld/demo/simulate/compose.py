"""Puts a letter together: which moves its writer makes, and in which order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from upheld.demo.simulate import lexicon
from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.grammar import Pen
from upheld.demo.simulate.grievances import Grievance
from upheld.demo.simulate.ledger import Ledger
from upheld.demo.simulate.scenes import about_a_thing, date_list, has_it, scene_of
from upheld.demo.simulate.voice import Voice

# How many things beside the matter itself a manner puts in: fewest, most, likeliest.
_EXTRAS = {
    "plain": (0, 3, 1), "warm": (1, 4, 2), "terse": (0, 1, 0), "cross": (1, 4, 2),
    "wry": (1, 4, 2), "elderly": (1, 4, 2), "business": (0, 3, 1), "texting": (0, 2, 0),
    "second": (0, 3, 1), "apologetic": (0, 3, 2), "rambling": (3, 7, 4),
}  # fmt: skip
_USUAL = {
    "more": 5.0,
    "effect": 2.4,
    "tried": 1.6,
    "notice": 0.5,
    "past": 1.3,
    "praise": 0.5,
    "idea": 0.5,
}
_SPECIAL = {"cross": "heat", "wry": "wry", "rambling": "ramble"}
_ORDERLY = ("business", "cross", "plain", "elderly", "terse")
_FORMAL, _BRIEF = ("elderly", "business"), ("terse", "texting")
_TRIES = 8
_TRAILING = re.compile(r" +([.,?!])(?=\s|$)")
_MARKS = (".", "!", "?", ",", ":", ")", "x", "-", '"', "@larchandlintel")


@dataclass(frozen=True, slots=True)
class Piece:
    """One move of a letter; `kind` lets praise and ideas be kept apart for the firm."""

    kind: str
    text: str


class Composer:
    """One grievance, one writer: draws moves until the letter is done."""

    def __init__(
        self,
        grievance: Grievance,
        voice: Voice,
        pen: Pen,
        ledger: Ledger,
        demand: str,
        earlier: int,
    ) -> None:
        self.ledger = ledger
        self.grievance = grievance
        self.voice = voice
        self.pen = pen
        self.dice: Dice = pen.dice
        self.demand = demand
        self.earlier = earlier
        self.scene: Mapping[str, Sequence[str]] = lexicon.scenes()[scene_of(grievance)]
        self.manner = lexicon.manners().get(voice.manner, {})

    def letter(self) -> list[Piece]:
        body = [self._core(), *self._extras()]
        if self.demand != "none":
            body.insert(self._place_for_ask(len(body)), self._ask())
        return [*self._begin(), *body, *self._end()]

    def post(self) -> list[Piece]:
        """A public post: short, with the firm's handle."""
        part = "short" if self.dice.chance(0.7) else "tell"
        rest = [self._move("heat")] if self.dice.chance(0.25) else []
        return [self._from("greet", self.pen.lists["social"]), self._scene(part), *rest]

    def note(self) -> list[Piece]:
        """What a colleague wrote down while listening."""
        shapes = lexicon.shapes()
        tails = self.dice.sample(shapes["tail"], self.dice.randint(1, 2))
        if self.demand != "none" and self.dice.chance(0.55):
            tails.insert(0, self.dice.choice(shapes["wants"]))
        said = [self._from("tail", [tail]) for tail in tails]
        return [self._scene("note"), *said, self._from("sign", shapes["hand"])]

    def joined(self, pieces: Sequence[Piece]) -> str:
        """The pieces as text, with this writer's habit of paragraphs."""
        text = ""
        habit = self.dice.weighted({" ": 50.0, "\n\n": 32.0, "\n": 10.0})
        for piece in pieces:
            text += self._gap(text, piece, habit) + piece.text
        return text

    def _gap(self, text: str, piece: Piece, habit: str) -> str:
        if not text:
            return ""
        if piece.kind in ("sign", "list") or text.endswith(","):
            return "\n\n" if habit != "\n" or piece.kind == "list" else "\n"
        stop = "" if text.endswith(_MARKS) or self.voice.manner == "texting" else "."
        loose = self.dice.chance(0.75) if habit != " " else False
        return (stop if "\n" not in text[-40:] or not loose else "") + (habit if loose else " ")

    def _begin(self) -> list[Piece]:
        curt = self.voice.manner in _BRIEF
        greet = [self._from("greet", self.manner["greet"])]
        opening = [self._from("open", self.manner["open"])]
        return (greet if self.dice.chance(0.45 if curt else 0.85) else []) + (
            opening if self.dice.chance(0.25 if curt else 0.5) else []
        )

    def _end(self) -> list[Piece]:
        curt = self.voice.manner in _BRIEF
        close = [self._from("close", self.manner["close"])]
        sign = [self._from("sign", self.manner["sign"])]
        return (close if self.dice.chance(0.3 if curt else 0.55) else []) + (
            sign if self.dice.chance(0.5 if curt else 0.9) else []
        )

    def _core(self) -> Piece:
        listed = date_list(self.grievance)
        if listed and self.voice.manner in _ORDERLY and self.dice.chance(0.16):
            dates = self._from("list", lexicon.shapes()[listed])
            return Piece("list", f"{dates.text}\n\n{self._scene('short').text}")
        return self._scene(self._tone())

    def _tone(self) -> str:
        if self.voice.manner in _FORMAL:
            return "formal" if self.dice.chance(0.6) else "tell"
        if self.voice.manner in _BRIEF:
            return "short" if self.dice.chance(0.62) else "tell"
        return "short" if self.dice.chance(0.07) else "tell"

    def _extras(self) -> list[Piece]:
        low, high, usual = _EXTRAS[self.voice.manner]
        weights = dict(_USUAL)
        special = _SPECIAL.get(self.voice.manner)
        if special:
            weights[special] = 6.0
        pieces = []
        for _ in range(int(self.dice.triangular(low, high + 0.99, usual + 0.5))):
            kind = self.dice.weighted(weights)
            weights[kind] = 3.0 if kind == "ramble" else 0.0
            pieces.append(self._move(kind))
        return pieces

    def _move(self, kind: str) -> Piece:
        if kind == "more":
            return self._scene("more")
        if kind == "past":
            return self._from(kind, self.pen.lists["history" if self.earlier else "first_time"])
        lines = list(self.pen.lists[kind])
        if about_a_thing(self.grievance):
            lines += self.pen.lists.get(f"{kind}_product", ())
            if has_it(self.grievance):
                lines += self.pen.lists.get(f"{kind}_here", ())
        return self._from(kind, lines)

    def _ask(self) -> Piece:
        ask = lexicon.asks()[self.demand]
        tone = {"formal": "formal", "short": "short"}.get(self._tone(), "say")
        fitting = has_it(self.grievance) and about_a_thing(self.grievance)
        return self._from("ask", [*ask[tone], *(ask.get(f"{tone}_here", ()) if fitting else ())])

    def _place_for_ask(self, length: int) -> int:
        return self.dice.weighted({length: 80.0, 1: 14.0, 0: 6.0})

    def _scene(self, part: str) -> Piece:
        return self._from(part, self.scene[part])

    def _from(self, kind: str, lines: Sequence[str]) -> Piece:
        for _ in range(_TRIES):
            spoken = self.voice.speak(self._tidy(self.pen.write(self.pen.pick(lines))), self.dice)
            if not self.ledger.worn(spoken):
                break
        return Piece(kind, spoken)

    def _tidy(self, written: str) -> str:
        tidy = _TRAILING.sub(r"\1", written)
        return tidy if self.voice.manner in _BRIEF else tidy[:1].upper() + tidy[1:]
