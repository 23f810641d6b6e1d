"""Where files of evidence are kept: a folder, or a bucket that speaks S3."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured

_ASKED = {"endpoint_url", "region_name"}
_IN_MEMORY = 1024 * 1024  # bytes of a file that was fetched; what is larger lies on the disk


def storage(url: str, folder: Path) -> dict[str, Any]:
    """What Django is told: `url` is s3://bucket/prefix?endpoint_url=..., or empty for the folder.

    Who we are to the bucket is read from AWS's own variables or files. Raises
    ImproperlyConfigured."""
    return _bucket(url) if url else _folder(folder)


def _folder(place: Path) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": place,
            "allow_overwrite": True,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def _bucket(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.scheme != "s3" or not parts.hostname or not _ASKED.issuperset(asked):
        told = "give s3://bucket/folder, with ?endpoint_url=https://... where it is not Amazon's"
        raise ImproperlyConfigured(f"UPHELD_FILES is {url!r}: {told}")
    if find_spec("storages") is None:
        raise ImproperlyConfigured("UPHELD_FILES needs more: run pip install 'upheld[s3]'")
    return {
        "BACKEND": "upheld.store.bucket.Bucket",
        # Nobody but us reads them, whatever the bucket's own rules say of the public.
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": parts.path.strip("/"),
            "default_acl": "private",
            "file_overwrite": True,
            "max_memory_size": _IN_MEMORY,
            **asked,
        },
    }
