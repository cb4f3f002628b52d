"""The schema as a flat list: what every key is called, may hold, defaults to and is there for.

Made from ``schema.py`` by looking at its types, so that checking, showing and documenting can never disagree with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal, cast, get_args, get_origin, get_type_hints

import msgspec
from msgspec import inspect

from salver.config.schema import Settings

Kind = Literal["text", "number", "yes-no", "choice", "list"]
Value = str | int | bool | tuple[str, ...] | None

PERSON = "NAME"
"""Stands for the name of a person in the path of a key: ``people.NAME.addresses``."""


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """One key. ``path`` is ``("gate", "mode")`` or ``("people", "NAME", "addresses")``.

    ``choices`` are the allowed words of a choice; ``least`` and ``most`` bound a number. ``optional`` says that there
    may be no value; then an empty text means none. ``default`` is what holds when nobody says anything.
    """

    path: tuple[str, ...]
    kind: Kind
    default: Value
    required: bool
    optional: bool
    why: str
    example: str
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None

    @property
    def dotted(self) -> str:
        return ".".join(self.path)

    @property
    def allowed(self) -> str:
        """What may stand there, in words."""
        if self.kind == "choice":
            return ", ".join(f'"{choice}"' for choice in self.choices)
        if self.kind == "number":
            if self.least is not None and self.most is not None:
                return f"a whole number from {self.least} to {self.most}"
            return "a whole number" if self.least is None else f"a whole number, at least {self.least}"
        return {"text": "a text in quotes", "yes-no": "true or false", "list": "a list of texts"}[self.kind]


class Table(msgspec.Struct, frozen=True):
    """One section: its path, what it is for, and its keys."""

    path: tuple[str, ...]
    about: str
    keys: tuple[Key, ...]


@cache
def tables() -> tuple[Table, ...]:
    """Every section in the order of the schema; ``("people", "NAME")`` stands for each person."""
    found = []
    for field in _fields(Settings):
        kind = field.type
        path: tuple[str, ...] = (field.name,)
        if isinstance(kind, inspect.DictType):
            path, kind = (field.name, PERSON), kind.value_type
        section = cast("inspect.StructType", kind).cls
        about = " ".join((section.__doc__ or "").split())
        hints = get_type_hints(section, include_extras=True)
        found.append(Table(path, about, tuple(_key(path, inner, hints[inner.name]) for inner in _fields(section))))
    return tuple(found)


def keys() -> Iterator[Key]:
    """Every key, in the order of the schema."""
    for table in tables():
        yield from table.keys


def table_of(path: tuple[str, ...]) -> Table | None:
    """The section at ``("gate",)`` or ``("people", "nora")``; None where there is none."""
    if len(path) == 2 and path[0] == "people":
        path = ("people", PERSON)
    return next((table for table in tables() if table.path == path), None)


def key_of(path: tuple[str, ...]) -> Key | None:
    """The key at this path; any name of a person will do."""
    table = table_of(path[:-1]) if path else None
    return next((key for key in table.keys if key.path[-1] == path[-1]), None) if table else None


def paths(settings: Settings) -> Iterator[tuple[str, ...]]:
    """The path of every key there is, each person's own among them."""
    for table in tables():
        if table.path[-1] != PERSON:
            yield from (key.path for key in table.keys)
            continue
        for name in settings.people:
            yield from (("people", name, key.path[-1]) for key in table.keys)


def value_at(settings: Settings, path: tuple[str, ...]) -> Value:
    """The value that holds at this path. Raises AttributeError or KeyError where the path leads nowhere."""
    place: object = settings
    for name in path:
        place = place[name] if isinstance(place, dict) else getattr(place, name)
    return cast("Value", place)


def _fields(struct: type[msgspec.Struct]) -> tuple[inspect.Field, ...]:
    return cast("inspect.StructType", inspect.type_info(struct)).fields


def _key(path: tuple[str, ...], field: inspect.Field, hint: object) -> Key:
    schema: dict[str, object] = {}
    kind, optional = field.type, False
    while isinstance(kind, inspect.Metadata | inspect.UnionType):
        if isinstance(kind, inspect.Metadata):
            schema.update(kind.extra_json_schema or {})
            kind = kind.type
        else:
            optional = True
            kind = next(inner for inner in kind.types if not isinstance(inner, inspect.NoneType))
    examples = cast("list[str]", schema.get("examples", [""]))
    return Key(
        path=(*path, field.name),
        kind=_kind(kind),
        default=None if field.required else field.default,
        required=field.required,
        optional=optional,
        why=str(schema.get("description", "")),
        example=examples[0],
        choices=_choices(hint) if isinstance(kind, inspect.LiteralType) else (),
        least=kind.ge if isinstance(kind, inspect.IntType) else None,
        most=kind.le if isinstance(kind, inspect.IntType) else None,
    )


def _choices(hint: object) -> tuple[str, ...]:
    """The words of the Literal somewhere inside a type, in the order they are written in (msgspec sorts them)."""
    if get_origin(hint) is Literal:
        return tuple(str(word) for word in get_args(hint))
    return next((words for inner in get_args(hint) if (words := _choices(inner))), ())


def _kind(kind: inspect.Type) -> Kind:
    if isinstance(kind, inspect.LiteralType):
        return "choice"
    if isinstance(kind, inspect.BoolType):
        return "yes-no"
    if isinstance(kind, inspect.IntType):
        return "number"
    if isinstance(kind, inspect.VarTupleType):
        return "list"
    if isinstance(kind, inspect.StrType):
        return "text"
    raise TypeError(f"the schema may not use {type(kind).__name__} yet: teach keys.py about it")
