"""Letters, notes and chats of complaints desks whose totals alone were ever seen.

They are the texts of tests/core/texts by authors who had seen no pattern; nobody read them.
"""

from collections.abc import Iterator

from benchmarks.redaction_others import Planted

_FILES = {
    "a complaints desk in English": "letters_desk_new.txt",
    "a complaints desk in English, as many firms as people": "letters_desk_firms.txt",
    "the same in eight other languages": "letters_desk_europe_firms.txt",
}


def all_of() -> Iterator[tuple[str, list[Planted]]]:
    from tests.core.test_redaction_strangers import _texts

    for title, file in _FILES.items():
        yield title, [*map(_planted, _texts(file))]


def _planted(told: str) -> Planted:
    """What may go, or stay, is marked as nothing that is looked for."""
    from tests.core.test_redaction_strangers import _spans

    text, marked = _spans(told)
    return text, [(start, end, "value" * goes, text[start:end]) for start, end, goes in marked]
