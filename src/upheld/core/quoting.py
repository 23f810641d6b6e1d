"""A quotation found again in the complaint: what is not said there is not quoted from there."""

from .redaction.redact import redacted, without_numbers
from .spans import Span, sentences

_AROUND = " \t\"'“”‘’.!?…"


def sentence_of(quote: str, text: str, name: str = "", *others: str) -> Span | None:
    """The sentence of `text` that `quote` repeats; None where no sentence says it.

    White space, capitals and the marks at its ends may differ, and whoever quotes may have read
    the text without what identifies people (redaction.py), the customer's `name` and their
    `others` included.
    """
    wanted = _bare(without_numbers(quote))
    if not wanted:
        return None
    for span in sentences(text):
        said = span.of(text)
        # What was taken out leaves a bracket: without one the quotation is of the text itself.
        if wanted == _bare(said):
            return span
        if "[" in wanted and wanted == _bare(redacted(said, name, others=others)):
            return span
    return None


def _bare(said: str) -> str:
    return " ".join(said.split()).strip(_AROUND).casefold()
