"""`esafety lessons preview`: every screen as a child sees it, and beside it what is wrong, line by line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from flask import Flask

from esafety import places
from esafety.content.parse import parse_lesson
from esafety.preview.app import create_preview
from tests.content.samples import silence
from tests.house import HouseClient

SHIPPED = sorted(places.shipped("lessons").glob("ks*/*.md"))
NAMES = [file.stem for file in SHIPPED]
WREN = next(file for file in SHIPPED if file.stem == "wrens-name-badge").read_text(encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "wren.md"
    path.write_text(WREN, encoding="utf-8")
    return path


def look_at(file: Path) -> HouseClient:
    app: Flask = create_preview(file)
    app.test_client_class = HouseClient
    client = app.test_client()
    assert isinstance(client, HouseClient)
    return client


def save(file: Path, text: str) -> None:
    """As an editor saves, with a time of its own whatever the clock's grain."""
    before = file.stat().st_mtime_ns
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(before + 1_000_000, before + 1_000_000))


@pytest.mark.parametrize("shipped", SHIPPED, ids=NAMES)
def test_every_screen_of_every_lesson_can_be_looked_at(shipped: Path) -> None:
    lesson = parse_lesson(shipped.read_bytes(), path=shipped.name).lesson
    assert lesson
    client = look_at(shipped)
    page = client.get("/").get_data(as_text=True)
    assert "It can be used as it is." in page
    for step in lesson.steps:
        assert f'href="/screen/step:{step.id}"' in page
        assert "cannot be shown" not in client.get(f"/screen/step:{step.id}").get_data(as_text=True), step.id
    for question in lesson.quiz:
        assert f'href="/screen/question:{question.id}"' in page
        assert "cannot be shown" not in client.get(f"/screen/question:{question.id}").get_data(as_text=True)
        if question.ask:
            assert "cannot be shown" not in client.get(f"/screen/before:{question.id}").get_data(as_text=True)
    assert "You did it!" in client.get("/screen/end:").get_data(as_text=True)
    grown_ups = client.get("/grown-ups").get_data(as_text=True)
    assert "Ground rules" in grown_ups
    assert "Ask tonight" in grown_ups


def test_a_choice_leads_on_and_an_ending_to_the_quiz(file: Path) -> None:
    client = look_at(file)
    page = client.post_form(client.get("/screen/step:app"), button="nest")
    assert page.request.path == "/screen/step:nest"
    page = client.post_form(client.get("/screen/step:friends"), button="next")
    assert page.request.path == "/screen/question:keep-private"


def test_answers_are_told_as_to_a_child_and_the_third_try_shows(file: Path) -> None:
    client = look_at(file)
    page = client.get("/screen/question:app-asks")
    for try_no in (1, 2, 3):
        page = client.post_form(page, fields={}, button="bury-it")
        words = page.get_data(as_text=True)
        assert "Poor tablet!" in words
        assert ("look together" in words) == (try_no == 3)
        if try_no < 3:
            page = client.post_form(page, button="again")
    page = client.post_form(page, button="next")
    assert page.request.path == "/screen/question:pip-told"


def test_an_answer_that_is_none_asks_again(file: Path) -> None:
    client = look_at(file)
    page = client.get("/screen/feedback:app-asks?answer=nonsense&tries=x")
    assert "An app asks where Otto lives" in page.get_data(as_text=True)
    assert "Good try" not in page.get_data(as_text=True)


def test_a_saved_file_is_shown_by_itself_and_an_unsaved_one_is_let_be(file: Path) -> None:
    client = look_at(file)
    stamp = client.get("/").get_data(as_text=True).partition("/contents?seen=")[2].partition('"')[0]
    assert client.get(f"/contents?seen={stamp}").status_code == 204
    assert client.get(f"/changed?seen={stamp}").status_code == 204
    save(file, WREN.replace("Squish, squash!", "Squeeze!"))
    assert "Squeeze!" in client.get(f"/contents?seen={stamp}").get_data(as_text=True)
    assert client.get(f"/changed?seen={stamp}").headers["HX-Refresh"] == "true"
    assert "Squeeze!" in client.get("/screen/step:told").get_data(as_text=True)


def test_problems_stand_beside_it_with_their_lines_and_the_rest_is_shown(file: Path) -> None:
    client = look_at(file)
    save(file, WREN.replace("Wren makes a badge in an app.", "Wren is 6. " * 9))
    page = client.get("/").get_data(as_text=True)
    line = 1 + WREN[: WREN.index("## A badge app")].count("\n")
    assert f"Line {line}" in page
    assert "is an age in digits" in page
    assert "Children do not see it until" in page
    assert re.search(r"\d+ notes", page)
    assert "Squish, squash!" in client.get("/screen/step:told").get_data(as_text=True)


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("nothing in it", ""),
        ("no header", "# Story\n\n## One {#one}\n"),
        ("a step that has no name", WREN.replace("{#told outcome", "{outcome")),
        ("a scene and pictures that do not exist", WREN.replace('scene="garden" show="wren', 'scene="x" show="y')),
        ("no quiz", WREN.partition("# Quiz")[0] + "# Teacher" + WREN.partition("# Teacher")[2]),
        ("no story", WREN.partition("# Story")[0] + "# Talk" + WREN.partition("# Talk")[2]),
        ("a question of no kind", WREN.replace('kind="choose-one"', "")),
        ("answers without reasons", WREN.replace("    >", "    ")),
        ("no letters at all", "\x00\x01 \ud800".encode(errors="replace").decode()),
    ],
)
def test_half_a_lesson_is_shown_as_far_as_it_goes(file: Path, why: str, text: str) -> None:
    save(file, text)
    # Any client: a choice to nowhere is a link to nowhere, and the page says so.
    client = create_preview(file).test_client()
    assert client.get("/").status_code == 200, why
    for place in ("step:app", "step:told", "question:keep-private", "feedback:app-asks", "end:", "before:app-asks"):
        assert client.get(f"/screen/{place}").status_code == 200, (why, place)
    assert client.get("/grown-ups").status_code == 200, why


def test_the_words_of_each_screen_are_counted_beside_it(file: Path) -> None:
    page = look_at(file).get("/").get_data(as_text=True)
    step = page.partition("/screen/step:app")[2].partition("</li>")[0]
    assert "13 of 15 words" in step  # "Wren makes a badge in an app. Squawk! What do you like best?"


def test_a_file_that_is_gone_for_a_moment_comes_back(file: Path) -> None:
    client = look_at(file)
    file.unlink()
    assert "cannot be read" in client.get("/").get_data(as_text=True)
    file.write_text(WREN, encoding="utf-8")
    assert "It can be used as it is." in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize("place", ["step:nowhere", "nonsense", "cupboard:app", "question:", "before:pip-not"])
def test_a_screen_that_is_not_there_says_so(file: Path, place: str) -> None:
    assert "cannot be shown yet" in look_at(file).get(f"/screen/{place}").get_data(as_text=True)


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.20:8010", "127.0.0.1.evil.example"])
def test_only_this_computer_is_answered(file: Path, host: str) -> None:
    client = create_preview(file).test_client()
    assert client.get("/", headers={"Host": host}).status_code == 400
    assert client.get("/", headers={"Host": "127.0.0.1:8010"}).status_code == 200


def test_the_lesson_may_stand_in_our_own_frame_and_in_no_other(file: Path) -> None:
    policy = create_preview(file).test_client().get("/").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "frame-src 'self'" in policy
    assert "default-src 'none'" in policy


def test_words_in_the_file_are_never_html(file: Path) -> None:
    save(file, WREN.replace("Squish, squash!", "<script>alert(1)</script>"))
    client = look_at(file)
    for address in ("/", "/screen/step:told", "/grown-ups"):
        assert "<script>alert" not in client.get(address).get_data(as_text=True)


def test_a_step_with_a_recorded_sound_is_shown_and_its_sound_is_there(file: Path) -> None:
    (file.parent / "sounds").mkdir()
    (file.parent / "sounds" / "hello.wav").write_bytes(silence())
    (file.parent / "sounds" / "notes.txt").write_text("no sound", encoding="utf-8")
    first = parse_lesson(WREN.encode(), path=file.name).lesson
    assert first
    save(file, re.sub(r"(\{#" + first.steps[0].id + r"\b)", r'\1 sound="hello.wav"', WREN, count=1))
    client = look_at(file)
    page = client.get(f"/screen/step:{first.steps[0].id}").get_data(as_text=True)
    assert 'data-sound="/sounds/hello.wav"' in page
    assert client.get("/sounds/hello.wav").data == silence()
    browser = create_preview(file).test_client()  # what is not there has no page of ours to look at
    for name in ("notes.txt", "none.mp3", "..%2fwren.md"):
        assert browser.get(f"/sounds/{name}").status_code == 404
