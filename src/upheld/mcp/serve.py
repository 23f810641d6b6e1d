"""`python -m upheld.mcp.serve`: one assistant over standard input, or several over HTTP."""

import argparse
import hmac
import logging
import os
from functools import partial

from mcp.server.auth.provider import AccessToken


def main() -> None:
    chosen = _arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
    import django

    django.setup()
    # Over standard input, standard output belongs to the protocol: what is logged goes to errors.
    logging.basicConfig(level=logging.WARNING)
    if chosen.http:
        _over_http(chosen.person, chosen.host, chosen.port)
    else:
        _over_standard_input(chosen.person)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="upheld.mcp.serve", description=__doc__)
    parser.add_argument("--person", required=True)
    parser.add_argument("--http", action="store_true")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8030)
    return parser.parse_args()


def _over_standard_input(person: str) -> None:
    from django.utils import timezone

    from .assistant import acting_for
    from .server import server

    server(partial(acting_for, person), timezone.now).run("stdio")


def _over_http(person: str, host: str, port: int) -> None:
    """Each request is whole in itself, so that nothing is kept between them."""
    import uvicorn
    from django.conf import settings
    from django.utils import timezone
    from mcp.server.auth.settings import AuthSettings
    from mcp.server.transport_security import TransportSecuritySettings
    from pydantic import AnyHttpUrl

    from .assistant import acting_for
    from .over_http import messages_alone
    from .server import server

    # The kit asks who gave the token. We did; there is no server of tokens to send anyone to.
    auth = AuthSettings(issuer_url=AnyHttpUrl(f"http://{host}:{port}"), resource_server_url=None)
    verifier = OneToken(settings.MCP_TOKEN)
    made = server(partial(acting_for, person), timezone.now, auth=auth, verifier=verifier)
    hosts = [*settings.ALLOWED_HOSTS, *(f"{name}:*" for name in settings.ALLOWED_HOSTS)]
    app = made.streamable_http_app(
        stateless_http=True,
        json_response=True,
        host=host,
        transport_security=TransportSecuritySettings(
            allowed_hosts=hosts, allowed_origins=settings.CSRF_TRUSTED_ORIGINS
        ),
    )
    messages_alone(made.session_manager)
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)


class OneToken:
    """The one token that the firm gave to its assistant."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()

    async def verify_token(self, token: str) -> AccessToken | None:
        """None for any other; how long it takes tells nothing of how near it was."""
        if not hmac.compare_digest(token.encode("utf-8", "replace"), self._token):
            return None
        return AccessToken(token=token, client_id="assistant", scopes=[])


if __name__ == "__main__":
    main()
