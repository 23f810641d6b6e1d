"""The settings of every process of the journey: as in production, with letters to a test's port."""

import os

from upheld.project.settings import *  # noqa: F403

EMAIL_BACKEND = "upheld.project.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["JOURNEY_SMTP_PORT"])
