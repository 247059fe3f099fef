"""The part in curly brackets at the end of a heading, a choice or an answer: `{#name key="value"}`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from esafety.content.report import Report, did_you_mean, shown

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 60

_BLOCK = re.compile(r"(?<!\{)\{([^{}]*)\}\s*$")
_NO_HASH = '"{}" has no meaning in these curly brackets: a name begins with #.'
_NO_END = re.compile(r"(?<!\{)\{((?:#|[a-z-]+\s*=)[^{}]*)$")
# Word processors turn straight quotes into curly ones; both are taken. Within "..." an apostrophe is one.
_PART = re.compile(
    r"""#(?P<id>[^\s"'“”]+)|(?P<key>[^\s="'“”#]+)\s*=\s*(?:["“”](?P<value>[^"“”]*)["“”]|'(?P<single>[^"'“”]*)')"""
    r"""|(?P<other>\S+)"""
)


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stood in the curly brackets; only what is allowed there."""

    id: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        """Return a value, or None where it is not given."""
        return self.values.get(name)


def is_slug(text: str) -> bool:
    """Whether a text is a plain name: small letters a to z, digits and single hyphens, at most 60 characters."""
    return len(text) <= LONGEST_SLUG and SLUG.fullmatch(text) is not None


def split_attributes(
    text: str, *, allowed: Collection[str], takes_id: bool, line: int, report: Report
) -> tuple[str, Attributes]:
    """Return the text without its curly brackets, and what they hold. A token such as {{age:x}} is left in the text."""
    block = _BLOCK.search(text) or _without_end(text, line=line, report=report)
    if block is None:
        return text.strip(), Attributes()
    found_id: str | None = None
    values: dict[str, str] = {}
    for part in _PART.finditer(block[1]):
        if part["id"] is not None and takes_id:
            if not is_slug(part["id"]):
                report.problem(
                    line,
                    message=f'the name "#{shown(part["id"])}" cannot be read: use only a to z, 0 to 9 and hyphens.',
                )
            if found_id is not None:
                report.problem(
                    line, message=f'there are two names here, "#{found_id}" and "#{shown(part["id"])}": keep one.'
                )
            found_id = found_id or part["id"]
        elif part["key"] is None:
            is_name = takes_id and found_id is None and is_slug(part[0])
            found_id = part[0] if is_name else found_id
            report.problem(line, message=_NO_HASH.format(part[0]) if is_name else _unreadable(part[0], allowed=allowed))
        elif part["key"] not in allowed:
            report.problem(line, message=_unknown(part["key"], allowed=allowed))
        elif part["key"] in values:
            report.problem(line, message=f"{part['key']}= is given twice: keep one.")
        else:
            values[part["key"]] = (part["value"] or part["single"] or "").strip()
    return text[: block.start()].strip(), Attributes(found_id, values)


def _without_end(text: str, *, line: int, report: Report) -> re.Match[str] | None:
    """Read brackets that were never closed as if they were, so that one slip is told once."""
    found = _NO_END.search(text)
    if found:
        report.problem(line, message="the curly brackets have no end: put } after their last word.")
    return found


def _unreadable(part: str, *, allowed: Collection[str]) -> str:
    key = part.partition("=")[0]
    if key in allowed:
        return f'{key}= needs quotes round its value: write {key}="...".'
    return _unknown(part, allowed=allowed)


def _unknown(name: str, *, allowed: Collection[str]) -> str:
    if not allowed:
        return f'"{shown(name)}" has no meaning here: take out the curly brackets.'
    can_have = "here you can write " + ", ".join(f'{one}="..."' for one in sorted(allowed)) + "."
    return f'"{shown(name)}" has no meaning in these curly brackets: ' + did_you_mean(
        name, known=allowed, otherwise=can_have
    )
