"""Settings for one machine out of the box; the environment changes them for production."""

import os
import secrets
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazy

from upheld.core.outgoing import AddressRefused, host_of
from upheld.project import mail_out, sso

from .log_form import logging_of
from .sign_in import *  # noqa: F403  # each name of it is a setting
from .storing import storage

VAR = Path(os.environ.get("UPHELD_VAR", "var")).resolve()

_packaged = Path(__file__).resolve().parents[1] / "policies"
_checkout = Path(__file__).resolve().parents[3] / "policies"
POLICIES = Path(os.environ.get("UPHELD_POLICIES", _packaged if _packaged.is_dir() else _checkout))
POLICY = os.environ.get("UPHELD_POLICY", "standard")
REGIME = os.environ.get("UPHELD_REGIME", "iso-10002")
# Where the end of the record is written down each day (store/record/anchors.py).
ANCHORS = os.environ.get("UPHELD_ANCHORS", "")
# Who was erased, by number, for whoever puts an older backup back (store/erased/listed.py); and the
# e-mail address of who answers for erasing by itself what is due, which nothing does without it.
ERASURES = os.environ.get("UPHELD_ERASURES", "") or str(VAR / "erasures.jsonl")
ERASE_DUE = os.environ.get("UPHELD_ERASE_DUE", "")
FACTS = Path(os.environ.get("UPHELD_FACTS", POLICIES / "facts.yaml"))


def _secret_key() -> str:
    """Kept beside the data, so that sessions survive a restart; given by the operator otherwise."""
    if given := os.environ.get("UPHELD_SECRET_KEY"):
        return given
    kept = VAR / "secret_key"
    if not kept.exists():
        VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The desk and its jobs may begin at once: it is there whole, and the first one counts.
        with NamedTemporaryFile("w", dir=VAR, prefix=".secret_key-") as new:
            new.write(secrets.token_urlsafe(64))
            new.flush()
            with suppress(FileExistsError):
                os.link(new.name, kept)
    return kept.read_text()


SECRET_KEY_MADE_HERE = not os.environ.get("UPHELD_SECRET_KEY")
# Read when it is first needed, and once: a decision without a store leaves nothing behind.
SECRET_KEY = lazy(cache(_secret_key), str)()
# Those of before it, that in force until now first: what is under them still opens.
_before = os.environ.get("UPHELD_SECRET_KEY_FALLBACKS", "").split(",")
SECRET_KEY_FALLBACKS = [each.strip() for each in _before if each.strip()]
DEBUG = os.environ.get("UPHELD_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("UPHELD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("UPHELD_ORIGINS", "").split(",") if o]

# Sign-in by somebody else's directory comes with pip install 'upheld[sso]'; which, says the firm.
SSO_APPS = (
    [
        "allauth.socialaccount",
        "upheld.desk.openid",
        "allauth.socialaccount.providers.saml",
    ]
    if find_spec("onelogin") and find_spec("requests") and find_spec("jwt")
    else []
)

INSTALLED_APPS = [
    "upheld.store",
    "upheld.desk",
    "upheld.portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *SSO_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "upheld.project.asked.watching",
    "django.middleware.security.SecurityMiddleware",
    # Before whatever may refuse a request: a refusal is a page, and a file may be a picture that
    # has a script.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "upheld.project.static_files.StaticFiles",
    "upheld.desk.unkept.Unkept",
    "upheld.desk.sessions.OfBrowsers",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "upheld.desk.sessions.Sessions",
    "upheld.desk.second_factor.SecondFactor",
    "upheld.desk.doors.Doors",
    "allauth.account.middleware.AccountMiddleware",
    "upheld.desk.sites.OfSites",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "upheld.desk.looking.WrittenDown",
    "upheld.project.refusals.Unusable",
]

ROOT_URLCONF = "upheld.project.urls"
WSGI_APPLICATION = "upheld.project.wsgi.application"

# django-cotton would rewrite TEMPLATES at start-up: spelt out instead.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "upheld.desk.templatetags.folds",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("UPHELD_DATABASE", f"sqlite:///{VAR / 'upheld.sqlite3'}"),
        conn_max_age=None,
        conn_health_checks=True,  # a server that was begun again has cut the connections of before
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time, taken at the start, so that no step fails half-way on a lock.
    DATABASES["default"]["ENGINE"] = "upheld.project.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            # Each thread keeps so many pages of its own. More made nothing faster, nor did mapping
            # the file: what is not kept is in the system's memory, once for all.
            "PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    # Pages ask the same statements again: each connection has the server read and plan them once.
    DATABASES["default"]["OPTIONS"] = {
        "server_side_binding": True,
        "prepare_threshold": 5,
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "store.Person"


def _one_of(name: str, usual: str, *others: str) -> str:
    told = os.environ.get(name, usual)
    if told not in (usual, *others):
        raise ImproperlyConfigured(f"{name} is {told!r}: choose {', '.join((usual, *others))}")
    return told


# The firm's own directory at the sign-in, which opens the desk to nobody who was not invited.
SOCIALACCOUNT_PROVIDERS = {
    **sso.openid(
        os.environ.get("UPHELD_OIDC_ISSUER", ""),
        os.environ.get("UPHELD_OIDC_CLIENT", ""),
        os.environ.get("UPHELD_OIDC_SECRET", ""),
        os.environ.get("UPHELD_OIDC_NAME", "your work account"),
    ),
    **sso.saml(
        os.environ.get("UPHELD_SAML_ENTITY", ""),
        os.environ.get("UPHELD_SAML_URL", ""),
        os.environ.get("UPHELD_SAML_CERTIFICATE", ""),
        os.environ.get("UPHELD_SAML_NAME", "your work account"),
    ),
}
if SOCIALACCOUNT_PROVIDERS and not SSO_APPS:
    raise ImproperlyConfigured("a directory at sign-in needs pip install 'upheld[sso]'")
SECOND_FACTOR = _one_of("UPHELD_SECOND_FACTOR", "administrators", "leads", "all", "none")

# Evidence by its contents: the same file is kept once, and written anew it says the same.
STORAGES = {
    "default": storage(os.environ.get("UPHELD_FILES", ""), VAR / "files"),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def _whole(name: str, usual: str, least: int = 1) -> int:
    told = os.environ.get(name, usual)
    if not (told.isascii() and told.isdigit() and int(told) >= least):
        raise ImproperlyConfigured(
            f"{name} is {told!r}: give a whole number from {least} up, as {usual}"
        )
    return int(told)


LARGEST_FILE = _whole("UPHELD_LARGEST_FILE", "25") * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "upheld.store.uploads.WithinTheLimit",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

EMAIL_BACKEND = mail_out.backend(
    os.environ.get("UPHELD_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
)
EMAIL_FILE_PATH = VAR / "mail"

EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_USE_SSL, EMAIL_USE_TLS = mail_out.server(
    os.environ.get("UPHELD_SMTP", "smtp://localhost:25")
)
EMAIL_HOST_PASSWORD = mail_out.password(
    os.environ.get("UPHELD_SMTP_PASSWORD", ""), os.environ.get("UPHELD_SMTP_PASSWORD_FILE", "")
)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = os.environ.get("UPHELD_FROM", "complaints@localhost")
# A mail server that does not deliver plus addresses would send customers' answers back to them.
PLUS_ADDRESSES = os.environ.get("UPHELD_PLUS_ADDRESSES") == "1"

# The portal: its own address as people know it, and how many of our proxies tell who asks.
SITE = os.environ.get("UPHELD_SITE", "")
PROXIES = _whole("UPHELD_PROXIES", "0", least=0)
CSRF_FAILURE_VIEW = "upheld.project.refusals.too_old"
# How many requests a minute one key of the API has, and whether webhooks may lead to this machine
# and its network, which is for trying them out alone.
API_REQUESTS = _whole("UPHELD_API_REQUESTS", "600")
WEBHOOKS_LOCAL = os.environ.get("UPHELD_WEBHOOKS_LOCAL") == "1"


# Hosts of the firm's own network where its mailbox and the databases of its imports may be.
def _inside() -> set[str]:
    told = os.environ.get("UPHELD_INSIDE", "").split(",")
    try:
        return {host_of(name) for name in told if name.strip()}
    except AddressRefused as error:
        raise ImproperlyConfigured(f"UPHELD_INSIDE: {error}") from None


INSIDE = _inside()
# An assistant's way in over HTTP (upheld mcp --http), for whoever holds the token.
MCP_TOKEN = os.environ.get("UPHELD_MCP_TOKEN", "")

# A language model may suggest where the firm names one; without an address none is asked.
MODEL_URL = os.environ.get("UPHELD_MODEL_URL", "")
MODEL_NAME = os.environ.get("UPHELD_MODEL_NAME", "default")
MODEL_KEY = os.environ.get("UPHELD_MODEL_KEY", "")
MODEL_SECONDS = _whole("UPHELD_MODEL_SECONDS", "60")
MODEL_LONGEST = _whole("UPHELD_MODEL_LONGEST", "1000")
# A mailbox that complaints are read from, such as imaps://name@imap.example.org/INBOX.
MAILBOX = os.environ.get("UPHELD_IMAP", "")
MAILBOX_PASSWORD = os.environ.get("UPHELD_IMAP_PASSWORD", "")
MAILBOX_PASSWORD_FILE = os.environ.get("UPHELD_IMAP_PASSWORD_FILE", "")
MAILBOX_MOVE_TO = os.environ.get("UPHELD_IMAP_MOVE_TO", "")
MAILBOX_SINCE = os.environ.get("UPHELD_IMAP_SINCE", "")
# The name under which our own mail server writes what it found of a sender (RFC 8601).
MAIL_CHECKED_BY = os.environ.get("UPHELD_MAIL_CHECKED_BY", "").strip()
MAIL_SILENT_MINUTES = _whole("UPHELD_MAIL_SILENT", "15")


def _hook_secret() -> str:
    """Name and password that a provider gives with each message that it brings by HTTP."""
    given = os.environ.get("UPHELD_MAIL_HOOK", "")
    if given and len(given.partition(":")[2]) < 20:
        told = "UPHELD_MAIL_HOOK must be name:password, with a password of at least 20 signs"
        raise ImproperlyConfigured(told)
    return given


MAIL_HOOK = _hook_secret()
if MAIL_HOOK and find_spec("anymail") is None:
    raise ImproperlyConfigured("UPHELD_MAIL_HOOK needs anymail: run pip install 'upheld[mail]'")
MAILGUN_KEY = os.environ.get("UPHELD_MAILGUN_KEY", "")
if MAILGUN_KEY and not MAIL_HOOK:
    raise ImproperlyConfigured("UPHELD_MAILGUN_KEY needs UPHELD_MAIL_HOOK: set both")
ANYMAIL = {"WEBHOOK_SECRET": MAIL_HOOK, "MAILGUN_WEBHOOK_SIGNING_KEY": MAILGUN_KEY}

# How many days a person is not asked again how it was, once they were asked kindly.
ASK_EVERY_DAYS = _whole("UPHELD_ASK_EVERY", "180")
# How long a session lasts: in minutes without anything done, and in hours whatever is done.
SESSION_ENGINE = "upheld.desk.kept_sessions"
SESSION_IDLE = _whole("UPHELD_SESSION_IDLE", "120") * 60
SESSION_LONGEST = _whole("UPHELD_SESSION_HOURS", "12") * 3600
SESSION_COOKIE_AGE = SESSION_LONGEST

LANGUAGE_CODE = "en-gb"
TIME_ZONE = os.environ.get("UPHELD_ZONE", "Europe/London")
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True

# People who come by https come by nothing else: neither a cookie nor a page goes out in the clear.
_HTTPS = SITE.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _HTTPS else 0
if _HTTPS and PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "upheld.project.told_apart.ToldApart"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        # A browser follows no form to where it is led on but here: a directory is asked by one.
        "form-action": [SELF, *sso.origins(SOCIALACCOUNT_PROVIDERS)],
        "frame-ancestors": [NONE],
    }
}
# What watches the processes: the log's form, the token of /metrics, and OpenTelemetry's collector.
LOG = os.environ.get("UPHELD_LOG", "text")
if LOG not in ("text", "json"):
    raise ImproperlyConfigured(f"UPHELD_LOG is {LOG!r}: give text or json")
METRICS_TOKEN = os.environ.get("UPHELD_METRICS_TOKEN", "")
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("UPHELD_METRICS_TOKEN must have at least 20 signs")
TELEMETRY = bool(os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"))
for _asked, _told, _module in (
    (LOG == "json", "UPHELD_LOG=json", "pythonjsonlogger"),
    (METRICS_TOKEN, "UPHELD_METRICS_TOKEN", "prometheus_client"),
    (TELEMETRY, "OTEL_EXPORTER_OTLP_ENDPOINT", "opentelemetry"),
):
    if _asked and find_spec(_module) is None:
        raise ImproperlyConfigured(f"{_told} needs more: run pip install 'upheld[watch]'")
LOGGING = logging_of(LOG)
