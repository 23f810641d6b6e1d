"""What a request says that it is, as far as anything here reads it."""

import re

_BOUNDARY = re.compile(r';\s*boundary\s*=\s*("[^"]*"|[^;\s]+)', re.IGNORECASE)


def bare(told: str) -> str:
    """The kind and, of a form with files, where its parts begin. What comes is UTF-8, as our pages
    are: Django makes a request in the charset that a stranger names, before anything can refuse
    it, and fails without an answer by one that is none of text, such as rot13."""
    kind = told.partition(";")[0].strip()
    found = _BOUNDARY.search(told)
    return f"{kind}; boundary={found[1]}" if found else kind
