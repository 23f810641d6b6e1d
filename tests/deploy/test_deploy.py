"""What is written for running it: systemd's units and the proxy. `make lint` reads the image's."""

import json
import os
import re
import shlex
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests.new_store import new_store
from tests.ports import a_free_port
from tests.project.test_serve import answers
from tests.project.test_settings import setting
from tests.project.test_watching import serving
from tests.waiting import PATIENCE, soon

from upheld.core.portal import MOST_FILES

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
GUIDE = DEPLOY.parent / "docs" / "how-to" / "run-in-production.md"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def needs(program: str) -> pytest.MarkDecorator:
    found = shutil.which(program, path="/usr/sbin:/usr/bin:/bin:/usr/local/bin")
    return pytest.mark.skipif(not found, reason=f"{program} is not installed")


@needs("systemd-analyze")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_knows_each_line_of_the_units(unit: Path, tmp_path: Path) -> None:
    """A line that it does not know is told and passed over: it would protect nothing."""
    for each in UNITS:
        here = each.read_text("utf-8").replace("/opt/upheld/bin/upheld", "/bin/true")
        (tmp_path / each.name).write_text(here)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)],
        capture_output=True, text=True, check=False, env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )  # fmt: skip
    mine = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert mine == []


def test_every_unit_that_serves_is_kept_from_the_rest_of_the_machine() -> None:
    for unit in UNITS:
        if unit.suffix == ".service":
            told = set(unit.read_text("utf-8").splitlines())
            assert {"User=upheld", "NoNewPrivileges=yes", "ProtectSystem=strict"} <= told


def test_nobody_else_on_the_machine_reads_what_a_unit_keeps() -> None:
    for unit in UNITS:
        if unit.suffix == ".service":
            assert {"StateDirectoryMode=0700", "UMask=0077"} <= {*unit.read_text().splitlines()}


@pytest.mark.parametrize(("mailbox", "begins"), [("", False), ("imaps://a@b.example/I", True)])
def test_mail_is_read_where_a_mailbox_is_named(mailbox: str, begins: bool) -> None:
    """Else the unit would begin and end every other second."""
    (told,) = (
        line.partition("=")[2]
        for line in (DEPLOY / "systemd" / "upheld-mail.service").read_text("utf-8").splitlines()
        if line.startswith("ExecCondition=")
    )
    done = subprocess.run(shlex.split(told), env={"UPHELD_IMAP": mailbox}, check=False)
    assert (done.returncode == 0) is begins


@contextmanager
def behind_nginx(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    """The desk with the guide's settings and our proxy before it: its name, and the ports of https,
    of http and of the desk itself."""
    name, secure, plain = "complaints.example.org", a_free_port(), a_free_port()
    names = ("UPHELD_SITE", "UPHELD_PROXIES", "UPHELD_HOSTS", "UPHELD_ORIGINS")
    told = {each: guided()[each] for each in names}
    new_store(folder / "var")
    with serving(folder / "var", *container("CMD")[2:], **told) as (_, port):
        nginx = _nginx(folder, name, secure, plain, port)
        try:
            soon(lambda: answers(port) and answers(secure))
            yield name, secure, plain, port
        finally:
            nginx.terminate()
            nginx.wait()


@needs("nginx")
@pytest.mark.slow
def test_behind_the_proxy_all_is_https_and_nobody_can_say_who_they_are(tmp_path: Path) -> None:
    with behind_nginx(tmp_path) as (name, secure, plain, port):
        page = get(f"https://127.0.0.1:{secure}/complain/", name)
        moved = get(f"http://127.0.0.1:{plain}/complain/", name)
        moved_away = get(f"http://127.0.0.1:{plain}/complain/", "evil.example")
        stranger = get(f"https://127.0.0.1:{secure}/complain/", "evil.example")
        hidden = get(f"https://127.0.0.1:{secure}/health/ready", name)
        from_here = get(f"http://127.0.0.1:{port}/health/ready", "127.0.0.1")
        asks = [each.replace("8000", str(port)) for each in container("    CMD")]
        well = subprocess.run([sys.executable, *asks[1:]], check=False, capture_output=True)
    assert page.status == 200
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
    assert "Secure" in page.headers["Set-Cookie"]
    assert (moved.status, moved.headers["Location"]) == (301, f"https://{name}/complain/")
    assert (moved_away.status, moved_away.headers["Location"]) == (301, f"https://{name}/complain/")
    assert stranger.status == 400
    assert hidden.status == 404
    assert from_here.status == 200
    assert well.returncode == 0, well.stderr


_MB = 2**20


@needs("nginx")
@pytest.mark.slow
def test_behind_the_proxy_a_form_takes_what_its_page_says_and_no_more(tmp_path: Path) -> None:
    with behind_nginx(tmp_path) as (name, secure, _, port):
        page = get(f"https://127.0.0.1:{secure}/complain/", name)
        told = page.read().decode()
        taken = posted(secure, name, told, [b"%d" % n + b"x" * 20 * _MB for n in range(2)])
        most = 11 * 25 * _MB  # what the page says, and its words
        by_nginx = announced(secure, "/complain/", most + 1, tls=True)
        by_us = announced(port, "/complain/", most + 1, tls=False)
        desk = announced(secure, "/", 30 * _MB + 1, tls=True)
    assert "Up to 10 files of any kind, each up to 25 MB." in told
    assert taken.status == 303
    files = tmp_path / "var" / "files"
    assert sum(each.stat().st_size for each in files.rglob("*") if each.is_file()) > 40 * _MB
    for refused in (by_nginx, by_us, desk):
        assert refused.startswith("HTTP/1.1 413")
        assert "<h1>This is too much at once</h1>" in refused
        assert "what you wrote is still there" in refused


@needs("nginx")
@pytest.mark.slow
def test_behind_the_proxy_no_header_fools_a_limit_or_a_link(tmp_path: Path) -> None:
    with behind_nginx(tmp_path) as (name, secure, _, _):
        token = get(f"https://127.0.0.1:{secure}/complain/", name).read().decode()
        lies = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Port": "99",
                "Forwarded": "for=192.0.2.1;host=evil.example;proto=http"}  # fmt: skip
        answers = []
        for number in range(31):
            lie = {"X-Forwarded-For": f"192.0.2.{number}", "X-Real-IP": f"192.0.2.{number}"}
            email = f"c{number}@x.example"
            answers.append(posted(secure, name, token, (), email=email, headers=lies | lie).status)
    assert answers == [303] * 30 + [429]
    with closing(sqlite3.connect(tmp_path / "var" / "upheld.sqlite3")) as store:
        sites = store.execute("SELECT DISTINCT site FROM store_receipt").fetchall()
    assert sites == [(f"https://{name}",)]


@needs("nginx")
def test_the_proxy_keeps_no_address_and_lets_no_stranger_say_whose_trace_it_is(
    tmp_path: Path,
) -> None:
    """What stands behind it here tells what came."""
    name, secure, plain = "complaints.example.org", a_free_port(), a_free_port()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Echo) as behind:
        Thread(target=behind.serve_forever, daemon=True).start()
        nginx = _nginx(tmp_path, name, secure, plain, behind.server_address[1])
        try:
            soon(lambda: answers(secure))
            came = json.loads(get(f"https://127.0.0.1:{secure}/invitations/secret/", name).read())
            get(f"http://127.0.0.1:{plain}/invitations/secret/", name)
        finally:
            nginx.terminate()
            nginx.wait()
            behind.shutdown()
    assert {each.lower() for each in came} & {"traceparent", "tracestate"} == set()
    assert came["X-Forwarded-Proto"] == "https"
    assert (tmp_path / "asked").read_text() == ""


@needs("nginx")
@pytest.mark.parametrize(
    ("kind", "status", "told"),
    [("too-large", 413, "Content-Length: 99000000"), ("busy", 503, "Content-Length: 0")],
)
def test_what_the_proxy_refuses_by_itself_is_a_problem_to_a_program(
    kind: str, status: int, told: str, tmp_path: Path
) -> None:
    """Nobody is behind it here."""
    name, secure, plain = "complaints.example.org", a_free_port(), a_free_port()
    nginx = _nginx(tmp_path, name, secure, plain, a_free_port())
    try:
        soon(lambda: answers(secure))
        asked = HTTPSConnection("127.0.0.1", secure, timeout=PATIENCE, context=unchecked())
        asked.putrequest("POST", "/api/v1/cases", skip_host=True)
        for line in (f"Host: {name}", told):
            asked.putheader(*line.split(": "))
        asked.endheaders()
        answer = asked.getresponse()
        problem = json.loads(answer.read())
    finally:
        nginx.terminate()
        nginx.wait()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.status == problem["status"] == status
    assert problem["type"] == f"urn:upheld:problem:{kind}"


@needs("nginx")
def test_while_nobody_is_behind_the_proxy_a_page_says_when_to_come_again_as_the_api_does(
    tmp_path: Path,
) -> None:
    name, secure, plain = "complaints.example.org", a_free_port(), a_free_port()
    nginx = _nginx(tmp_path, name, secure, plain, a_free_port())
    try:
        soon(lambda: answers(secure))
        places = ("/", "/complain/", "/api/v1/cases")
        told = [get(f"https://127.0.0.1:{secure}{place}", name) for place in places]
        page = told[0].read().decode()
    finally:
        nginx.terminate()
        nginx.wait()
    assert [(each.status, each.headers["Retry-After"]) for each in told] == [(503, "60")] * 3
    assert "<h1>This is not possible right now</h1>" in page


@needs("nginx")
def test_the_proxy_tells_nobody_its_version(tmp_path: Path) -> None:
    name, secure, plain = "complaints.example.org", a_free_port(), a_free_port()
    nginx = _nginx(tmp_path, name, secure, plain, a_free_port())
    try:
        soon(lambda: answers(secure) and answers(plain))
        told = [get(f"http://127.0.0.1:{plain}/", name), get(f"https://127.0.0.1:{secure}/", name)]
    finally:
        nginx.terminate()
        nginx.wait()
    assert [each.headers["Server"] for each in told] == ["nginx", "nginx"]


@pytest.fixture
def at_once(tmp_path: Path) -> Iterator["AtOnce"]:
    name, secure, plain = "complaints.example.org", a_free_port(), a_free_port()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Echo) as behind, ExitStack() as open_ones:
        Thread(target=behind.serve_forever, daemon=True).start()
        nginx = _nginx(tmp_path, name, secure, plain, behind.server_address[1], AtOnce.SAID)
        try:
            soon(lambda: answers(secure))
            yield AtOnce(name, secure, open_ones)
        finally:
            nginx.terminate()
            nginx.wait()
            behind.shutdown()


class AtOnce:
    """Many who ask at once, each from where they say: what stands before nginx here tells it."""

    SAID = "set_real_ip_from 127.0.0.1;\nreal_ip_header X-Real-IP;\n"

    def __init__(self, name: str, port: int, open_ones: ExitStack) -> None:
        self._name, self._port, self._open = name, port, open_ones

    def asks(self, place: str, *more: str) -> ssl.SSLSocket:
        plainly = socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE)
        opened = self._open.enter_context(unchecked().wrap_socket(plainly))
        head = (f"{'POST' if more else 'GET'} / HTTP/1.0", f"Host: {self._name}", *more)
        opened.sendall("\r\n".join((*head, f"X-Real-IP: {place}", "", "")).encode())
        return opened

    def waits(self, place: str) -> None:
        """Says that it would send something, and does not."""
        self.asks(place, "Content-Length: 9")

    def answered(self, place: str) -> bytes:
        return self.asks(place).recv(65536).split()[1]


@needs("nginx")
def test_the_proxy_counts_the_addresses_of_one_home_as_one(at_once: AtOnce) -> None:
    for number in range(2):
        at_once.waits(f"2001:db8::{number:x}")
        at_once.waits(f"203.0.113.{number}")
    soon(lambda: at_once.answered("2001:db8::ffff") == b"429")
    others = [at_once.answered(each) for each in ("2001:db8:0:1::", "203.0.113.1")]
    assert others == [b"200", b"200"]


@needs("nginx")
def test_the_proxy_counts_the_homes_of_one_site_as_one_that_has_eight_times_as_much(
    at_once: AtOnce,
) -> None:
    for number in range(16):
        at_once.waits(f"2001:db8:0:{number:x}::1")
        at_once.waits(f"203.0.{number}.1")
    soon(lambda: at_once.answered("2001:db8:0:ffff::1") == b"429")
    others = [at_once.answered(each) for each in ("2001:db8:1::1", "203.0.113.1", "198.51.100.1")]
    assert others == [b"200", b"200", b"200"]


class _Echo(BaseHTTPRequestHandler):
    """Answers with the headers that it was sent."""

    def do_GET(self) -> None:
        told = json.dumps(dict(self.headers)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def posted(  # type: ignore[no-untyped-def]
    port: int, name: str, page: str, files, email="sally@x.example", headers=None
):
    """A complaint by the form of a page, as a browser sends it over https."""
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    fields = {"csrfmiddlewaretoken": found[1], "text": "It is late.", "name": "S", "email": email,
              "once": email}  # fmt: skip
    start = '--bound\r\nContent-Disposition: form-data; name="'
    body = "".join(f'{start}{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()).encode()
    for number, each in enumerate(files):
        head = f'{start}attached"; filename="{number}.bin"\r\n\r\n'
        body += head.encode() + each + b"\r\n"
    sent = {
        "Host": name, "Cookie": f"csrftoken={found[1]}", "Origin": f"https://{name}",
        "Content-Type": "multipart/form-data; boundary=bound", **(headers or {}),
    }  # fmt: skip
    asked = HTTPSConnection("127.0.0.1", port, timeout=PATIENCE, context=unchecked())
    asked.request("POST", "/complain/", body + b"--bound--\r\n", sent)
    return asked.getresponse()


def announced(port: int, path: str, size: int, tls: bool) -> str:
    """What is answered to a request that says how much it would send, and sends none of it."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as plain:
        opened = unchecked().wrap_socket(plain) if tls else plain
        told = f"POST {path} HTTP/1.1\r\nHost: complaints.example.org\r\nContent-Length: {size}"
        opened.sendall(f"{told}\r\n\r\n".encode())
        answer = b""
        while piece := opened.recv(65536):
            answer += piece
        return answer.decode()


def container(word: str) -> list[str]:
    """What the image runs, or asks whether it is well: the guide's test does what builds it."""
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    (found,) = (line for line in lines if line.startswith(f"{word} ["))
    told: list[str] = json.loads(found.removeprefix(word))
    return told


def test_the_image_installs_what_the_guide_does() -> None:
    wanted = 'pip install -c constraints.txt ".[mail,postgres,s3,seal,watch]"'
    assert wanted in GUIDE.read_text("utf-8")
    built = (DEPLOY / "Containerfile").read_text("utf-8").replace(" --no-cache-dir", "")
    assert wanted in built


def guided() -> dict[str, str]:
    """The settings that the guide gives, as systemd reads them: a # after a value is part of it."""
    block = GUIDE.read_text("utf-8").partition("UPHELD_VAR=")
    lines = (block[1] + block[2].partition("```")[0]).splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_what_the_guide_has_written_the_units_may_write() -> None:
    assert not any("#" in value for value in guided().values())
    jobs = (DEPLOY / "systemd" / "upheld-jobs.service").read_text("utf-8")
    assert f"ReadWritePaths=-{Path(guided()['UPHELD_ANCHORS']).parent}" in jobs
    for unit in UNITS:
        if unit.suffix == ".service":
            assert f"UPHELD_VAR={guided()['UPHELD_VAR']}" in unit.read_text("utf-8")


def test_a_month_of_backups_stays_and_nothing_of_one_that_was_cut_off(tmp_path: Path) -> None:
    days = {"a.backup": 30, "b.backup": 33, ".c.backup.part": 0, ".d.backup.part": 2, "keys": 99}
    for name, old in days.items():
        (tmp_path / name).touch()
        then = time.time() - old * 24 * 3600
        os.utime(tmp_path / name, (then, then))
    unit = (DEPLOY / "systemd" / "upheld-backup.service").read_text("utf-8")
    for line in unit.splitlines():
        if line.startswith("ExecStartPost="):
            told = line.partition("=")[2].replace("/var/lib/upheld/backups", str(tmp_path))
            subprocess.run(shlex.split(told), check=True)
    assert {each.name for each in tmp_path.iterdir()} == {"a.backup", ".c.backup.part", "keys"}


def test_the_proxy_takes_what_we_take_and_what_the_page_says(tmp_path: Path) -> None:
    told = (DEPLOY / "nginx.conf").read_text("utf-8")
    desk, portal = (
        int(each.partition("m;")[0]) * _MB for each in told.split("client_max_body_size ")[1:]
    )
    largest = int(setting("settings.LARGEST_FILE", tmp_path))
    assert desk > largest
    taken = "__import__('upheld.project.asgi').project.asgi.largest_body()"
    assert portal == int(setting(taken, tmp_path))
    assert portal > largest * MOST_FILES


def proxied(folder: Path, name: str, secure: int, plain: int, *ports: int) -> str:
    """Our file as it is but for ports and the certificate, which is made."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out", cert],
        check=True, capture_output=True,
    )  # fmt: skip
    ours = (DEPLOY / "nginx.conf").read_text("utf-8")
    for was, now in {
        f"/etc/letsencrypt/live/{name}/fullchain.pem": str(cert),
        f"/etc/letsencrypt/live/{name}/privkey.pem": str(key),
        "127.0.0.1:8000": f"127.0.0.1:{ports[0]}", "127.0.0.1:8001": f"127.0.0.1:{ports[-1]}",
        "[::]:80;": f"[::1]:{plain};", "[::]:443 ssl;": f"[::1]:{secure} ssl;",
        "listen 80;": f"listen {plain};", "listen 443 ssl;": f"listen {secure} ssl;",
    }.items():  # fmt: skip
        assert was in ours
        ours = ours.replace(was, now)
    return ours


def whole_file(folder: Path, included: Path) -> Path:
    """What Debian's nginx reads around it, with all that it writes in this folder."""
    temporary = "\n".join(
        f"{each}_temp_path {folder / each};"
        for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Whoever runs the tests keeps their folder to themselves, and what nginx puts off lies in it.
    who = "user root;\n" if os.getuid() == 0 else ""
    told = f"{who}pid {folder}/pid;\nerror_log {folder}/errors;\nevents {{}}\n"
    log = f"access_log {folder}/asked;"
    whole = folder / "nginx.conf"
    whole.write_text(f"{told}http {{\n{temporary}\n{log}\ninclude {included};\n}}")
    return whole


def _nginx(
    folder: Path, name: str, secure: int, plain: int, port: int, before: str = ""
) -> subprocess.Popen[bytes]:
    """Of those at once it takes a tenth, so that few have to ask."""
    ours = re.sub(r"(limit_conn \w+ )(\d+)0;", r"\1\2;", proxied(folder, name, secure, plain, port))
    (folder / "ours.conf").write_text(before + ours)
    whole = whole_file(folder, folder / "ours.conf")
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert nginx
    return subprocess.Popen([nginx, "-c", whole, "-e", folder / "errors", "-g", "daemon off;"])


def unchecked() -> ssl.SSLContext:
    """The certificate is made for the test."""
    found = ssl.create_default_context()
    found.check_hostname, found.verify_mode = False, ssl.CERT_NONE
    return found


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def get(url: str, host: str):  # type: ignore[no-untyped-def]
    opener = urllib.request.build_opener(_Stay, urllib.request.HTTPSHandler(context=unchecked()))
    forged = {"Host": host, "X-Forwarded-Proto": "http", "X-Forwarded-For": "10.0.0.1",
              "traceparent": f"00-{'a' * 32}-{'b' * 16}-00", "tracestate": "a=b"}  # fmt: skip
    try:
        return opener.open(urllib.request.Request(url, headers=forged), timeout=PATIENCE)
    except urllib.error.HTTPError as error:
        return error
