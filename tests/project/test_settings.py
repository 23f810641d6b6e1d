"""Settings: safe out of the box, and changed by the environment alone."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import call_command

from upheld.project import settings

VAR = "UPHELD_VAR"


def setting(expression: str, folder: Path, **environment: str) -> str:
    """What the settings of a new process say with this environment."""
    code = f"from upheld.project import settings; print({expression})"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")}
    path = os.pathsep.join(sys.path)
    env = {**kept, "PYTHONPATH": path, VAR: str(folder), **environment}
    told = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    return told.stdout.strip()


def test_the_secret_key_is_made_once_kept_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    first = setting("settings.SECRET_KEY", folder)
    assert len(first) > 60
    assert setting("settings.SECRET_KEY", folder) == first
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600


def test_of_processes_that_begin_at_once_all_have_the_key_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UPHELD_SECRET_KEY", raising=False)
    for number in range(20):
        monkeypatch.setattr(settings, "VAR", tmp_path / str(number))
        together = threading.Barrier(4)

        def begun(_: int, together: threading.Barrier = together) -> str:
            together.wait()
            return settings._secret_key()

        with ThreadPoolExecutor(4) as processes:
            (key,) = set(processes.map(begun, range(4)))
        assert len(key) > 60
        assert [each.name for each in (tmp_path / str(number)).iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("expression", "environment", "told"),
    [
        ("settings.SECRET_KEY", {"UPHELD_SECRET_KEY": "given"}, "given"),
        (
            "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE",
            {"UPHELD_SITE": "https://complaints.example.org"},
            "True True",
        ),
        ("settings.SESSION_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS", {}, "False 0"),
        (
            "getattr(settings, 'SECURE_PROXY_SSL_HEADER', None)",
            {"UPHELD_SITE": "https://complaints.example.org"},
            "None",
        ),
        ("settings.DATABASES['default']['ENGINE']", {}, "upheld.project.sqlite"),
        (
            "settings.DATABASES['default']['ENGINE']",
            {"UPHELD_DATABASE": "postgresql://u@localhost/x"},
            "django.db.backends.postgresql",
        ),
        (
            "settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS",
            {},
            "localhost 25 False",
        ),
        (
            "settings.EMAIL_HOST_USER, settings.EMAIL_PORT, settings.EMAIL_USE_TLS",
            {"UPHELD_SMTP": "smtp://ada%40example.org@smtp.example.org:587"},
            "ada@example.org 587 True",
        ),
        (
            "settings.EMAIL_PORT, settings.EMAIL_USE_SSL, settings.EMAIL_HOST_PASSWORD",
            {"UPHELD_SMTP": "smtps://ada@smtp.example.org", "UPHELD_SMTP_PASSWORD": "given"},
            "465 True given",
        ),
        ("settings.DEBUG", {}, "False"),
        ("settings.ALLOWED_HOSTS", {"UPHELD_HOSTS": "desk.example.org"}, "['desk.example.org']"),
    ],
)
def test_the_environment_chooses(
    expression: str, environment: dict[str, str], told: str, tmp_path: Path
) -> None:
    assert setting(expression, tmp_path, **environment) == told


def test_django_finds_nothing_wrong(db: None) -> None:
    call_command("check", databases=["default"])


def test_a_host_inside_is_named_in_any_spelling_and_by_nothing_more(tmp_path: Path) -> None:
    told = "IMAP.Firm.lan., [FD00::7] ,"
    inside = setting("sorted(settings.INSIDE)", tmp_path, UPHELD_INSIDE=told)
    assert inside == "['fd00::7', 'imap.firm.lan']"
    with pytest.raises(subprocess.CalledProcessError) as ended:
        setting("1", tmp_path, UPHELD_INSIDE="imap.firm.lan:993")
    why = "UPHELD_INSIDE: 'imap.firm.lan:993' is no host: write its name or IP address alone"
    assert why in ended.value.stderr


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"UPHELD_MAIL_HOOK": "a-password-of-many-signs"}, "must be name:password"),
        ({"UPHELD_MAIL_HOOK": "hook:short"}, "a password of at least 20 signs"),
        ({"UPHELD_MAILGUN_KEY": "key"}, "UPHELD_MAILGUN_KEY needs UPHELD_MAIL_HOOK"),
    ],
)
def test_mail_by_http_is_not_taken_without_a_secret(
    environment: dict[str, str], why: str, tmp_path: Path
) -> None:
    with pytest.raises(subprocess.CalledProcessError) as ended:
        setting("settings.MAIL_HOOK", tmp_path, **environment)
    assert why in ended.value.stderr
