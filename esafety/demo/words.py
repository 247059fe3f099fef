"""How the demonstration tells its sign-ins: as text for a person, as JSON for tests."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any


def as_json(sign_ins: list[dict[str, Any]], *, port: int) -> str:
    """Everything, for a program."""
    return json.dumps({"address": f"http://127.0.0.1:{port}", "sign_ins": sign_ins}, ensure_ascii=False, indent=1)


def as_text(sign_ins: list[dict[str, Any]], *, port: int, data: Path) -> str:
    """Everything, for a person: the addresses, then staff and children of each school."""
    lines = [
        "",
        "The demonstration schools are ready. Nothing in them is real.",
        "",
        f"  Children:   http://127.0.0.1:{port}/",
        f"  Grown-ups:  http://127.0.0.1:{port}/staff/sign-in",
    ]
    for school, members in groupby(sign_ins, key=lambda each: each["school"]):
        lines += ["", school, "-" * len(school)]
        everyone = list(members)
        for member in everyone:
            if member["role"] != "pupil":
                classes = f" ({', '.join(member['classes'])})" if member["classes"] else ""
                who = f"{member['role']}{classes}"
                lines.append(f"  {who:<18} {member['name']:<13} {member['email']:<31} {member['passphrase']}")
        pupils = [each for each in everyone if each["role"] == "pupil"]
        for class_, children in groupby(pupils, key=lambda each: each["class"]):
            lines += _class_lines(class_, children=list(children))
    lines += ["", f"Data, and these sign-ins, are in {data}", "Press Ctrl-C to stop.", ""]
    return "\n".join(lines)


def _class_lines(class_: str, *, children: list[dict[str, Any]]) -> list[str]:
    first = children[0]
    lines = ["", f"  {class_} ({first['key_stage']}), class code {first['code']}"]
    lines += [f"    {child['nickname']:<18} {', '.join(child['pictures'])}" for child in children]
    return lines
