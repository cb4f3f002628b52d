"""``./scripts/demo``: the whole job on loopback."""

from __future__ import annotations

import argparse
import sys
import threading
from datetime import UTC, datetime

import msgspec

from scripts.demonstration.house import house
from scripts.demonstration.person import sign_in_link
from scripts.demonstration.play import Result, Row, play, send
from scripts.demonstration.story import story


def main() -> int:
    """Run the demonstration; the exit status of ``--once`` is 0 only if all of it is as it must be."""
    parser = argparse.ArgumentParser(prog="./scripts/demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="play the person too, print what came of it, and end")
    parser.add_argument("--json", action="store_true", help="with --once: the result as one JSON object")
    options = parser.parse_args()
    if options.json and not options.once:
        parser.error("--json goes with --once")
    try:
        return _once(as_json=options.json) if options.once else _stay()
    except KeyboardInterrupt:
        return 130


def _once(*, as_json: bool) -> int:
    _say("Starting a CalDAV server, two mail servers and the gate …", quiet=as_json)
    with house() as running:
        _say("Handing over the messages and answering as Nora would. This takes half a minute …", quiet=as_json)
        result = play(running)
    if as_json:
        sys.stdout.write(msgspec.json.encode({**msgspec.to_builtins(result), "good": result.good}).decode() + "\n")
    else:
        _print(result)
    return 0 if result.good else 1


def _stay() -> int:
    """Leave everything running, with the messages waiting, until Ctrl-C."""
    _say("Starting a CalDAV server, two mail servers and the gate …")
    with house() as running:
        acts = story(datetime.now(UTC))
        send(running, acts.first)
        _say(f"\n{len(acts.first)} messages have arrived. Nora's invitations, for ten minutes and one sign-in:\n")
        _say(f"    {sign_in_link(running)}\n")
        _say(f"Her calendar:         {running.calendar}  (user nora, password demonstration-only)")
        _say(f"Hand in more mail at: 127.0.0.1:{running.smtp}, for nora@home.example")
        _say(f"Another link:         .venv/bin/salver open nora --config {running.config}")
        _say("\nCtrl-C ends it and removes everything.")
        threading.Event().wait()
    return 0


def _print(result: Result) -> None:
    messages = _together(result.messages)
    width = max(len(row.about) for row in (*messages, *result.checks))
    sys.stdout.write("\nWhat arrived, and what the gate said (verdict, level, reason, what reached the mailbox):\n")
    for row in messages:
        _line(row, width)
    sys.stdout.write("\nWhat the person chose, and what came of it:\n")
    for row in result.checks:
        _line(row, width)
    bad = sum(not row.good for row in (*result.messages, *result.checks))
    sys.stdout.write("\nAll of it is as it must be.\n" if not bad else f"\n{bad} things are not as they must be.\n")


def _together(rows: tuple[Row, ...]) -> list[Row]:
    """Neighbours of one burst that ended alike share a line."""
    lines: list[Row] = []
    count = 1
    for row in rows:
        last = lines[-1] if lines else None
        if (
            last is not None
            and row.about.startswith("burst")
            and (row.expected, row.seen) == (last.expected, last.seen)
        ):
            count += 1
            lines[-1] = Row(f"{last.about.partition(' (')[0]} (and {count - 1} more)", row.expected, row.seen)
        else:
            count = 1
            lines.append(row)
    return lines


def _line(row: Row, width: int) -> None:
    sys.stdout.write(f"  {'ok ' if row.good else 'BAD'} {row.about:{width}}  {row.seen}\n")
    if not row.good:
        sys.stdout.write(f"      {'must be':{width}}  {row.expected}\n")


def _say(text: str, *, quiet: bool = False) -> None:
    if not quiet:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
