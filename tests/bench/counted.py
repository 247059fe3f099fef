"""Queries a page, counted in this process on the demonstration's own database."""

from __future__ import annotations

import json
from pathlib import Path

from esafety.app import create_app
from esafety.config import Settings
from esafety.db import db
from esafety.demo.make import SIGN_INS
from tests.bench.children import lesson_of
from tests.bench.table import Row
from tests.factories.classes import fill_class
from tests.factories.queries import counted
from tests.factories.stores import SqliteStore
from tests.factories.world import World
from tests.house import HouseClient


def queries_a_page(data: Path, *, pupils: int) -> list[Row]:
    """The teacher's live page with `pupils` children, a step of a lesson, and an answer."""
    app = create_app(Settings.for_folder(data))
    app.test_client_class = HouseClient
    sign_ins = json.loads((data / SIGN_INS).read_text(encoding="utf-8"))
    world = World(app=app, data=data, store=SqliteStore(data), sign_ins=sign_ins)
    lesson = lesson_of("KS2")
    address = f"/lesson/{lesson.id}"
    fill_class(world, "Oak", pupils=pupils)
    teacher, child = world.signed_in(world.staff("patel")), world.signed_in(world.pupil("Oak", -1))
    child.get(address)  # the first connection also asks the database what it is
    class_page = f"/desk/class/{world.class_ref('Oak')}{address}"
    with counted() as of_progress:
        page = teacher.get(class_page)
    assert page.text.count('scope="row"') == pupils
    with counted() as of_page:
        page = child.get(address)
    with counted() as of_answer:
        child.post_form(page, action="/lesson/", htmx=True)
    facts = [
        (f"class progress, {pupils} pupils: queries", len(of_progress), 6, 4),
        ("lesson step: queries", len(of_page), 6, 4),
        ("answer: queries", len(of_answer), 8, 6),
    ]
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return [
        Row(name=name, ours=str(found), figure=found, reach=reach, aim=aim, unit="")
        for name, found, reach, aim in facts
    ]
