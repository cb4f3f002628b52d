"""``salver mode observe | protect``: the one switch between looking and acting."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salver.core.outcome import Exit
from salver.doors.cli.configured import config_option, configured, refuse

if TYPE_CHECKING:
    from salver.config.load import Loaded

_MEANS = {
    "observe": (
        "Every invitation is looked at and recorded. Nothing is kept out of a calendar and no mail is changed but for "
        "one header, which says what would have happened."
    ),
    "protect:neutralise": (
        "Invitations from people who are new, or who cannot be confirmed, wait in the inbox. The mail still arrives; "
        "the calendar parts of it are taken out, and a sentence says where they wait until the person says yes."
    ),
    "protect:header": (
        "Invitations from people who are new, or who cannot be confirmed, wait in the inbox. The mail arrives "
        "unchanged but for one header: your Sieve script, or your server, has to keep what it marks out of calendars."
    ),
}


@click.command("mode")
@click.argument("word", metavar="observe|protect", type=click.Choice(["observe", "protect"]))
@config_option
def command(word: str, config_path: Path | None) -> None:
    """Switch between only looking (observe) and carrying verdicts out (protect).

    Changes gate.mode in the configuration file and leaves everything else in it as it is.
    """
    loaded = configured(config_path, status=Exit.TROUBLE)
    if loaded.path is None:
        refuse("there is no configuration file to change. Write one with: salver init")
    hold = loaded.settings.hold.mail
    if word == "protect" and hold is None:
        refuse(
            "mode protect needs hold.mail, which says how a held mail is changed, and has no default. Write "
            f'mail = "neutralise" under [hold] in {loaded.path} (or "header", if a Sieve script acts on our header).'
        )
    if loaded.settings.gate.mode == word:
        click.echo(f"The mode is {word} already. {_meaning(word, hold)}")
        return
    _change(loaded, word)
    click.echo(f"The mode in {loaded.path} is {word} now. {_meaning(word, hold)}")
    click.echo("A running salver serve takes it over with its next message.")


def _change(loaded: Loaded, word: str) -> None:
    from salver.config.places import variable
    from salver.config.write import set_key, write_private

    if variable(("gate", "mode")) in os.environ:
        refuse(f"{variable(('gate', 'mode'))} is set and counts more than the file. Change or unset it instead.")
    path = loaded.path
    assert path is not None
    try:
        text = path.read_bytes().decode("utf-8-sig")
        write_private(path, set_key(text, ("gate", "mode"), word))
    except OSError as error:
        refuse(f"{path} cannot be changed: {(error.strerror or 'an error').lower()}.")
    except ValueError as error:
        refuse(f'{path} was not changed: {error}. Write mode = "{word}" under [gate] yourself.')


def _meaning(word: str, hold: str | None) -> str:
    return _MEANS[word if word == "observe" else f"{word}:{hold}"]
