"""Over HTTP a body is one message; what is none is answered before the kit reads it."""

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import RequestBodyLimitMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .no_message import refused


def messages_alone(manager: StreamableHTTPSessionManager) -> None:
    """Of whoever brought the token: who did not is sent away before."""
    # The kit's limit outside as well: it hands a body over whole, and none that is too large.
    whole = RequestBodyLimitMiddleware(_Messages(manager.asgi_app), manager.max_request_body_size)
    manager.asgi_app = whole


class _Messages:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        came = await receive()
        if scope["method"] == "POST" and _is_whole(came) and (error := refused(came["body"])):
            told = error.model_dump_json(by_alias=True, exclude_unset=True)
            await Response(told, 400, media_type="application/json")(scope, receive, send)
        else:
            await self._app(scope, _again(came, receive), send)


def _is_whole(came: Message) -> bool:
    return came["type"] == "http.request" and not came["more_body"]


def _again(came: Message, receive: Receive) -> Receive:
    """What came, and then whatever comes after it."""
    waiting = [came]

    async def received() -> Message:
        return waiting.pop() if waiting else await receive()

    return received
