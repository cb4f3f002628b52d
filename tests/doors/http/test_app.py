"""What holds for every page: headers, no change by looking, one's own invitations only, nothing foreign comes alive."""

from __future__ import annotations

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import select

from salver.core.limits import DEFAULT_LIMITS
from salver.doors.http.security.headers import CONTENT_SECURITY_POLICY
from salver.store.database import Store
from salver.store.schema import metadata
from tests.doors.http.house import BASE, NORA, OTTO, House, invitation
from tests.doors.http.markup import Page

HOSTILE = {
    "markup": '"><script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)><style>*{}</style>',
    "attribute": "x' onmouseover='alert(1)' style='position:fixed' \" autofocus onfocus=alert(1) x=\"",
    "template": "{{ 7*7 }}{% include '/etc/passwd' %}${7*7}",
    "direction": "\u202egnp.exe\u2066 \u200b\u00ad\U000e0041 Salver says: Known",
    "lines": "one\\n\\nSet-Cookie: x=y\\r\\n<b>two</b>",
    "entity": "&lt;script&gt;&#60;b&#62;&amp;",
}


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with store.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))] for table in metadata.sorted_tables
        }


def addresses(house: House, one: str) -> list[str]:
    """An address for every GET route, with this invitation and all ways to narrow and ask."""
    found = [
        "/",
        "/?state=accepted",
        "/?state=all&after=1",
        "/?state=nonsense&level=nonsense",
        "/?level=new&q=choir",
        "/?q=from:priya+domain:harbourchoir.example+reason:first-contact+uid:choir",
        "/?q=nothing-fits-this",
        "/?undone=1",
        "/?done=01ARZ3NDEKTSV4RRFFQ69G5FAV",
        f"/invitations/{one}",
        f"/invitations/{one}/raw",
        f"/invitations/{one}/raw?download=1",
        "/senders",
        "/login",
        "/login/some-token",
        "/healthz",
        f"/static/{house.app.state.pages.style_name}",
    ]
    return found + [f"/invitations/{one}/confirm?do={do}" for do in ("decline-and-tell", "release", "block")]


def test_every_get_route_is_walked(house: House) -> None:
    one = house.deliver(invitation())
    walked = {address.partition("?")[0] for address in addresses(house, one)}
    routes = {route.path for route in house.app.routes if "GET" in getattr(route, "methods", ())}
    patterns = {path.split("{")[0] for path in routes}
    assert all(any(address.startswith(pattern) for address in walked) for pattern in patterns)
    assert len(routes) <= len(walked)


def test_looking_changes_nothing(house: House) -> None:
    one = house.deliver(invitation())
    browser = house.browser()
    before = everything(house.store)
    house.clock.advance(days=9)
    for address in addresses(house, one):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert "set-cookie" not in answer.headers, address
    assert everything(house.store) == before


def test_every_answer_carries_the_headers(house: House) -> None:
    one = house.deliver(invitation())
    browser = house.browser()
    odd = ["/nothing", "/invitations/nothing", "/static/x.css", f"/invitations/{one}/confirm?do=x", "/?after=x"]
    for address in [*addresses(house, one), *odd]:
        headers = browser.get(address).headers
        assert headers["content-security-policy"].startswith(CONTENT_SECURITY_POLICY), address
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "permissions-policy" in headers
        kept = "immutable" in headers["cache-control"]
        assert kept is (headers["content-type"].startswith("text/css"))
        assert kept or headers["cache-control"] == "no-store"
        assert headers.get_list("content-type") == [headers["content-type"]]
        assert headers["content-type"].count("charset") <= 1


def test_the_policy_allows_no_script_and_no_picture() -> None:
    assert "script" not in CONTENT_SECURITY_POLICY
    assert "img" not in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY


def test_without_a_session_there_is_only_the_way_in(house: House) -> None:
    one = house.deliver(invitation())
    stranger = house.browser(None)
    for address in addresses(house, one):
        answer = stranger.get(address)
        if address.startswith(("/login", "/healthz", "/static")):
            assert answer.status_code == 200
        else:
            assert answer.status_code == 303, address
            assert answer.headers["location"] == "/login"
            assert "choir" not in answer.text


def test_somebody_elses_invitation_is_not_there(house: House) -> None:
    theirs = house.deliver(invitation(to=OTTO), OTTO)
    browser = house.browser("nora")
    nowhere = browser.get("/invitations/01ARZ3NDEKTSV4RRFFQ69G5FAV")
    for tail in ("", "/raw", "/raw?download=1", "/confirm?do=accept"):
        answer = browser.get(f"/invitations/{theirs}{tail}")
        assert answer.status_code == 404
        assert answer.text == nowhere.text
    posted = browser.post(f"/invitations/{theirs}/actions", data={"csrf": house.csrf(), "do": "decline-silently"})
    assert posted.status_code == 404
    bulk = browser.post("/bulk", data={"csrf": house.csrf(), "do": "decline-silently", "pick": theirs})
    assert bulk.status_code == 404
    assert house.state(theirs, "otto") == "waiting"
    assert "concert" not in browser.get("/?state=all").text


@pytest.mark.parametrize("attack", list(HOSTILE.values()), ids=list(HOSTILE))
def test_what_a_sender_writes_stays_text(house: House, attack: str) -> None:
    plain = attack.replace("\\n", " ").replace("\\r", " ")
    one = house.deliver(
        invitation(
            uid=attack.replace("\\n", "").replace("\\r", "")[:60],
            name=plain.replace('"', "'"),
            summary=attack,
            location=attack,
            description=f"{attack}\\nhttps://evil.example/{attack.partition(' ')[0]}",
            zone=plain.replace(":", "").replace(";", "").replace('"', "")[:30],
        )
    )
    browser = house.browser()
    for address in addresses(house, one):
        answer = browser.get(address)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page = Page(answer.text)
        assert page.complaints() == [], address
        assert (
            "49" not in page.text.partition("concert")[0] or "{{ 7*7 }}" in answer.text or attack != HOSTILE["template"]
        )
        for mark in "\u202e\u2066\u200b\u00ad\U000e0041":
            assert mark not in answer.text, address


def test_a_title_stands_in_an_isolating_element(house: House) -> None:
    house.deliver(invitation(summary="\u202eabc"))
    html = house.browser().get("/").text
    assert '<bdi><span class="ctl">RIGHT-TO-LEFT</span>abc</bdi>' in html


def test_evidence_and_reasons_are_escaped(house: House) -> None:
    one = house.deliver(invitation(organizer='"<b>x</b>"@harbourchoir.example'))
    html = house.browser().get(f"/invitations/{one}").text
    assert Page(html).complaints() == []
    assert "<b>x</b>" not in html


def test_the_raw_message_is_text_only(house: House) -> None:
    raw = invitation(description="<script>alert(1)</script>\u202e")
    one = house.deliver(raw)
    browser = house.browser()
    shown = browser.get(f"/invitations/{one}/raw")
    assert shown.headers["content-type"].startswith("text/plain")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert "\\u{202e}" in shown.text
    kept = browser.get(f"/invitations/{one}/raw?download=1")
    assert kept.headers["content-disposition"] == f'attachment; filename="invitation-{one}.eml"'
    assert kept.headers["content-type"] == "application/octet-stream"
    assert kept.content == raw


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8025", "localhost:1", ""])
def test_other_host_names_are_refused(house: House, host: str) -> None:
    one = house.deliver(invitation())
    browser = house.browser()
    for address in ("/", f"/invitations/{one}", "/login", "/healthz"):
        answer = browser.get(address, headers={"host": host})
        assert answer.status_code == 400, address
        assert "concert" not in answer.text


def post_forms(house: House, one: str) -> list[tuple[str, dict[str, str]]]:
    """Every form a signed-in person can send."""
    return [
        (f"/invitations/{one}/actions", {"do": "decline-silently"}),
        ("/bulk", {"do": "decline-silently", "pick": one}),
        ("/decisions/undo", {"decision": "x"}),
        ("/decisions/x/undo", {}),
        ("/decisions/x/retry", {}),
        ("/senders/remove", {"remove": "a@b.example"}),
        ("/logout", {}),
    ]


@pytest.mark.parametrize("token", [None, "", "x", "\u00e9", "other"])
def test_a_form_without_the_token_does_nothing(house: House, token: str | None) -> None:
    one = house.deliver(invitation())
    house.browser("otto")
    stolen = house.csrf("otto") if token == "other" else token
    browser = house.browser("nora")
    before = everything(house.store)
    for address, fields in post_forms(house, one):
        answer = browser.post(address, data=fields if stolen is None else fields | {"csrf": stolen})
        assert answer.status_code == 403, address
    assert everything(house.store) == before


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}],
)
def test_a_form_from_another_site_does_nothing(house: House, headers: dict[str, str]) -> None:
    one = house.deliver(invitation())
    browser = house.browser()
    before = everything(house.store)
    for address, fields in post_forms(house, one):
        answer = browser.post(address, data=fields | {"csrf": house.csrf()}, headers=headers)
        assert answer.status_code == 403, address
    assert everything(house.store) == before


def test_a_form_without_a_session_does_nothing(house: House) -> None:
    one = house.deliver(invitation())
    house.browser()
    stranger = house.browser(None)
    before = everything(house.store)
    for address, fields in post_forms(house, one):
        assert stranger.post(address, data=fields | {"csrf": house.csrf()}).status_code == 401, address
    assert everything(house.store) == before


def test_other_encodings_and_large_bodies_are_refused(house: House) -> None:
    one = house.deliver(invitation())
    browser = house.browser()
    address = f"/invitations/{one}/actions"
    assert browser.post(address, json={"do": "accept", "csrf": house.csrf()}).status_code == 400
    assert browser.post(address, files={"do": ("x", b"accept")}).status_code == 400
    assert browser.post(address, content=b"do=%ff\xff", headers=FORM).status_code == 400
    assert browser.post(address, content=b"a=b&" * 5_000, headers=FORM).status_code == 400
    assert browser.post(address, content=b"a" * 100_000, headers=FORM).status_code == 413
    assert house.state(one) == "waiting"


FORM = {"content-type": "application/x-www-form-urlencoded"}


def test_wrong_methods_and_unknown_pages_have_a_way_back(house: House) -> None:
    browser = house.browser()
    for answer in (browser.get("/bulk"), browser.post("/senders"), browser.get("/no/such/page"), browser.delete("/")):
        assert answer.status_code in (404, 405)
        assert 'href="/"' in answer.text
        assert Page(answer.text).complaints() == []


def test_the_service_is_alive_without_a_sign_in(house: House) -> None:
    answer = house.browser(None).get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_a_broken_page_tells_nothing(house: House, caplog: pytest.LogCaptureFixture) -> None:
    one = house.deliver(invitation(summary="Secret title"))
    browser = house.browser()
    house.app.state.desk.people = None
    with TestClient(app=house.app, base_url=BASE, raise_server_exceptions=False) as client:
        client.cookies = browser.cookies
        answer = client.get(f"/invitations/{one}")
    assert answer.status_code == 500
    assert "Secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "AttributeError" in caplog.text
    assert "Secret" not in caplog.text
    assert NORA not in caplog.text


def test_banner_can_take_many_back() -> None:
    assert DEFAULT_LIMITS.undo_together * len("&undone=01ARZ3NDEKTSV4RRFFQ69G5FAV") < 8_000


def test_the_app_is_litestar(house: House) -> None:
    assert isinstance(house.app, Litestar)
