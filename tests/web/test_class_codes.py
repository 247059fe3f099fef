"""Class codes: what a child may type, and that wrong codes tell nothing to whoever tries many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from esafety.codes import new_code
from esafety.db import db
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import class_of, text_of, words_of

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NO_SUCH_CODE = "BBBBBB"


def type_code(client: HouseClient, typed: str, *, status: int = 422) -> str:
    answer = client.post_form(client.get("/"), forged={"code": typed}, action="/class-code", follow_redirects=False)
    assert answer.status_code == status
    return text_of(answer).replace(f'value="{typed[:12]}"', "")


@pytest.mark.parametrize(
    "spelling", [str.lower, " {} ".format, "-".join, " ".join, lambda code: f"{code[:3]}\u00a0{code[3:]}"]
)
def test_a_code_is_understood_however_it_is_typed(world: World, spelling: object) -> None:
    assert callable(spelling)
    type_code(world.new_client(), spelling(world.pupil()["code"]), status=303)


def test_a_code_in_full_width_letters_is_understood(world: World) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in world.pupil()["code"])
    type_code(world.new_client(), wide, status=303)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "🦊🦊🦊🦊🦊🦊", "' OR 1=1--", "AAAAAA", "BCDFG", "BCDFGHJ", "<b>x</b>", "\x00\x00\x00\x00\x00\x00",
        "ﷺﷺﷺﷺﷺﷺ", "B" * 100_000, "%s%s%s", "{{7*7}}", "٣٣٣٣٣٣", "../../", "null",
    ],
)  # fmt: skip
def test_what_cannot_be_a_code_gets_the_same_answer_as_an_unknown_one(world: World, typed: str) -> None:
    unknown = type_code(world.new_client(), NO_SUCH_CODE)
    shown = type_code(world.new_client(), typed)
    assert words_between_tags(shown) == words_between_tags(unknown)


def words_between_tags(html: str) -> str:
    return html[html.index("<main") :].split("<input class", maxsplit=1)[0]


def test_a_code_that_was_changed_answers_as_if_it_had_never_been(world: World) -> None:
    code = world.pupil()["code"]
    with world.app.app_context():
        class_of(world.pupil()).code = new_code()
        db.session.commit()
    assert type_code(world.new_client(), code) == type_code(world.new_client(), NO_SUCH_CODE)


def test_many_wrong_codes_on_one_device_must_wait_and_then_right_ones_too(world: World) -> None:
    client = world.new_client()
    with time_machine.travel(MONDAY, tick=False) as now:
        page = client.get("/")
        answers = [client.post_form(page, fields={"code": NO_SUCH_CODE}) for _try in range(31)]
        assert "We can't find that code" in words_of(answers[29])
        assert "Too many codes" in words_of(answers[30])
        assert client.post_form(page, fields={"code": world.pupil()["code"]}).status_code == 422
        other = world.new_client()
        assert other.post_form(other.get("/"), fields={"code": world.pupil()["code"]}).request.path == "/tiles"
        now.shift(timedelta(minutes=5, seconds=1))
        assert client.post_form(page, fields={"code": world.pupil()["code"]}).request.path == "/tiles"


def test_tiles_are_not_shown_without_a_code(world: World) -> None:
    client = world.new_client()
    assert client.get("/tiles").location == "/"
    (ref,) = world.rows("SELECT MIN(ref) FROM pupil")
    assert client.get(f"/tiles/{ref[0]}").location == "/"
