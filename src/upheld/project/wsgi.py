import os
from collections.abc import Iterable
from importlib import import_module
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from upheld.project.content_type import bare
from upheld.project.turns import Turns

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
_django = get_wsgi_application()

# Before the first request is taken, so that nobody waits for it, and two do not read it at once.
import_module(settings.ROOT_URLCONF)

from upheld.project import telemetry  # noqa: E402 (the settings are read by now)

telemetry.begin("web")


def _answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    environ["CONTENT_TYPE"] = bare(environ.get("CONTENT_TYPE", ""))
    return _django(environ, start_response)


application = Turns().take(_answer)
