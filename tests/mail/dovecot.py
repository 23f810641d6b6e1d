"""Debian's dovecot, started for a test on ports of its own, with one mailbox in it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from imap_tools.mailbox import BaseMailBox, MailBoxUnencrypted
from tests.ports import a_free_port
from tests.project.test_serve import answers
from tests.waiting import PATIENCE, soon

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
needs_dovecot = pytest.mark.skipif(DOVECOT is None, reason="Debian's dovecot-imapd is not here")
USER, PASSWORD = "complaints@example.org", "correct_horse"


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens; `certificate` is the file that says who it is."""

    folder: Path
    port: int
    secure_port: int
    lmtp_port: int

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    def url(self, scheme: str = "imaps") -> str:
        port = self.secure_port if scheme == "imaps" else self.port
        return f"{scheme}://{quote(USER, safe='')}@localhost:{port}/INBOX"

    def box(self) -> BaseMailBox:
        """The mailbox as its owner opens it."""
        return MailBoxUnencrypted("127.0.0.1", self.port, timeout=PATIENCE).login(USER, PASSWORD)

    def put(self, *raws: bytes, folder: str = "INBOX") -> None:
        with self.box() as box:
            for raw in raws:
                box.append(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), folder)

    def seen(self, folder: str = "INBOX") -> list[bool]:
        """Whether each message of a folder is marked as seen, in the order of their numbers."""
        with self.box() as box:
            box.folder.set(folder)
            return [r"\Seen" in each.flags for each in box.fetch(mark_seen=False)]


CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1
protocols = imap lmtp
default_internal_user = {internal}
default_login_user = {login}
first_valid_uid = {uid}
mail_location = maildir:{folder}/mail
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
mail_fsync = never
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0  # who guesses wrong is not kept waiting longer each time
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {secure_port}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp_port}
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
"""
_NOBODY = 65534


@contextmanager
def dovecot() -> Iterator[Server]:
    """A server that ends with the block, and leaves nothing."""
    assert DOVECOT
    folder = Path(tempfile.mkdtemp(prefix="upheld-dovecot-"))
    server = Server(folder, a_free_port(), a_free_port(), a_free_port())
    _prepare(server)
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(folder / "dovecot.conf")])
    try:
        soon(lambda: all(map(answers, (server.port, server.secure_port, server.lmtp_port))))
        yield server
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(server: Server) -> None:
    folder, root = server.folder, os.getuid() == 0
    folder.chmod(0o755)
    me = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    uid, gid = (_NOBODY, _NOBODY) if root else (os.getuid(), os.getgid())
    for name in ("home", "mail"):
        (folder / name).mkdir()
        os.chown(folder / name, uid, gid)
    told = CONFIGURATION.format(
        folder=folder, internal="dovecot" if root else me, login="dovenull" if root else me,
        uid=uid, gid=gid, password=PASSWORD,
        port=server.port, secure_port=server.secure_port, lmtp_port=server.lmtp_port,
    )  # fmt: skip
    (folder / "dovecot.conf").write_text(told)
    certificate = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"]
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", names, *certificate],
        check=True, capture_output=True,
    )  # fmt: skip
