"""Pages for what cannot be done: in plain words, with a way back, and without a word about how we are built."""

from __future__ import annotations

import logging
import traceback
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from salver.act import refused
from salver.core.errors import SalverError, StoreError
from salver.core.outcome import HTTP_STATUS
from salver.doors.http.redirect import see_other
from salver.store.events import HistoryMoved

_log = logging.getLogger("salver.inbox")


class Refused(SalverError):
    """A request we do not carry out. ``condition`` is a key of ``core.outcome.HTTP_STATUS``."""

    def __init__(self, condition: str, title: str, text: str = "") -> None:
        self.condition = condition
        self.title = title
        self.text = text
        super().__init__(title)


class SignInNeeded(SalverError):
    """Nobody is signed in."""


def no_such_invitation() -> Refused:
    """The same answer for an invitation that never was and for one of somebody else."""
    return Refused("not-found", "There is no such invitation.", "It may have been answered or have run out.")


def nothing_to_answer(state: str) -> Refused:
    """For an answer to an invitation that does not wait."""
    if state in ("passed", "ignored", "none"):
        return Refused("too-late", "There is nothing to answer here.", "It does not wait for a word from you.")
    return Refused("too-late", "This was answered already.", "Look at it again to see what was done.")


def refused_page(request: Request[Any, Any, Any], error: Refused) -> Response[str]:
    """The page for a request that is not carried out."""
    return _page(request, HTTP_STATUS[error.condition], error.title, error.text)


def act_refused_page(request: Request[Any, Any, Any], error: refused.Refused) -> Response[str]:
    """An answer that act will not carry out, in its own sentence."""
    return _page(request, HTTP_STATUS["too-late"], "This was not done.", error.public)


def moved_page(request: Request[Any, Any, Any], error: HistoryMoved) -> Response[str]:  # noqa: ARG001
    """A message came in between the look and the answer."""
    text = "Something about this meeting came in just now. Look again, then answer."
    return _page(request, HTTP_STATUS["too-late"], "Nothing was done.", text)


def sign_in_page(request: Request[Any, Any, Any], error: SignInNeeded) -> Response[Any]:  # noqa: ARG001
    """A reader is sent to the sign-in page; an answer without a session is not carried out."""
    if request.method in ("GET", "HEAD"):
        return see_other("/login")
    return _page(
        request, HTTP_STATUS["unauthorised"], "You are signed out.", "Nothing was done. Sign in and try again."
    )


def store_page(request: Request[Any, Any, Any], error: StoreError) -> Response[str]:
    """Our database does not answer."""
    _log.error("inbox: store: %s", error.private or error.public)
    return _page(request, HTTP_STATUS["unavailable"], "We cannot look right now.", f"{error.public} Try again soon.")


def http_page(request: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
    """What Litestar refuses by itself: an unknown address, a wrong method, a body that is too large."""
    known = {
        HTTP_STATUS["not-found"]: ("There is no such page.", "The address may be mistyped or old."),
        HTTP_STATUS["too-large"]: ("That was too much at once.", "Choose fewer invitations."),
        HTTP_STATUS["forbidden"]: ("That is not allowed.", ""),
    }
    title, text = known.get(error.status_code, ("This does not work.", "Go back and use the buttons on the page."))
    return _page(request, error.status_code, title, text)


def bug_page(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    """A mistake of ours. The log gets where it happened, never what was being shown."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("inbox: %s in %s\n%s", type(error).__name__, _where(request), frames)
    return _page(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong on our side.",
        "Nothing was done that is not shown. Your administrator finds a note in the log.",
    )


def _page(request: Request[Any, Any, Any], status: int, title: str, text: str) -> Response[str]:
    pages = request.app.state.pages
    response: Response[str] = pages.response("error.html", status=status, title=title, text=text)
    return response


def _where(request: Request[Any, Any, Any]) -> str:
    """The name of the handler: the path may hold a sign-in token."""
    handler = request.scope.get("route_handler")
    return handler.handler_name if handler is not None else "no handler"
