"""URLs and phone numbers in calendar text, and how a URL is shown without being one (defanged).

Nothing found here is ever fetched. This is the plain extraction: absolute URLs, ``www.`` names, ``tel:`` numbers and
numbers written the way people write them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from salver.core.limits import Limits
from salver.core.untrusted import Untrusted
from salver.read.message import Invitation, Link, Phone

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# A scheme, then "//" or, for the dangerous ones, anything.
# RFC 3986 3.1
_URL = re.compile(
    r"(?<![A-Za-z0-9+.-])(?:(?:https?|ftp|wss?|smb|file|msteams|zoommtg|webcals?|ldaps?)://|www\.|(?:javascript|data|vbscript):)"
    r"[^\s<>\"\u0000-\u001f]{1,4096}",
    re.IGNORECASE,
)
_SHORTEST = len("www.x")
_PROMISING = re.compile(r"://|[wW]{3}\.|[tTaA]:")
_TRAILING = ".,;:!?'*_)]}>|"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_AUTHORITY = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,40})://([^/?#\\]*)")
_PHONE = re.compile(
    r"(?<![\w/=&?.-])(?:tel:\+?[0-9()., -]{6,24}"
    r"|\+[0-9][0-9() ./-]{6,20}[0-9]"
    r"|\([0-9]{2,5}\) ?[0-9]{2,4}[ .-]?[0-9]{3,5}"
    r"|(?:1[ .-])?[0-9]{3}[.-][0-9]{3}[.-][0-9]{4})(?![\w/=&])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9][0-9() ./-]{5,16}[0-9]")
_MOST_SHOWN = 300


def find_links(invitations: tuple[Invitation, ...], limits: Limits) -> tuple[tuple[Link, ...], tuple[Phone, ...]]:
    """Links and phone numbers of every text of every invitation, each once, in order of appearance."""
    links: dict[tuple[str, str], Link] = {}
    phones: dict[tuple[str, str], Phone] = {}
    for invitation in invitations:
        for value in invitation.texts:
            text = value.text.raw
            if ":" in text or "." in text:
                for url in urls(text, limits.links + 1):
                    if len(links) >= limits.links:
                        break
                    links.setdefault((value.where, url), _link(value.where, url))
            for number in numbers(text, limits.phones - len(phones)):
                phones.setdefault((value.where, number), Phone(value.where, Untrusted(number)))
    return tuple(links.values()), tuple(phones.values())


def urls(text: str, most: int) -> list[str]:
    """The different URLs in a text as a reader's program would cut them, at most ``most``, in order."""
    found: dict[str, None] = {}
    if most <= 0 or not _PROMISING.search(text):
        return []
    for match in _URL.finditer(text):
        found[_trimmed(match[0])] = None
        if len(found) >= most:
            break
    return list(found)


def more_than(most: int, texts: list[str]) -> bool:
    """Whether there are more than ``most`` different URLs in these texts."""
    # Nearly always it is enough to see how long the texts are, or how many there are of the signs every URL has.
    if sum(map(len, texts)) <= most * _SHORTEST or sum(text.count(":") + text.count(".") for text in texts) <= most:
        return False
    return len({url for text in texts for url in urls(text, most + 1)}) > most


def _trimmed(url: str) -> str:
    """Without the punctuation of the sentence around it."""
    end = len(url)
    surplus = {closing: url.count(closing) - url.count(opening) for closing, opening in _PAIRS.items()}
    while end and url[end - 1] in _TRAILING:
        closing = url[end - 1]
        if closing in surplus:
            if surplus[closing] <= 0:
                break
            surplus[closing] -= 1
        end -= 1
    return url[:end]


def numbers(text: str, most: int) -> list[str]:
    """The phone numbers in a text, as written, at most ``most``."""
    found: list[str] = []
    if most <= 0 or not _DIGITS.search(text):
        return found
    for match in _PHONE.finditer(text):
        written = match[0]
        if sum(character.isdigit() for character in written) >= 7:
            found.append(written.strip())
            if len(found) >= most:
                break
    return found


def _link(where: str, url: str) -> Link:
    host = host_of(url)
    domain = registrable_domain(host) if host else None
    return Link(where, Untrusted(url[:_MOST_SHOWN]), Untrusted(defang(url)[:_MOST_SHOWN]), host, domain)


def host_of(url: str) -> str | None:
    """The lower-case host of a URL: after any user name, before any port (RFC 3986 3.2.2); None when it has none."""
    if url[:4].lower() == "www.":
        url = f"http://{url}"
    match = _AUTHORITY.match(url)
    if match is None:
        return None
    # RFC 3986 3.2.2
    host = match[2].rpartition("@")[2]
    if host.startswith("["):
        return host[: host.find("]") + 1].lower() or None
    return host.partition(":")[0].rstrip(".").lower() or None


def defang(url: str) -> str:
    """The URL in a form no program turns into a link: ``hxxps://evil[.]example/x``. ``www.`` names likewise."""
    match = _AUTHORITY.match(url)
    if match is None:
        if url[:4].lower() == "www.":
            head, slash, tail = url.partition("/")
            return head.replace(".", "[.]") + slash + tail
        return url.replace(":", "[:]", 1)
    scheme = match[1].replace("t", "x").replace("T", "X").replace(".", "[.]")
    colon = ":" if scheme != match[1] else "[:]"
    authority = match[2].replace(".", "[.]").replace("@", "[@]")
    return f"{scheme}{colon}//{authority}{url[match.end() :]}"


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    """The Public Suffix List, loaded when the first link is looked at: ordinary mail never pays for it."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


@lru_cache(maxsize=2048)
def registrable_domain(host: str) -> str | None:
    """The domain somebody registered, one label below a public suffix; None for an IP address or a lone label."""
    host = host.strip().rstrip(".").lower()
    if not host or len(host) > 255 or "[" in host or host.rpartition(".")[2].isdigit() or ".." in host:
        return None
    found = _suffixes().privatesuffix(host)
    return found if isinstance(found, str) else None


def same_organisation(a: str, b: str) -> bool:
    """Whether two hosts lie under the same registrable domain. False when either has none."""
    one, other = registrable_domain(a), registrable_domain(b)
    return one is not None and one == other
