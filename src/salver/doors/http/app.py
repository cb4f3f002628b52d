"""The app of the consent inbox: routes, what they share, what guards them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException

from salver.act import refused
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.errors import StoreError
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.doors.http import errors
from salver.doors.http.desk import Desk, SendLogin
from salver.doors.http.form import BODY_BYTES, read_form
from salver.doors.http.inbox import (
    actions,
    confirm_page,
    delegating,
    detail_page,
    list_page,
    login,
    raw,
    senders_page,
    visit,
)
from salver.doors.http.pages import Pages
from salver.doors.http.security.headers import add_headers
from salver.doors.http.static import alive, style_sheet
from salver.store.database import Store
from salver.store.events import HistoryMoved
from salver.store.times import utc_now

# Two handlers that run in threads may not share a path: Litestar 2.25 wraps the first of them twice.
ROUTES: list[Any] = [
    list_page.show_list,
    detail_page.show_detail,
    raw.show_raw,
    confirm_page.show_confirm,
    actions.answer_one,
    actions.answer_several,
    actions.undo_several,
    actions.undo_one,
    actions.retry_one,
    senders_page.show_senders,
    senders_page.remove_sender,
    delegating.approve_delegate,
    login.show_login,
    login.ask_for_link,
    login.show_link,
    login.use_link,
    login.sign_out,
    style_sheet,
    alive,
]


def create_app(
    store: Store,
    settings: Settings,
    people: People,
    *,
    clock: Callable[[], datetime] = utc_now,
    send_login: SendLogin | None = None,
    limits: Limits = DEFAULT_LIMITS,
    observes: Callable[[], bool] | None = None,
) -> Litestar:
    """The inbox for one store. ``send_login`` sends a person a sign-in link; without it POST /login sends nothing.

    ``clock`` gives aware moments; ``observes`` says whether the gate only looks, where that can change while we run (by
    default ``settings`` says it). The store stays the caller's: it is not closed here.
    """
    desk = Desk(store, settings, people, clock=clock, send_login=send_login, limits=limits, observes=observes)
    pages = Pages(desk)
    return Litestar(
        route_handlers=ROUTES,
        dependencies={
            "desk": Provide(lambda: desk, sync_to_thread=False),
            "pages": Provide(lambda: pages, sync_to_thread=False),
            "form": Provide(read_form),
            "visitor": Provide(visit.provide_visitor, sync_to_thread=True),
            "answer": Provide(visit.provide_answer, sync_to_thread=True),
        },
        before_request=_known_host,
        before_send=[add_headers],
        exception_handlers={
            errors.Refused: errors.refused_page,
            refused.Refused: errors.act_refused_page,
            HistoryMoved: errors.moved_page,
            errors.SignInNeeded: errors.sign_in_page,
            StoreError: errors.store_page,
            HTTPException: errors.http_page,
            Exception: errors.bug_page,
        },
        state=State({"desk": desk, "pages": pages}),
        request_max_body_size=BODY_BYTES,
        openapi_config=None,
        logging_config=None,
    )


async def _known_host(request: Request[Any, Any, Any]) -> Response[Any] | None:
    """Refuse every request that names a host which is not ours (DNS rebinding)."""
    desk: Desk = request.app.state.desk
    if desk.hosts.allow(request.headers.get("host")):
        return None
    title = "This name is not ours."
    return errors.refused_page(request, errors.Refused("bad-request", title, "Open the inbox under its own address."))
