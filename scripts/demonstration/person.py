"""The person: signs in with a one-time link, reads pages, fills forms, as a browser without script would."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx
import msgspec

from scripts.demonstration.house import House, environment


class Form(msgspec.Struct):
    """A form of a page: where it goes and what it carries. ``buttons`` are the values of ``do``."""

    action: str
    method: str
    hidden: dict[str, str]
    buttons: list[str]


class Page(HTMLParser):
    """The forms, links and visible text of one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get").lower(), {}, []))
        elif tag == "a":
            self.links.append(values.get("href", ""))
        elif tag == "input" and values.get("type") == "hidden" and self.forms:
            self.forms[-1].hidden[values["name"]] = values.get("value", "")
        elif tag == "button" and self.forms and values.get("name") == "do":
            self.forms[-1].buttons.append(values.get("value", ""))

    def handle_data(self, data: str) -> None:
        self.text += data

    def form(self, part: str) -> Form:
        """The POST form whose address ends like this."""
        for form in self.forms:
            if form.method == "post" and form.action.endswith(part):
                return form
        raise LookupError(f"no form that goes to …{part}; there are {[form.action for form in self.forms]}")


def sign_in_link(house: House) -> str:
    """What ``salver open nora`` prints."""
    command = [sys.executable, "-m", "salver", "open", "nora", "--config", str(house.config)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment())
    return done.stdout.strip()


class PersonAtBrowser:
    """A session of the inbox."""

    def __init__(self, house: House) -> None:
        self._client = httpx.Client(base_url=house.inbox, follow_redirects=True, timeout=20, trust_env=False)
        link = sign_in_link(house)
        self._post(link, self.read(link).forms[0])

    def close(self) -> None:
        self._client.close()

    def read(self, path: str) -> Page:
        """GET a page."""
        answer = self._client.get(path)
        answer.raise_for_status()
        return Page(answer.text)

    def answer(self, outcome_id: str, word: str) -> Page:
        """Press one of the buttons under an invitation, by way of the page that asks first where there is one.

        Returns the page that follows.
        """
        path = f"/invitations/{outcome_id}"
        page = self.read(path)
        form = page.form("/actions")
        if word in form.buttons:
            return self._post(path, form, do=word)
        asking = next((link for link in page.links if link.endswith(f"/confirm?do={word}")), None)
        if asking is None:
            raise LookupError(f"there is no way to {word}: {form.buttons}")
        return self._post(asking, self.read(asking).form("/actions"), do=word)

    def _post(self, page: str, form: Form, **more: str) -> Page:
        target = urljoin(str(self._client.base_url.join(page)), form.action or page)
        origin = str(self._client.base_url).rstrip("/")
        answer = self._client.post(target, data={**form.hidden, **more}, headers={"Origin": origin})
        answer.raise_for_status()
        return Page(answer.text)
