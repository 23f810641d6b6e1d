"""Words with a capital that are nobody in a text that is not English: the label of a field, what
is short for something, a town, a saint's house, a word with which a sentence begins."""

# ruff: noqa: E501 (a pattern is read whole)

import re

from upheld.core.known_words import (
    TOLD,
    bare,
    is_common,
    is_listed,
    is_make,
    is_of_letters,
    is_unknown,
)
from upheld.core.word_lists import words

from .runs import Run, roles

_SAINT = re.compile(r"(?<!\w)(?:St|S|Sta|Sto|Sint|Sankt|San|Santa|Santo|Saint|Sainte|São|Św)\.? $")
_SAINTS = frozenset({"san", "santa", "santo", "sankt", "saint", "sainte", "sao"})
_OF_GOODS = re.compile(
    r"\b(?i:produkt|produit|producto|prodotto|product|produto|artikel|article|art[íi]culo|articolo|artigo|artykuł|modell?|mod[èe]le|modelo|modello|vara|ware|farbe|couleur|color|colore|kleur|kolor|cor|färg|marke|marque|marca|merk|marka|märke|gerät|appareil|aparato|urządzenie|toestel|equipamento) ?: $"
)
_OPENS = re.compile(r"(?:^|[\n.!?:…–•“\"«>*)\]-][ \t]?)$")
_GOES_ON = re.compile(r",? [a-zà-ÿ]|[.,!?]")
_LABEL = re.compile(r"[ \t]?[:=]")
_OF_A_SIGN = re.compile(r"![^\W\d_]")  # FRITZ!Box
_TO_THE = frozenset({"al", "ai", "alla", "alle", "del", "dal", "van", "ty", "la", "ed", "vi"})
_CALLED_NUMBERS = frozenset({"nr", "nummer", "numero", "no", "num", "id", "nro", "ref"})
# The word before it, with what may stand between: chaudière la Saunier Duval, lavatrice (Candy Rapidò).
_JOINT = r"(?:(?:d[eaiou]s?|del|della|dello|dos|das|la|le|l['’]|van|von|z|marki|marca|marque|Marke|merk|på|en|un[ae]?|es un[ae]?|[èe] un[ao]?) ){0,2}"
_BEFORE = re.compile(rf"([^\W\d_][\w-]{{2,30}}) (?:\(|[\"“„«])?{_JOINT}$")
_AN = re.compile(r"(?<!\w)(?:une?|una|uno|um|uma|eine[nmr]?|een|ett) [\"“„«]?$")
_OF_A_MODEL = re.compile(r"\+? (?:[A-Z]{1,3})?\d{1,4}(?![\w./-]|[ ./-]?\d)|\+")
_SHORT = 4  # signs of what stands in capitals for something else: IVA

# And what stands between somebody and where they are, or where they go.
_PLACE_BEFORE = re.compile(
    r"(?i:\b(?:på|vid|hos|från|bei|beim|nach|im|in|aus|auf|au|aux|chez|dans|sur|en|em|nel|nella|sul|sulla|presso|we|bij|naar|op|uit|na)) $"
)
_ENDS = re.compile(r"[.!?;\n]")


def is_nobody(run: Run) -> bool:
    """No name of the list makes it somebody there."""
    of_goods = run.before.endswith(": ") and _OF_GOODS.search(run.before)
    if of_goods and run.plain[0] not in words("given"):
        return True  # Produit : Matelas Confort Royal
    if len(run.plain) > 1:
        if _is_a_house(run) or _is_a_device(run) or _begins_elsewhere(run):
            return True
        if run.plain[0] in _TO_THE and of_the_language(run.told[1:]):
            return True  # Al Servicio de Atención
        with_capitals = " ".join(word for word in run.told if not word.islower())
        return run.plain[-1] in _CALLED_NUMBERS or is_make(with_capitals)
    if run.said.isupper() and (len(run.said) <= _SHORT or run.plain[0] in words("words_too")):
        return True
    if _OF_A_SIGN.match(run.after):
        return True
    if _LABEL.match(run.after) and is_of_letters(run.plain[0]):
        return True
    return bool(_SAINT.search(run.before)) or _is_a_town(run) or _begins_a_sentence(run)


def _is_a_house(run: Run) -> bool:
    """Hospital Beatriz Ângelo, la filiale di Reggio Emilia, Paris Gare de Lyon."""
    before = _BEFORE.search(run.before)
    within = words("houses").intersection(run.plain[:-1])
    return bool(within) or bool(before and bare(before[1]) in words("houses"))


def _begins_elsewhere(run: Run) -> bool:
    """With a saint, a town or a make: Santa Chiara di Trento, Firenze Campo Marte, Skoda Octavia."""
    first, second = run.plain[:2]
    if first in _SAINTS or (first in words("towns") and not is_listed(first)):
        return True
    made = first in words("firms", "brands") and not is_listed(first) and " " in run.said
    return made and (second not in words("given") or second in words("given_too"))


def _is_a_device(run: Run) -> bool:
    """Of a make that no list of names has: the modem Experia Box, un Itron Aquadis, Railjet 533."""
    before = _BEFORE.search(run.before)
    if before and bare(before[1]) in words("devices"):
        return True
    known = any(map(is_listed, run.told))
    return not known and bool(_AN.search(run.before) or _OF_A_MODEL.match(run.after))


def _is_a_town(run: Run) -> bool:
    towns = words("places", "towns", "cities", "towns_too")
    before = TOLD.findall(run.before)[-1:]
    return run.plain[0] in towns and not roles().intersection(map(bare, before))


def _begins_a_sentence(run: Run) -> bool:
    """It has its capital from there: Aire acondicionado, Vi kollar."""
    is_word = run.plain[0] in words("words_too")
    return is_word and bool(_OPENS.search(run.before) and _GOES_ON.match(run.after))


def words_before(run: Run, english: bool) -> list[str]:
    """Which may lead to it: the last of its sentence; the last three of its line where it is not
    English, or what stands with a colon above it."""
    if english:
        return TOLD.findall(run.before.rstrip(" :,(").rpartition(".")[2])[-1:]
    above = run.before.rstrip(" ").endswith("\n") and not run.before.rstrip().endswith(":")
    return [] if above else TOLD.findall(_ENDS.split(run.before.rstrip(" :,(\n"))[-1])[-3:]


def is_elsewhere(run: Run) -> bool:
    """Where somebody is, or what they begin to say: undersköterska på Sahlgrenska, Agente: Vou ver."""
    says = run.before.endswith(": ") and len(run.told) == 1 and run.after[:1] == " "
    return bool(_PLACE_BEFORE.search(run.before)) or (says and run.after[1:2].islower())


def is_strange(run: Run) -> bool:
    """Words that no list has, on the line of what stands before them."""
    strange = not any(is_common(word) or not is_unknown(word) for word in run.told)
    beside = run.before[-1:] == " " and run.before[-2:-1].isalpha()
    return strange and beside and not run.said.isupper()


def only_of_the_language(told: tuple[str, ...]) -> bool:
    """Every one is, and none is a name."""
    return all(map(is_common, told)) and not any(map(_is_named, told))


def of_the_language(told: tuple[str, ...]) -> bool:
    """One of these words is frequent in some language, and none is a name."""
    long = (word for word in told if len(word) > _SHORT)
    return any(map(is_common, long)) and not any(map(_is_named, told))


def _is_named(word: str) -> bool:
    """A list of names has it, and it is no particle: Atención al Paciente."""
    return word[0].isupper() and is_listed(word)
