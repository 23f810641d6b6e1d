"""What is read of the store for the marts: keys, kinds, amounts and moments, and no word that
somebody wrote. What is not named here is not written down."""

from . import complaints, lists, people
from .source import Reading, Row, Source

SOURCES: tuple[Source, ...] = (*lists.SOURCES, *complaints.SOURCES, *people.SOURCES)

__all__ = ["SOURCES", "Reading", "Row", "Source"]
