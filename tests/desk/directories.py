"""Two small directories for tests: one speaks OpenID Connect over HTTP, one signs SAML."""

import base64
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from onelogin.saml2.utils import OneLogin_Saml2_Utils

CLIENT, SECRET = "the-desk", "a secret of the desk"


class OpenId:
    """Answers as a directory does; `claims` are what it says of whoever signs in there."""

    def __init__(self, claims: dict[str, Any]) -> None:
        self.claims = claims
        self.key = rsa.generate_private_key(65537, 2048)
        self.signs: dict[str, Any] = {"alg": "RS256", "key": self.key}
        self.codes: dict[str, dict[str, str]] = {}
        self.token: dict[str, Any] = {}  # over what a token says otherwise
        self.leads: dict[str, str] = {}  # over what the discovery says otherwise
        self.amiss: dict[str, bytes] = {}  # what leaves in the place of an answer, by its path
        self.asked: list[str] = []  # the paths, as they came
        self.issuer = ""

    def answer(self, path: str, body: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(urlsplit(path).path)
        match self.asked[-1]:
            case "/.well-known/openid-configuration":
                places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
                told = {f"{name}_endpoint": f"{self.issuer}/{at}" for name, at in places.items()}
                keys = f"{self.issuer}/keys"
                return 200, {**told, "issuer": self.issuer, "jwks_uri": keys, **self.leads}
            case "/keys":
                public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
                return 200, {"keys": [{**public, "kid": "one"}]}
            case "/token" if body.get("code") in self.codes and body.get("code_verifier"):
                token = self._token(self.codes[body["code"]]["nonce"])
                return 200, {"access_token": "x", "token_type": "Bearer", "id_token": token}
            case "/userinfo":
                return 200, self.claims
        return 400, {"error": "invalid_grant"}

    def _token(self, nonce: str) -> str:
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": nonce}
        said = {**told, **self.claims, **self.token}
        how = self.signs["alg"]
        return jwt.encode(said, self.signs["key"], algorithm=how, headers={"kid": "one"})

    def signed_in(self, asked: str) -> str:
        """Where whoever signed in there is sent back to, from where the desk sent them."""
        told = parse_qs(urlsplit(asked).query)
        code = secrets.token_urlsafe(8)
        self.codes[code] = {name: values[0] for name, values in told.items()}
        return f"{told['redirect_uri'][0]}?{urlencode({'code': code, 'state': told['state'][0]})}"


@contextmanager
def serving(directory: OpenId) -> Iterator[OpenId]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            sent = parse_qs(self.rfile.read(length).decode())
            self._answer({name: values[0] for name, values in sent.items()})

        def _answer(self, body: dict[str, str]) -> None:
            status, told = directory.answer(self.path, body)
            amiss = directory.amiss.get(urlsplit(self.path).path)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode() if amiss is None else amiss)

        def log_message(self, *told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    directory.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield directory
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Saml:
    """Signs what it says of somebody with its own key."""

    entity = "https://id.example.org/saml"

    def __init__(self) -> None:
        self.assertion: dict[str, str] = {}  # what stands otherwise in what it signs
        self.around: dict[str, str] = {}  # and around that
        key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "id.example.org")])
        day = timedelta(days=1)
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name)
            .public_key(key.public_key()).serial_number(1)
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC) + day).sign(key, hashes.SHA256())
        )  # fmt: skip
        self.certificate = made.public_bytes(serialization.Encoding.PEM).decode()
        self._key = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        ).decode()

    def says(self, email: str, to: str, request: str, audience: str, signs: bool = True) -> str:
        """A response as a browser carries it: base64 of XML whose assertion is signed."""
        now = datetime.now(UTC)
        told = _otherwise(_ASSERTION, self.assertion).format(
            at=_moment(now), before=_moment(now - timedelta(minutes=1)),
            after=_moment(now + timedelta(minutes=5)), entity=self.entity, email=email, to=to,
            request=request, audience=audience,
        )  # fmt: skip
        signed = OneLogin_Saml2_Utils.add_sign(told, self._key, self.certificate) if signs else told
        signed = signed.decode() if isinstance(signed, bytes) else signed
        whole = _otherwise(_RESPONSE, self.around).format(
            at=_moment(now), entity=self.entity, to=to, request=request, assertion=signed
        )
        return base64.b64encode(whole.encode()).decode()


def _otherwise(told: str, put: dict[str, str]) -> str:
    for old, new in put.items():
        assert old in told
        told = told.replace(old, new)
    return told


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


_ASSERTION = (
    '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" Version="2.0" '
    'IssueInstant="{at}"><saml:Issuer>{entity}</saml:Issuer><saml:Subject>'
    '<saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">{email}'
    "</saml:NameID>"
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
    '<saml:SubjectConfirmationData InResponseTo="{request}" NotOnOrAfter="{after}" '
    'Recipient="{to}"/></saml:SubjectConfirmation></saml:Subject>'
    '<saml:Conditions NotBefore="{before}" NotOnOrAfter="{after}"><saml:AudienceRestriction>'
    "<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>"
    '<saml:AuthnStatement AuthnInstant="{at}" SessionIndex="_s1"><saml:AuthnContext>'
    "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password"
    "</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
    '<saml:AttributeStatement><saml:Attribute Name="role"><saml:AttributeValue>administrator'
    "</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"
)
_RESPONSE = (
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
    'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r1" Version="2.0" '
    'IssueInstant="{at}" Destination="{to}" InResponseTo="{request}">'
    "<saml:Issuer>{entity}</saml:Issuer><samlp:Status>"
    '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
    "{assertion}</samlp:Response>"
)
