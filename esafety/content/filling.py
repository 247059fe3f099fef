"""Filling the tokens in a lesson's plain texts, once, when it is loaded."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from esafety.content.facts import Facts
from esafety.content.model import Lesson
from esafety.content.render import fill_tokens

# Prose is filled when it is rendered; of the rest, none is words.
_LEFT_AS_THEY_ARE = {"teacher", "take_home", "path", "tokens", "header_lines"}


def with_tokens_filled(lesson: Lesson, *, facts: Facts) -> Lesson:
    """Return the lesson with the tokens in its pupils' texts filled; prose is filled when it is rendered."""
    if not lesson.tokens:
        return lesson
    names = [each.name for each in fields(lesson) if each.name not in _LEFT_AS_THEY_ARE]
    return replace(lesson, **{name: _filled(getattr(lesson, name), facts=facts) for name in names})


def _filled(value: Any, *, facts: Facts) -> Any:  # noqa: ANN401 - whatever a part of a lesson is made of
    if isinstance(value, str):
        return fill_tokens(value, facts=facts) if "{{" in value else value
    if isinstance(value, tuple):
        return tuple(_filled(each, facts=facts) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        found = {each.name: getattr(value, each.name) for each in fields(value)}
        filled = {name: _filled(each, facts=facts) for name, each in found.items()}
        return replace(value, **filled) if filled != found else value
    return value
