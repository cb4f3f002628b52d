"""docs/reference/config.md: every configuration key, from the schema."""

from __future__ import annotations

from salver.config.keys import PERSON, Key, Table, tables
from salver.config.places import variable
from salver.config.write import literal
from scripts.pages import markdown

INTRODUCTION = """
Salver reads one file in [TOML](https://toml.io): the one named by `--config`, otherwise by the environment variable
`SALVER_CONFIG`, otherwise `/etc/salver/salver.toml`. Without a file everything has its default, which is harmless: mode
observe, no mail door.

`salver init` writes a first file with every key explained. `salver config check` finds every mistake at once,
`salver config show` prints what holds and where each value came from, `salver config diff OLD NEW` what differs.

An environment variable counts more than the file: `SALVER_`, the section, two underscores, the key, all in capitals,
such as `SALVER_GATE__MODE=protect`. A list may be written with commas:
`SALVER_PEOPLE__NORA__ADDRESSES=nora@home.example,lind@work.example`. An empty variable says nothing. In the file an
empty text (`""`) at a key that may have no value means none: `http.listen = ""` switches the inbox off.

Passwords are never written into the file. A key whose name ends in `_file` names a file that holds the secret and that
nobody else can read. Paths are taken from the directory Salver is started in unless they begin with `/`.
"""


def page() -> str:
    """The whole page."""
    return markdown.page("Configuration", INTRODUCTION, *(_section(table) for table in tables()))


def _section(table: Table) -> str:
    name = ".".join(table.path)
    return "\n\n".join([f"## [{name}]", table.about, *(_key(key) for key in table.keys)])


def _key(key: Key) -> str:
    default = (
        "none; has to be given"
        if key.required
        else "none"
        if key.default in (None, ())
        else f"`{literal(key.default)}`"
    )
    name = variable(step if step != PERSON else "NAME" for step in key.path)
    lines = [
        f"- Type: {'one of ' if key.kind == 'choice' else ''}{key.allowed}",
        f"- Default: {default}",
        f"- Example: `{key.path[-1]} = {key.example}`",
    ]
    return "\n".join([f"### {key.dotted}", "", key.why, "", *lines, f"- Environment: `{name}`"])
