import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
application = get_wsgi_application()

from upheld.project import telemetry  # noqa: E402 (the settings are read by now)

telemetry.begin("web")
