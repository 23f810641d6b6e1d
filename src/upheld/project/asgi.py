"""What the server serves: the application of `wsgi.py`, asked what has come whole."""

from django.conf import settings

from upheld.core.portal import MOST_FILES
from upheld.project.whole import Room, Whole


def application(at_once: int) -> Whole:
    """Made once in each process, after it was forked."""
    from upheld.project.wsgi import application as answer

    most = settings.LARGEST_FILE * (MOST_FILES + 1)  # the words of a form are less than a file
    return Whole(answer, at_once, most, Room(2 * most))
