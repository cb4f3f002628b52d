"""Everything that is wrong with a configuration, all at once: shape first, then what does not go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from salver.config.crosschecks.calendar import calendar, submission
from salver.config.crosschecks.clash import Clash
from salver.config.crosschecks.dns import dns
from salver.config.crosschecks.files import files
from salver.config.crosschecks.http import http
from salver.config.crosschecks.networks import networks
from salver.config.crosschecks.people import identity, people
from salver.config.crosschecks.smtp import mode, outbound, smtp
from salver.config.crosschecks.store import store
from salver.config.environment import Tree
from salver.config.places import Places
from salver.config.schema import Settings
from salver.config.shape import Shape
from salver.core.errors import ConfigProblem

CROSSCHECKS: tuple[Callable[[Settings], Iterator[Clash]], ...] = (
    mode,
    smtp,
    outbound,
    identity,
    networks,
    dns,
    people,
    calendar,
    submission,
    store,
    http,
    files,
)


def check(tree: Tree, places: Places, *, complete: bool = True) -> tuple[Settings, list[ConfigProblem]]:
    """The settings a tree means and every problem in it, in the order of the file.

    With problems the settings hold defaults in the wrong places: good for looking further, not for running. An
    incomplete tree (lines of the file could not be read) is not searched for what is missing or does not go together.
    """
    shape = Shape(places, complete=complete)
    settings = msgspec.convert(shape.check(tree), Settings)
    wrong = set(shape.wrong)
    for crosscheck in CROSSCHECKS if complete else ():
        for clash in crosscheck(settings):
            if not any(_touches(path, wrong) for path in (clash.path, *clash.because)):
                shape.report(clash.path, clash.found, clash.allowed, clash.nearest)
    return settings, sorted(shape.problems, key=lambda problem: places.order(problem.file, problem.line))


def _touches(path: tuple[str, ...], wrong: set[tuple[str, ...]]) -> bool:
    """Whether this key, or the whole section around it, is among the wrong ones."""
    return any(path[:length] in wrong for length in range(1, len(path) + 1))
