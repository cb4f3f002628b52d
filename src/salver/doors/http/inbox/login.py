"""Signing in by a one-time link. Looking at a link does nothing (programs look at links in mail); a press does."""

from __future__ import annotations

import logging
from typing import Any

from litestar import Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath

from salver.doors.http.desk import Desk, login_link
from salver.doors.http.errors import Refused
from salver.doors.http.form import Form
from salver.doors.http.inbox.visit import Answer, check_origin, cookie_name, session_cookie
from salver.doors.http.pages import Pages
from salver.doors.http.redirect import see_other
from salver.store import outcomes, sessions

_log = logging.getLogger("salver.inbox")


@get("/login", sync_to_thread=False)
def show_login(desk: NamedDependency[Desk], pages: NamedDependency[Pages]) -> Response[str]:
    """GET /login: how to get a link."""
    return pages.response("login.html", by_mail=desk.send_login is not None, asked=False)


@post("/login", sync_to_thread=True)
def ask_for_link(
    request: Request[Any, Any, Any],
    desk: NamedDependency[Desk],
    pages: NamedDependency[Pages],
    form: NamedDependency[Form],
) -> Response[str]:
    """POST /login: the same page at the same pace whether or not the address is one of ours."""
    check_origin(request, desk)
    address = form.one("address").strip()
    client = request.client.host if request.client else "unknown"
    response = pages.response("login.html", by_mail=desk.send_login is not None, asked=True)
    if desk.send_login is not None and desk.attempts.may_ask(address, client):
        response.background = BackgroundTask(_send, desk, address)
    return response


@get("/login/{token:str}", sync_to_thread=False)
def show_link(pages: NamedDependency[Pages], token: FromPath[str]) -> Response[str]:
    """GET /login/{token}: one button. The token is not looked at, so nothing is learnt or spent here."""
    return pages.response("login_link.html", token=token)


@post("/login/{token:str}", sync_to_thread=True)
def use_link(request: Request[Any, Any, Any], desk: NamedDependency[Desk], token: FromPath[str]) -> Response[Any]:
    """POST /login/{token}: spend the link, open a session."""
    check_origin(request, desk)
    with desk.store.begin() as connection:
        opened = sessions.use_login(connection, token, desk.clock())
    if opened is None:
        raise Refused(
            "forbidden", "This link does not work any more.", "It works once and for 10 minutes. Ask for a new one."
        )
    return see_other("/", [session_cookie(desk, opened)])


@post("/logout", sync_to_thread=True)
def sign_out(
    request: Request[Any, Any, Any],
    desk: NamedDependency[Desk],
    answer: NamedDependency[Answer],  # noqa: ARG001  (its token is what is checked)
) -> Response[Any]:
    """POST /logout: end the session of this browser."""
    with desk.store.begin() as connection:
        sessions.end_session(connection, request.cookies[cookie_name(desk)])
    return see_other("/login", [session_cookie(desk, None)])


def _send(desk: Desk, address: str) -> None:
    """After the answer has gone out: make a link and hand it to whoever sends it.

    Only for people of the configuration, and for addresses mail with a calendar has come for.
    """
    person = desk.people.person_of(address).id
    if desk.send_login is None or person is None:
        return
    try:
        with desk.store.begin() as connection:
            if desk.people.section(person) is None and not outcomes.counts(connection, person):
                return
            token = sessions.new_login(connection, person, desk.clock())
        desk.send_login(person, login_link(desk.settings, token))
    except Exception as error:
        _log.error("inbox: a sign-in link could not be sent: %s", type(error).__name__)
