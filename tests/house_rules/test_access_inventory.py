"""Closed until opened: every endpoint says who may enter it, and says of which kind each part of its address is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from esafety.roles import Capability
from esafety.web.access import anyone, marking, require
from tests.house_rules.tree import expect_none

# Each of these is open to somebody who is not signed in, for the reason given; a new one needs a reason here.
OPEN_TO_ANYONE = {
    "accounts.class_code": "who types a class code is not signed in yet; tries are limited by device",
    "accounts.device_code": "a tablet that joins a class has nobody on it",
    "accounts.device_code_typed": "the code of a teacher's page is the leave; it lives 15 minutes, tries are limited",
    "accounts.doors": "the front page",
    "accounts.join_class": "a tablet that joins a class has nobody on it; behind the address of a teacher's page",
    "accounts.joins_class": "the address of a teacher's page is the leave; it lives 15 minutes and counts devices",
    "accounts.pick_picture": "picking the pictures is the signing in; behind the class's door",
    "accounts.sign_out": "going away must work when the stay has ended already",
    "accounts.staff_sign_in": "the grown-ups' door",
    "accounts.staff_signs_in": "the passphrase is the signing in; tries are limited",
    "accounts.tile": "a tile's pictures; behind the class's door",
    "accounts.tiles": "avatars and nicknames, never names; behind the class's door",
    "health.running": "says well or not, and nothing else",
    "health.ticking": "the same of the timed jobs",
    "lessons.parents": "a lesson for families, with no child, class or member of staff; shut until the school opens it",
    "static": "styles, scripts and pictures hold nothing of anybody",
}
UNNAMED_KIND = re.compile(r"<(\w+)>")


def unmarked(app: Flask) -> Iterator[str]:
    for endpoint, view in sorted(app.view_functions.items()):
        if marking(view) is None:
            yield f"{endpoint}: mark it with @require(Capability...) or @anyone"


def marked_with_nothing(app: Flask) -> Iterator[str]:
    for endpoint, view in sorted(app.view_functions.items()):
        allowed = marking(view)
        if allowed is not None and allowed != "anyone" and not allowed:
            yield f"{endpoint}: @require without a capability lets nobody in"


def parts_of_no_kind(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        for name in UNNAMED_KIND.findall(rule.rule):
            yield f"{rule.rule}: say of which kind <{name}> is, such as <int:{name}> or <string(maxlength=40):{name}>"


def open_without_reason(app: Flask) -> Iterator[str]:
    for endpoint, view in sorted(app.view_functions.items()):
        if marking(view) == "anyone" and endpoint not in OPEN_TO_ANYONE:
            yield f"{endpoint}: it is open to anyone; give the reason in {__name__}"


@pytest.mark.parametrize("rule", [unmarked, marked_with_nothing, parts_of_no_kind, open_without_reason])
def test_every_endpoint_keeps_the_rule(app: Flask, rule: object) -> None:
    expect_none(rule(app))  # type: ignore[operator]


def test_every_reason_is_still_needed(app: Flask) -> None:
    expect_none(f"{name}: no such endpoint" for name in OPEN_TO_ANYONE if name not in app.view_functions)


def planted() -> Flask:
    app = Flask("planted", static_folder=None)
    app.add_url_rule("/a/<ref>", "forgotten", lambda ref: ref)
    app.add_url_rule("/b/<int:number>", "open", anyone(lambda number: f"{number}"))
    app.add_url_rule("/c", "nobody", require()(lambda: ""))
    app.add_url_rule("/d", "right", require(next(iter(Capability)))(lambda: ""))
    return app


def test_planted_faults_are_found() -> None:
    app = planted()
    assert [line.split(":")[0] for line in unmarked(app)] == ["forgotten"]
    assert [line.split(":")[0] for line in marked_with_nothing(app)] == ["nobody"]
    assert [line.split(":")[0] for line in parts_of_no_kind(app)] == ["/a/<ref>"]
    assert [line.split(":")[0] for line in open_without_reason(app)] == ["open"]
