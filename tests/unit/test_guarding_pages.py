"""The guard before every page, on a program with a page of each kind and nothing else."""

from __future__ import annotations

import pytest
from flask import Flask, g, request
from werkzeug.exceptions import Forbidden

from esafety.roles import Actor, Capability, Role
from esafety.web.access import anyone, current_actor, init_access, require

CHILD = Actor(role_names=frozenset({Role.PUPIL}), person_id=1, school_id=1)
TEACHER = Actor(role_names=frozenset({Role.TEACHER}), person_id=2, school_id=1)
WHO = {"child": CHILD, "teacher": TEACHER}
HERE = "here"


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)

    @app.before_request
    def sign_in() -> None:
        g.actor = WHO.get(request.headers.get("Who", ""))

    init_access(app)
    for name, address, view in (
        ("accounts.doors", "/", anyone(lambda: HERE)),
        ("accounts.staff_sign_in", "/staff", anyone(lambda: HERE)),
        ("lesson", "/lesson", require(Capability.DO_LESSONS)(lambda: current_actor().label)),
        ("desk", "/desk", require(Capability.TEACH_CLASS, Capability.READ_CONCERNS)(lambda: HERE)),
        ("forgotten", "/forgotten", lambda: HERE),
    ):
        app.add_url_rule(address, name, view, methods=["GET", "POST"])
    return app


@pytest.mark.parametrize(
    ("why", "address", "who", "status"),
    [
        ("a page that nobody marked stays shut", "/forgotten", "teacher", 403),
        ("a door is open to everybody", "/", "", 200),
        ("a child's page opens for a child", "/lesson", "child", 200),
        ("any one of the capabilities will do", "/desk", "teacher", 200),
        ("for whoever may not enter it does not exist", "/desk", "child", 404),
        ("what does not exist is the router's to answer", "/nowhere", "child", 404),
    ],
)
def test_who_comes_in(app: Flask, why: str, address: str, who: str, status: int) -> None:
    assert app.test_client().get(address, headers={"Who": who}).status_code == status, why


@pytest.mark.parametrize(
    ("why", "method", "address", "leads_to"),
    [
        ("who looks at a child's page is asked for the class code", "GET", "/lesson", "/"),
        ("who looks at a page of staff is asked to sign in", "GET", "/desk", "/staff"),
        ("who sent something is told that it did not arrive", "POST", "/lesson", "/?lost=yes"),
    ],
)
def test_who_is_not_signed_in_is_led_to_the_right_door(
    app: Flask, why: str, method: str, address: str, leads_to: str
) -> None:
    answer = app.test_client().open(address, method=method)
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to), why


def test_a_part_of_a_page_sends_the_whole_page_to_the_door(app: Flask) -> None:
    answer = app.test_client().post("/lesson", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/?lost=yes")


def test_nobody_is_nobody(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(Forbidden):
        current_actor()
