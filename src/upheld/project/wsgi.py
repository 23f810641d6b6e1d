import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from upheld.project import balance
from upheld.project.turns import Turns

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
_answer = Turns().take(get_wsgi_application())
application = balance.shared.join(_answer) if balance.shared else _answer

# Before the first request is taken, so that nobody waits for it, and two do not read it at once.
import_module(settings.ROOT_URLCONF)

from upheld.project import telemetry  # noqa: E402 (the settings are read by now)

telemetry.begin("web")
