"""Steps through the doors, and what stands behind them, in the words of the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from werkzeug.test import TestResponse

from esafety import clock
from esafety.accounts.models import SignInTry
from esafety.concerns.models import Concern
from esafety.concerns.rules import Told
from esafety.db import db
from esafety.school.models import SchoolClass
from tests.factories.world import World
from tests.house import HouseClient

OWN_TO_EACH_ANSWER = re.compile(r'name="(csrf_token|owner|key)" value="[^"]*"')


def open_tiles(client: HouseClient, pupil: dict[str, Any]) -> TestResponse:
    return client.post_form(client.get("/"), fields={"code": pupil["code"]})


def open_tile(client: HouseClient, pupil: dict[str, Any]) -> TestResponse:
    return client.follow_link(open_tiles(client, pupil), words=pupil["nickname"])


def tap(client: HouseClient, page: TestResponse, pictures: Sequence[str]) -> TestResponse:
    """Tap pictures one after the other; the last page is the answer."""
    for picture in pictures:
        page = client.post_form(page, button=picture)
    return page


def try_at_once(client: HouseClient, page: TestResponse, pictures: Sequence[str]) -> TestResponse:
    """The last tap of `pictures` alone, the others given as tapped already: also where the page offers no tap."""
    *before, last = pictures
    data = {**(tokens_of(page) or tokens_of(client.get("/"))), "picked": before, "pick": last}
    tile = page.request.path.removesuffix("/pictures")
    return client.post(f"{tile}/pictures", data=data, follow_redirects=True)


def wrong_pictures(pupil: dict[str, Any]) -> list[str]:
    """The child's own pictures, the other way round."""
    return list(reversed(pupil["pictures"]))


def is_at_lessons(page: TestResponse) -> bool:
    return page.request.path == "/home" and page.status_code == 200


def text_of(page: TestResponse) -> str:
    """The page's source without what is made anew for each answer."""
    return OWN_TO_EACH_ANSWER.sub("", page.get_data(as_text=True))


def words_of(page: TestResponse) -> str:
    """Roughly what a person reads: the page without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))).split())


def without_tokens(answer: TestResponse) -> str:
    """The page but for the token of its form, which holds the second in which it was made."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", answer.get_data(as_text=True))


def tokens_of(page: TestResponse) -> dict[str, str]:
    """The hidden fields that a form of the page carries."""
    return dict(re.findall(r'name="(csrf_token|owner|key)" value="([^"]*)"', page.get_data(as_text=True)))


def have_tried_wrongly(
    world: World, pupil: dict[str, Any], *, times: int, apart: timedelta, ends: timedelta = timedelta()
) -> None:
    """Wrong tries at one tile, each on another device, `apart` from one another, the last one `ends` ago."""
    with world.app.app_context():
        row, class_ = world.pupil_row(pupil), class_of(pupil)
        for number in range(times):
            db.session.add(
                SignInTry(
                    school_id=row.school_id,
                    class_id=class_.id,
                    pupil_id=row.id,
                    device=f"device-{number}",
                    at=clock.now() - ends - apart * number,
                    was_right=False,
                )
            )
        db.session.commit()


def class_of(pupil: dict[str, Any]) -> SchoolClass:
    return db.session.scalars(select(SchoolClass).where(SchoolClass.code == pupil["code"])).one()


def told_by(world: World, pupil: dict[str, Any]) -> list[Told]:
    """What a child has told so far, opened."""
    with world.app.app_context():
        told = db.session.scalars(
            select(Concern.told).where(Concern.pupil_id == world.pupil_row(pupil).id).order_by(Concern.id)
        )
        return [Told.from_text(each) for each in told]


def plain_client(app: Flask, *, like: HouseClient | None = None) -> FlaskClient:
    """A client that checks nothing, for tests of many answers; `like` gives it that client's cookies."""
    client = FlaskClient(app, app.response_class)
    if like is not None:
        for name in ("esafety", "esafety-device"):
            cookie = like.get_cookie(name)
            if cookie is not None:
                client.set_cookie(name, cookie.value)
    return client


@contextmanager
def errors_as_pages(app: Flask) -> Iterator[None]:
    """Let a fault be answered with its page, as at a school, instead of failing the test."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        yield
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = True


@contextmanager
def queries_counted() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile, without those that only begin and end a transaction."""
    found: list[str] = []

    def note(*facts: Any) -> None:
        statement = str(facts[2])
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)
