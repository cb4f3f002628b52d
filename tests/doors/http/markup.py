"""Reading a page as a browser would: its tags, its links, its visible text. Nothing here trusts the page."""

from __future__ import annotations

from html.parser import HTMLParser

KNOWN_TAGS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "link",
        "body",
        "a",
        "svg",
        "symbol",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "use",
        "header",
        "div",
        "nav",
        "ul",
        "li",
        "main",
        "section",
        "aside",
        "h1",
        "h2",
        "h3",
        "p",
        "span",
        "b",
        "bdi",
        "br",
        "wbr",
        "ol",
        "form",
        "input",
        "label",
        "button",
        "details",
        "summary",
        "small",
        "code",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "dl",
        "dt",
        "dd",
        "fieldset",
        "legend",
        "footer",
        "time",
    ]
)
"""Every tag our templates use. A tag that is not here came from a message."""


BLOCKS = frozenset(
    ["title", "p", "li", "dt", "dd", "h1", "h2", "h3", "td", "th", "div", "label", "legend", "small", "a", "button"]
)
"""Tags whose end parts words."""


class Page(HTMLParser):
    """A parsed page. ``tags`` are (name, attributes) in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._text.append(" ")

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    @property
    def text(self) -> str:
        """All text, runs of blanks as one."""
        return " ".join("".join(self._text).split())

    def values(self, attribute: str) -> list[str]:
        """Every value of an attribute, in order."""
        return [attributes[attribute] or "" for _, attributes in self.tags if attribute in attributes]

    def complaints(self) -> list[str]:
        """What a page of ours never holds: script, style attributes, handlers, foreign tags, other addresses."""
        found = []
        for tag, attributes in self.tags:
            if tag not in KNOWN_TAGS:
                found.append(f"tag {tag}")
            for name, value in attributes.items():
                if name == "style" or name.startswith("on"):
                    found.append(f"{tag} {name}")
                if name in ("href", "src", "action", "formaction", "data") and not (value or "").startswith(("/", "#")):
                    found.append(f"{tag} {name}={value}")
                if (value or "").startswith("//"):
                    found.append(f"{tag} {name}={value}")
        return found
