"""Every mart, in the order in which they are made: one that is made of others comes after them."""

from .column import Column, Kind, Mart
from .complaints import ALLEGATIONS, CASES, EXCEPTIONS, OBLIGATIONS, REMEDIES
from .lists import CAUSES, PERSONAS, THEMES, TOUCHPOINTS
from .people import CONTACTS, CUSTOMERS, ORDERS
from .summaries import MONTHS, PASSAGES

MARTS: tuple[Mart, ...] = (
    CASES, ALLEGATIONS, REMEDIES, EXCEPTIONS, OBLIGATIONS, CONTACTS, ORDERS, CUSTOMERS, MONTHS,
    PASSAGES, TOUCHPOINTS, CAUSES, THEMES, PERSONAS,
)  # fmt: skip
BY_NAME = {mart.name: mart for mart in MARTS}

__all__ = ["BY_NAME", "MARTS", "Column", "Kind", "Mart"]
