"""Steps with class devices, in the words of the tests."""

from __future__ import annotations

import re
from datetime import time

from sqlalchemy import select
from werkzeug.test import TestResponse

from esafety.db import db
from esafety.school.models import School
from tests.factories.world import World
from tests.house import HouseClient

TEACHERS = {
    "Acorn": "lloyd",
    "Beech": "okoro",
    "Oak": "patel",
    "Willow": "hughes",
    "Derwen": "evans",
    "Onnen": "vaughan",
}


def teacher_of(world: World, class_: str) -> HouseClient:
    return world.signed_in(world.staff(TEACHERS[class_]))


def devices_page(world: World, class_: str, *, teacher: HouseClient | None = None) -> TestResponse:
    client = teacher or teacher_of(world, class_)
    return client.get(f"/desk/class/{world.class_ref(class_)}/devices")


def show_code(world: World, class_: str, *, devices: int = 1) -> str:
    """A teacher shows the code for so many devices; the code."""
    teacher = teacher_of(world, class_)
    page = devices_page(world, class_, teacher=teacher)
    if "close the code" in page.get_data(as_text=True):
        page = teacher.post_form(page, button="Finished: close the code")
    return code_on(teacher.post_form(page, button="Show the code", fields={"devices": str(devices)}))


def code_on(page: TestResponse) -> str:
    found = re.search(r'class-code--big">([A-Z]{4}) ([A-Z]{4})<', page.get_data(as_text=True))
    assert found, "no code on the page"
    return found[1] + found[2]


def address_of(client: HouseClient, code: str) -> str:
    """Where the code leads: the address of the QR code."""
    answer = client.post_form(client.get("/class-device"), fields={"code": code}, follow_redirects=False)
    assert answer.status_code == 303, "the code is not open"
    address: str = answer.location
    return address


def join(client: HouseClient, code: str) -> TestResponse:
    """Make the device of `client` the class's own."""
    return client.post_form(client.get(address_of(client, code)))


def tablet_of(world: World, class_: str) -> HouseClient:
    """A device that belongs to the class."""
    client = world.new_client()
    join(client, show_code(world, class_))
    return client


def keep_school_hours(world: World, *, code_sign_in: str = "in the window") -> None:
    """Give all schools a window, as every school but the demonstration has one."""
    with world.app.app_context():
        for school in db.session.scalars(select(School)):
            school.sign_in_window, school.code_sign_in = "school hours", code_sign_in
            school.opens, school.closes = time(8, 45), time(15, 30)
        db.session.commit()
