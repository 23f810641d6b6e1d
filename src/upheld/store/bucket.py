"""A bucket that speaks S3, whose faults are those of a disk: no file of it is to blame."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3File, S3Storage

from .away import StorageAway

# Seconds: who waits for a file holds up whoever comes next. One try more is for a lost connection.
_PATIENCE = Config(connect_timeout=5, read_timeout=20, retries={"max_attempts": 2})


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise StorageAway(f"the bucket does not answer as it should: {error}") from error


class _File(S3File):  # type: ignore[misc]
    def _get_file(self) -> Any:
        with _told():
            return super()._get_file()

    file = property(_get_file, S3File._set_file)


class Bucket(S3Storage):  # type: ignore[misc]
    """Django's storage in a bucket. Raises StorageAway, an OSError, where S3 raises its own."""

    client_config: Any

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.client_config = self.client_config.merge(_PATIENCE)

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _told():
            opened = super()._open(name, mode)
        opened.__class__ = _File
        return opened

    def _save(self, name: str, content: Any) -> Any:
        with _told():
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with _told():
            super().delete(name)

    def exists(self, name: str) -> Any:
        with _told():
            return super().exists(name)

    def size(self, name: str) -> Any:
        with _told():
            return super().size(name)

    def listdir(self, name: str) -> Any:
        with _told():
            return super().listdir(name)
