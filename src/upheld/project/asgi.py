"""What the server serves: the application of `wsgi.py`, asked what has come whole."""

from wsgiref.types import WSGIEnvironment

from django.conf import settings

from upheld.core.portal import MOST_FILES
from upheld.project import balance
from upheld.project.room import Room
from upheld.project.whole import Rooms, Ways, Whole


def application(at_once: int) -> Whole:
    """Made once in each process, after it was forked."""
    from upheld.project.refusals import not_taken_in
    from upheld.project.wsgi import application as answer

    most = largest_body()
    # What one customer may ask of us, all that we hold of them, is larger than a form.
    rooms = Rooms(Room(2 * most), Room(4 * most))
    return Whole(Ways(answer, not_taken_in, _who), at_once, most, rooms, balance.shared.join())


def largest_body() -> int:
    """Bytes of a form with all its files: its words are less than one more. The proxy before us
    takes as much (deploy/nginx.conf)."""
    return settings.LARGEST_FILE * (MOST_FILES + 1)


def _who(environ: WSGIEnvironment) -> str:
    from upheld.store import knocks

    return knocks.asked_from(environ.get("HTTP_X_FORWARDED_FOR", ""), environ["REMOTE_ADDR"])
