"""The child's page of ages, the staff's list of what is due, and sounds for whoever is signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from tests.content.samples import silence
from tests.factories.world import World

FRESH, LATER = datetime(2026, 11, 26, 10, tzinfo=UTC), datetime(2027, 6, 1, 10, tzinfo=UTC)
LESSON = """\
---
title: Why the number
id: why-the-number
key_stage: KS2
years: [3]
topic: age-limits
strand: health-wellbeing-and-lifestyle
objective: I can say why there is a number.
statements: [rshe-osa3]
minutes: 15
cast: [kit]
checked_on: 2026-11-21
---

# Story

## The number {#number scene="library" show="kit" sound="number.wav"}
Kit reads a number.

- [Read on](#on)

## Good {#on outcome="safe" scene="library" show="kit"}
Kit knows why.

# Talk
- Why is there a number?

# Quiz

## How old for TikTok? {#how-old kind="choose-one"}

- [x] {{age:tiktok}}

    > Yes. That is what it asks for.

- [ ] Any age

    > No. There is a number.

## Who can help? {#help kind="choose-one"}

- [x] A grown-up

    > Yes. They can help.

- [ ] Nobody

    > Somebody always can.

# Teacher
Ground rules first.

# Take home
Today we met Kit.
"""


@pytest.fixture
def own_lessons(world: World) -> Iterator[Path]:
    """The school's own folder, with one lesson and its sound in it; empty again afterwards."""
    folder = world.app.extensions["esafety.settings"].own_lessons
    files = {folder / "why.md": LESSON.encode(), folder / "sounds" / "number.wav": silence()}
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    look_again(world)
    yield folder
    for path in files:
        path.unlink()
    look_again(world)


def look_again(world: World) -> None:
    """Let the shelf look at its files at the next page, not two seconds later."""
    world.app.extensions["esafety.shelf"]._looked_at = float("-inf")


def cards(html: str) -> dict[str, str]:
    """The words of each card of the page of ages, by its name."""
    found = re.findall(r'<li class="card age".*?</li>', html, flags=re.DOTALL)
    texts = [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]
    names = [re.search(r'age__name">([^<]+)<', each) for each in found]
    return {name[1]: text for name, text in zip(names, texts, strict=True) if name}


@time_machine.travel(FRESH, tick=False)
def test_a_child_sees_the_number_its_reason_and_when_it_was_checked(world: World) -> None:
    look_again(world)
    page = world.signed_in(world.pupil("Oak")).get("/ages")
    found = cards(page.text)
    assert found["TikTok"].endswith("Checked on 26 Nov 2026 Age 13")
    assert "not all are for children" in found["TikTok"]
    assert "You are not in trouble" in page.text
    assert "Not the law yet" in found["Social media in the United Kingdom"]
    assert "Not the law yet" not in found["Social media in Australia"]
    # Due since the summer: no number is better than an old one.
    assert found["Minecraft"] == "Minecraft A grown-up is checking this one."
    # Never compared with anything: children do not meet it.
    assert "Reddit" not in found


@time_machine.travel(FRESH, tick=False)
def test_a_young_child_meets_fewer(world: World) -> None:
    look_again(world)
    found = cards(world.signed_in(world.pupil("Acorn")).get("/ages").text)
    assert "YouTube" in found
    assert "PEGI 7" in found
    assert not {"Discord", "PEGI 18", "Social media in the United Kingdom"} & set(found)


def test_the_page_asks_for_no_age_and_keeps_nothing(world: World) -> None:
    client = world.signed_in(world.pupil("Oak"))
    page = client.get("/ages").text
    assert "<form" not in page
    assert "<input" not in page
    assert 'href="/ages"' in client.get("/home").text


@time_machine.travel(FRESH, tick=False)
def test_staff_see_what_is_due_first_and_how_many_that_is(world: World) -> None:
    look_again(world)
    client = world.signed_in(world.staff("patel"))
    page = client.get("/desk/facts").text
    due, fresh = page.split("Due for checking</caption>")[1].split('<h2 id="checked">')
    for name, where in (
        ("Reddit", due),
        ("Minecraft", due),
        ("TikTok", fresh),
        ("Childline", fresh),
        ("sid-2027", fresh),
    ):
        assert re.search(rf'scope="row">{name}<br>', where), name
    assert due.index("Reddit") < due.index("Minecraft"), "what was never checked has waited longest"
    assert "never" in due
    assert "faq.whatsapp.com" in fresh
    count = due.count('scope="row">')
    for path in ("/desk", "/desk/lessons"):
        assert re.search(rf'Facts to check</span><span class="tag tag--sun">{count}<', client.get(path).text), path


def test_a_stale_fact_leaves_the_quiz_and_comes_back_when_it_is_checked(world: World, own_lessons: Path) -> None:
    del own_lessons
    for moment, asked in ((FRESH, True), (LATER, False), (FRESH, True)):
        with time_machine.travel(moment, tick=False):
            look_again(world)
            teacher = world.signed_in(world.staff("patel"))
            lesson = teacher.get("/desk/lessons/why-the-number").text
            assert ("How old for TikTok?" in lesson) is asked, moment
            assert "Who can help?" in lesson
            facts = teacher.get("/desk/facts").text
            assert ("Why the number: How old for TikTok?" in facts) is not asked, moment
    look_again(world)


@time_machine.travel(FRESH, tick=False)
def test_a_sound_is_for_whoever_is_signed_in_and_may_be_kept_by_the_browser(world: World, own_lessons: Path) -> None:
    look_again(world)
    child = world.signed_in(world.pupil("Oak"))
    page = child.get("/lesson/why-the-number").text
    (address,) = re.findall(r'data-sound="(/sounds/number\.wav\?v=[0-9a-f]+)"', page)
    answer = child.get(address)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/wav", silence())
    assert answer.headers["Cache-Control"] == "private, max-age=604800"
    assert "Cookie" in answer.headers["Vary"]
    part = child.get(address, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data, part.headers["Cache-Control"]) == (206, b"RIFF", "private, max-age=604800")
    again = child.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert world.new_client().get(address).status_code == 302
    for name in ("gone.wav", "../why.md", "why.md", "%2e%2e%2fwhy.md"):
        missing = child.get(f"/sounds/{name}")
        assert missing.status_code == 404, name
        assert missing.headers["Cache-Control"] == "no-store"
    (own_lessons / "sounds" / "number.wav").rename(own_lessons / "sounds" / "away")
    assert child.get(address).status_code == 404
    (own_lessons / "sounds" / "away").rename(own_lessons / "sounds" / "number.wav")


def test_a_step_without_a_sound_names_none(world: World) -> None:
    assert "data-sound" not in world.signed_in(world.pupil("Oak")).get("/lesson/friends-of-friends").text
