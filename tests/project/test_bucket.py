"""Files of evidence in a bucket that speaks S3: kept, backed up, and given back as they came."""

import hashlib
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from tests.core.mails import a_mail
from tests.new_store import new_store
from tests.project.test_serve import UPHELD, environment
from tests.project.test_settings import setting

from upheld.project.storing import storage
from upheld.store.bucket import Bucket

PHOTO = random.Random(2).randbytes(9 * 1024 * 1024)  # more than S3 takes in one part
SHA256 = hashlib.sha256(PHOTO).hexdigest()
PATH = f"{SHA256[:2]}/{SHA256}"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


WHO = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "eu-west-1"}


def upheld(var: Path, bucket: str, *asked: str) -> str:
    told = environment(var) | WHO | {"UPHELD_FILES": bucket}
    return subprocess.run(
        [*UPHELD, *asked], env=told, capture_output=True, text=True, check=True
    ).stdout


def test_what_is_kept_in_a_bucket_is_whole_backed_up_and_restored(
    endpoint: str, tmp_path: Path
) -> None:
    s3 = boto3.client("s3", endpoint_url=endpoint, region_name="eu-west-1",
                      aws_access_key_id="a", aws_secret_access_key="b")  # fmt: skip
    where = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket="evidence", CreateBucketConfiguration=where)
    bucket = f"s3://evidence/{{}}?endpoint_url={endpoint}"
    message = tmp_path / "letter.eml"
    message.write_bytes(a_mail(files=(("a.pdf", "application/pdf", PHOTO),)))
    var = new_store(tmp_path / "first").parent
    upheld(var, bucket.format("one"), "mail", "receive", str(message))
    kept = s3.list_objects_v2(Bucket="evidence", Prefix="one/")["Contents"]
    assert f"one/{PATH}" in {each["Key"] for each in kept}
    assert not (var / "files").exists()
    assert "intact" in upheld(var, bucket.format("one"), "verify")
    backup = tmp_path / "a.backup"
    upheld(var, bucket.format("one"), "backup", str(backup))
    empty = new_store(tmp_path / "second").parent
    upheld(empty, bucket.format("two"), "restore", str(backup))
    again = s3.list_objects_v2(Bucket="evidence", Prefix="two/")["Contents"]
    assert [(each["Key"][4:], each["ETag"]) for each in again] == [
        (each["Key"][4:], each["ETag"]) for each in kept
    ]
    s3.delete_object(Bucket="evidence", Key=kept[0]["Key"])
    with pytest.raises(subprocess.CalledProcessError) as amiss:
        upheld(var, bucket.format("one"), "verify")
    assert "missing" in amiss.value.stdout + amiss.value.stderr


def test_what_is_fetched_and_large_lies_on_the_disk() -> None:
    """Else a message of 50 MB is in memory once for everybody who looks at it."""
    told = storage("s3://evidence/one", Path())["OPTIONS"]
    assert 0 < Bucket(**told).max_memory_size <= 1024 * 1024


@pytest.mark.parametrize("url", ["evidence", "s3:///folder", "s3://evidence?acl=public-read"])
def test_a_bucket_that_is_misspelt_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        setting("1", tmp_path, UPHELD_FILES=url)
    assert "give s3://bucket/folder" in refused.value.stderr
