"""Animals that somebody tells of: a name beside the word for one is nobody's (our cat Tilly, Rex
(Labrador), Biscuit the rabbit)."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterable, Iterator

from upheld.core.known_words import bare
from upheld.core.pieces import UP, one_of
from upheld.core.redaction.patterns import Found
from upheld.core.word_lists import words

# No word of somebody who has one: a dog owner.
_ANIMAL = rf"{one_of(*sorted(words('breeds')))}(?! (?:owner|walker|sitter|groomer|breeder|trainer|lover|handler|warden|people|person|charity))"
_NAME = rf"(?P<it>[{UP}](?<!\w.)[a-zà-ÿ]{{1,20}})"
_BEFORE = r"(?:(?!(?:and|with|who|has|had|said|for|to|of|in|at|on|or)\b)[\w-]{1,14} ){0,3}"
_BESIDE = (
    # my old dog Rex; our cat called Tilly; the Labrador, Max, was
    re.compile(
        rf"\b(?i:my|our|her|his|their|your|the|an?) {_BEFORE}{_ANIMAL}(?:(?:,? (?i:called|named))? |, (?=[{UP}][^\W\d_]+,)){_NAME}"
    ),
    # Rex, my dog; Tilly, our two-year-old tabby; Biscuit the rabbit
    re.compile(rf"{_NAME},? (?i:my|our|a|an|the) {_BEFORE}{_ANIMAL}(?!\w)"),
    # Monty (Cocker Spaniel), Luna (9 yo F DSH cat)
    re.compile(rf"{_NAME} ?\((?:[^()\n]{{0,30}}[ ,/])?{_ANIMAL}(?!\w)"),
)
# Nala's leg. She's a young Ridgeback.
_IS_ONE = re.compile(
    rf"{_NAME}(?:['’]s)?(?: [\w,'’-]{{1,20}}){{0,6}}[.,;] (?:[Ss]?[Hh]e|[Ii]t)(?:['’]s| is| was) an? {_BEFORE}{_ANIMAL}(?!\w)"
)
_FIELD = re.compile(
    rf"(?i:\b(?:pet|animal|dog|cat|horse|puppy|kitten)(?:'s)?(?: name)?) ?[:=] ?{_NAME}(?!\w| [{UP}])"
)
# Tilly's mum, the tabby.
_WHOSE = re.compile(
    rf"{_NAME}['’]s (?i:(?:mum|mummy|dad|daddy)\b[^.\n]{{0,20}}? {_ANIMAL}|paws?|collar|kennel|vet)(?!\w)"
)
_ANY = re.compile(
    rf"{one_of(*sorted(words('breeds')), 'vets?', 'veterinary', 'kennels?', 'cattery', 'paws?', 'pet')}(?!\w)"
)


def pets(text: str) -> frozenset[str]:
    """What the animals of a text are called, as the lists have words."""
    if not _ANY.search(text):
        return frozenset()
    found = (
        match["it"]
        for beside in (*_BESIDE, _IS_ONE, _FIELD, _WHOSE)
        for match in beside.finditer(text)
    )
    return frozenset(map(bare, found)) - words("breeds")


def without_pets(text: str, found: Iterable[Found]) -> Iterator[Found]:
    """All but what is a name of an animal alone."""
    called: frozenset[str] | None = None  # looked for where somebody is named at all
    for each in found:
        if each.what == "name" and called is None:
            called = pets(text)
        if each.what != "name" or not called or bare(text[each.start : each.end]) not in called:
            yield each
