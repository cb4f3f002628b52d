"""Who is looking: the session behind the cookie, and the token their forms must carry."""

from __future__ import annotations

import hmac
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from salver.doors.http.desk import Desk
from salver.doors.http.errors import Refused, SignInNeeded
from salver.doors.http.form import Form
from salver.doors.http.redirect import see_other
from salver.doors.http.security.origin import from_our_page
from salver.store import sessions


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in person, as the pages need them. ``renewed`` is the cookie to send again, if any."""

    person: str
    name: str
    csrf: str
    renewed: str | None = None


class Answer(msgspec.Struct, frozen=True):
    """A form that a signed-in person sent from one of our own pages."""

    visitor: Visitor
    form: Form


def cookie_name(desk: Desk) -> str:
    """``__Host-`` binds the cookie to this host alone and to HTTPS, where there is HTTPS."""
    return "__Host-salver" if desk.secure else "salver"


def session_cookie(desk: Desk, token: str | None) -> Cookie:
    """The session cookie. ``token`` None takes it away.

    SameSite=Strict still lets a link in a mail work: it opens a page that asks for one press, and that press comes from
    our own page.
    """
    return Cookie(
        key=cookie_name(desk),
        value=token or "",
        path="/",
        max_age=int(sessions.SESSION_LIFETIME.total_seconds()) if token else 0,
        httponly=True,
        samesite="strict",
        secure=desk.secure,
    )


def provide_visitor(request: Request[Any, Any, Any], desk: NamedDependency[Desk]) -> Visitor:
    """The person behind the cookie; only reads. Raises SignInNeeded."""
    token = request.cookies.get(cookie_name(desk))
    if not token:
        raise SignInNeeded
    with desk.store.read() as connection:
        found = sessions.session(connection, token, desk.clock())
    if found is None:
        raise SignInNeeded
    return Visitor(person=found.person, name=desk.people.display_name(found.person), csrf=found.csrf)


def check_origin(request: Request[Any, Any, Any], desk: Desk) -> None:
    """Raises Refused for a form that a browser says came from another site."""
    if not from_our_page(request.headers, desk.hosts):
        raise Refused(
            "forbidden", "This came from another page.", "Nothing was done. Use the buttons on our own pages."
        )


def provide_answer(
    request: Request[Any, Any, Any],
    desk: NamedDependency[Desk],
    form: NamedDependency[Form],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """A form with the token of this session. Raises Refused. The session's end moves on."""
    check_origin(request, desk)
    given = form.one("csrf").encode("utf-8", "surrogatepass")
    if not hmac.compare_digest(given, visitor.csrf.encode()):
        raise Refused(
            "forbidden", "This page is too old.", "Nothing was done. Go back, load the page again and repeat."
        )
    token = request.cookies[cookie_name(desk)]
    with desk.store.begin() as connection:
        moved = sessions.slide(connection, token, desk.clock())
    return Answer(msgspec.structs.replace(visitor, renewed=token if moved else None), form)


def go_on(desk: Desk, visitor: Visitor, path: str) -> Response[Any]:
    """The end of every answer: on to a page of ours, with the cookie again where the session has moved."""
    return see_other(path, [session_cookie(desk, visitor.renewed)] if visitor.renewed else [])
