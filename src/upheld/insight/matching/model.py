"""How Splink compares two customers (Fellegi and Sunter 1969), as its settings on DuckDB.

How often a part agrees among pairs that are one person (m) is fixed in core/matching.py, so that a
small firm's few customers do not teach it nonsense, and the same customers give the same answer.
How often it agrees among any two (u) is counted among the firm's own customers where they are many.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from upheld.core.matching import LEVELS

# Above so many customers a part's agreement by chance is counted and not taken as it usually is.
ENOUGH_TO_COUNT = 2_000
_LEAST = 1e-7
_ONE_IN = 20  # customers who have a twin, before anything is known of them


_LETTER = "((length(given_l) = 1 OR length(given_r) = 1) AND left(given_l, 1) = left(given_r, 1))"
# Given names that are plainly others: neither spelt alike, nor one letter of the other, nor changed
# about with the family name.
_OTHER_GIVEN = (
    "(given_l IS NOT NULL AND given_r IS NOT NULL"
    " AND jaro_winkler_similarity(given_l, given_r) < 0.8"
    " AND damerau_levenshtein(given_l, given_r) > 1"
    " AND jaro_winkler_similarity(given_l, family_r) < 0.88"
    f" AND NOT {_LETTER})"
)
_ALIKE = (
    "(jaro_winkler_similarity({0}_l, {0}_r) >= 0.88"
    " OR (damerau_levenshtein({0}_l, {0}_r) <= 1 AND length({0}_l) > 2 AND length({0}_r) > 2))"
)
_NAME = (
    "given_l = given_r AND family_l = family_r",
    "given_l = family_r AND family_l = given_r",
    f"{_ALIKE.format('given')} AND {_ALIKE.format('family')}",
    f"{_ALIKE.format('family')} AND {_LETTER}",
    "given_l = given_r",
    "family_l = family_r",
)
_EMAIL = (
    f"email_l = email_r AND NOT {_OTHER_GIVEN}",
    "email_l = email_r",
    "mailbox_l = mailbox_r AND NOT of_name_l",
    "mailbox_l = mailbox_r",
    # A number in an address is chosen to be another: it is no slip of the keys.
    "damerau_levenshtein(email_l, email_r) <= 2 AND digits_l = digits_r",
    "jaro_winkler_similarity(mailbox_l, mailbox_r) >= 0.88",
)
_PHONE = (
    f"phone_l = phone_r AND NOT {_OTHER_GIVEN}",
    "phone_l = phone_r",
    "damerau_levenshtein(phone_l, phone_r) <= 1",
)
_ADDRESS = (
    f"address_l = address_r AND NOT {_OTHER_GIVEN}",
    f"jaro_winkler_similarity(address_l, address_r) >= 0.93 AND {_OTHER_GIVEN}",
    "jaro_winkler_similarity(address_l, address_r) >= 0.93",
)
_CONDITIONS = {"name": _NAME, "email": _EMAIL, "phone": _PHONE, "address": _ADDRESS}
_UNKNOWN = {"name": "family"}

# Two are compared that share one of these; a column that very many share is empty for them.
BLOCKS = ("by_phone", "by_email", "by_mailbox", "by_address", "by_name", "by_start", "by_swap")


# The level of a part that is counted: how often any two agree in these columns.
_COUNTED = {
    ("name", 0): ("given", "family"), ("name", 4): ("given",), ("name", 5): ("family",),
    ("email", 0): ("email",), ("phone", 0): ("phone",), ("address", 0): ("address",),
}  # fmt: skip


def settings(frame: pl.DataFrame) -> dict[str, Any]:
    """For these customers, one a row."""
    count = frame.height
    chances = _chances(frame) if count >= ENOUGH_TO_COUNT else {}
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "pk",
        "probability_two_random_records_match": min(0.5, 2 / _ONE_IN / max(count - 1, 1)),
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": [f"l.{block} = r.{block}" for block in BLOCKS],
        "comparisons": [_comparison(part, chances) for part in LEVELS],
    }


def _chances(frame: pl.DataFrame) -> dict[tuple[str, int], float]:
    """How often any two customers agree by chance: the squares of the shares, added up."""
    found = {}
    for level, columns in _COUNTED.items():
        there = frame.select(columns).drop_nulls()
        counts = there.group_by(columns).len()["len"]
        pairs = there.height * (there.height - 1)
        alike = float((counts * (counts - 1)).sum())
        found[level] = alike / pairs if pairs else 0.0
    return found


def _comparison(part: str, chances: Mapping[tuple[str, int], float]) -> dict[str, Any]:
    column = _UNKNOWN.get(part, part)
    unknown = {
        "sql_condition": f"{column}_l IS NULL OR {column}_r IS NULL",
        "label_for_charts": "not known",
        "is_null_level": True,
    }
    *agreeing, no = LEVELS[part]
    told = [
        {"sql_condition": condition, "label_for_charts": level.words, "m_probability": level.m,
         "u_probability": max(chances.get((part, at), level.u), _LEAST)}
        for at, (condition, level) in enumerate(zip(_CONDITIONS[part], agreeing, strict=True))
    ]  # fmt: skip
    other = {
        "sql_condition": "ELSE", "label_for_charts": no.words, "m_probability": no.m,
        "u_probability": no.u,
    }  # fmt: skip
    return {"output_column_name": part, "comparison_levels": [unknown, *told, other]}
