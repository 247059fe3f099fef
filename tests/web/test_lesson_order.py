"""Nothing is lost, counted twice or taken out of order: late, early, doubled, forged and broken-off answers."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from esafety import places
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import errors_as_pages, plain_client, text_of, tokens_of, words_of
from tests.web.lesson_steps import KS1, KS2, answers_of, stand_at

LESSON = f"/lesson/{KS1}"
RIGHT = {"question": "app-asks", "answer": "ask-a-grown-up"}


def child(world: World) -> dict[str, Any]:
    return world.pupil("Acorn", 12)


def send(client: HouseClient, address: str, data: dict[str, Any], *, key: str = "") -> int:
    tokens = tokens_of(client.get("/help"))
    return client.post(address, data={**tokens, **({"key": key} if key else {}), **data}).status_code


@pytest.mark.parametrize("place", ["step:app", "step:friends", "question:keep-private", "feedback:app-asks", "end:"])
def test_an_answer_to_a_question_one_is_not_at_leaves_one_where_one_is(world: World, place: str) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place=place)
    before = text_of(client.get(LESSON))
    assert send(client, f"{LESSON}/answer", RIGHT) == 303
    assert text_of(client.get(LESSON)) == before
    assert answers_of(world, child(world)) == []


@pytest.mark.parametrize(
    ("place", "address", "data", "status"),
    [
        ("step:app", "choose", {"step": "badge", "choice": "friends"}, 303),  # a later step's choice
        ("step:app", "choose", {"step": "app", "choice": "friends"}, 400),  # a step that is not next
        ("step:app", "choose", {"step": "app", "choice": "end"}, 400),
        ("step:app", "choose", {"step": "friends", "choice": "app"}, 400),
        ("step:app", "choose", {"step": "", "choice": ""}, 422),
        ("step:app", "choose", {"step": "app", "choice": ["nest", "friends"]}, 303),  # the first counts
        ("step:app", "on", {"move": "next"}, 303),  # the story is not over
        ("step:nest", "on", {"move": "next"}, 303),
        ("step:friends", "on", {"move": "end"}, 303),
        ("question:app-asks", "on", {"move": "next"}, 303),
        ("question:app-asks", "on", {"move": "afresh"}, 303),
        ("question:app-asks", "on", {"move": ""}, 303),
        ("question:app-asks", "choose", {"step": "app", "choice": "nest"}, 303),
    ],
)
def test_no_step_can_be_skipped(world: World, place: str, address: str, data: dict[str, Any], status: int) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place=place)
    assert send(client, f"{LESSON}/{address}", data) == status
    ((now,),) = world.rows("SELECT place FROM sitting ORDER BY id DESC LIMIT 1")
    assert now == ("step:nest" if data.get("choice") == ["nest", "friends"] else place)


def test_after_a_wrong_answer_one_cannot_go_on_without_another_try(world: World) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="question:app-asks")
    page = client.post_form(client.get(LESSON), button="tell-it")
    page = client.post_form(page, action="/on", forged={"move": "next"})
    assert "Good try. Not quite." in words_of(page)


def test_all_questions_in_one_form_count_as_the_one_on_the_page(world: World) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="question:app-asks")
    everything = {"question": ["app-asks", "pip-told", "why-private", "best-badge"], "answer": "ask-a-grown-up"}
    assert send(client, f"{LESSON}/answer", everything) == 303
    assert answers_of(world, child(world)) == [("app-asks", 1, ["ask-a-grown-up"], True)]


def test_fields_that_no_form_of_ours_has_are_ignored_and_counted_in_the_log_without_their_names(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="question:app-asks")
    forged = {"score": "100", "is_correct": "true", "user_id": "1", "pupil_id": "1", "was_right": "1", "try_no": "-9"}
    with caplog.at_level(logging.WARNING):
        page = client.post_form(client.get(LESSON), button="tell-it", forged=forged)
    assert "Good try" in words_of(page)
    assert answers_of(world, child(world)) == [("app-asks", 1, ["tell-it"], False)]
    assert "6 unknown fields ignored" in caplog.text
    assert "score" not in caplog.text


def test_a_child_cannot_answer_in_a_lesson_of_the_other_key_stage(world: World) -> None:
    client = world.signed_in(child(world))
    for address in ("", "/choose", "/answer", "/on"):
        if address:
            assert send(client, f"/lesson/{KS2}{address}", {"step": "trophy", "choice": "count"}) == 404
    assert client.get(f"/lesson/{KS2}").status_code == 404


def test_the_same_form_sent_twice_counts_once_and_is_answered_alike(world: World) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="question:app-asks")
    page = client.get(LESSON)
    first, again = (client.post_form(page, button="tell-it") for _time in range(2))
    assert text_of(first) == text_of(again)
    assert "Apps may ask." in words_of(again)
    assert len(answers_of(world, child(world))) == 1


def test_an_old_page_sent_late_takes_back_nothing(world: World) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="question:app-asks")
    old = client.get(LESSON)
    page = client.post_form(old, button="ask-a-grown-up")
    page = client.post_form(page, button="Carry on")
    late = client.post_form(old, button="bury-it")
    assert text_of(late) == text_of(page)
    assert len(answers_of(world, child(world))) == 1


def test_a_child_goes_on_at_the_same_place_on_another_device(world: World) -> None:
    tablet = stand_at(world, child(world), lesson_id=KS1, place="step:badge")
    page = tablet.post_form(tablet.get(LESSON), button="My whole name")
    laptop = world.signed_in(child(world))
    assert text_of(laptop.get(LESSON)) == text_of(page)
    laptop.post_form(laptop.get(LESSON), button="Choose again")
    assert "What can Wren's badge say?" in words_of(tablet.get(LESSON))


@pytest.mark.parametrize("keys", ["one key", "five keys"])
def test_the_same_answer_from_five_places_at_once_is_kept_once(world: World, keys: str) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="question:app-asks")
    form = {**tokens_of(client.get(LESSON)), **RIGHT}
    senders = [plain_client(world.app, like=client) for _sender in range(5)]

    def answer(number: int) -> int:
        key = form["key"] if keys == "one key" else f"{form['key'][:-1]}{number}"
        return senders[number].post(f"{LESSON}/answer", data={**form, "key": key}).status_code

    with ThreadPoolExecutor(max_workers=5) as pool:
        assert list(pool.map(answer, range(5))) == [303] * 5
    assert answers_of(world, child(world)) == [("app-asks", 1, ["ask-a-grown-up"], True)]
    assert "Yes, that's right!" in words_of(client.get(LESSON))


@pytest.mark.parametrize(
    ("fault", "status"),
    [(RuntimeError("the power went"), 500), (OperationalError("x", {}, Exception("database is locked")), 503)],
)
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_an_answer_that_could_not_be_kept_is_not_acknowledged(
    world: World, fault: Exception, status: int, htmx: bool
) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="question:app-asks")
    page = client.get(LESSON)

    def fail(_session: Session) -> None:
        raise fault

    event.listen(Session, "before_commit", fail)
    try:
        with errors_as_pages(world.app):
            answer = client.post_form(page, button="ask-a-grown-up", htmx=htmx)
    finally:
        event.remove(Session, "before_commit", fail)
    assert answer.status_code == status
    assert "saved" in words_of(answer)
    assert "Yes, that's right!" not in words_of(answer)
    assert answers_of(world, child(world)) == []
    assert "Yes, that's right!" in words_of(client.post_form(page, button="ask-a-grown-up"))
    assert len(answers_of(world, child(world))) == 1


# A lesson file that breaks while children are in it.


def look_again(app: Flask) -> None:
    app.extensions["esafety.shelf"]._looked_at = -1_000_000.0


@pytest.fixture
def own_lesson(world: World) -> Iterator[Path]:
    """A lesson of the school's own, beside the shipped ones, with the same beginning."""
    folder = world.data / "lessons" / "ks1"
    folder.mkdir(parents=True)
    text = (places.shipped("lessons") / "ks1" / f"{KS1}.md").read_text(encoding="utf-8")
    path = folder / "our-badge.md"
    path.write_text(
        text.replace(f"id: {KS1}", "id: our-badge").replace("title: Wren's", "title: Our own"), encoding="utf-8"
    )
    look_again(world.app)
    yield path
    shutil.rmtree(folder.parent)
    look_again(world.app)


@pytest.mark.parametrize("broken", ["", "---\ntitle: x\n", "\x00\x01", "# Story\n", "---\n- [\n---\n" + "[" * 20_000])
def test_a_lesson_file_that_breaks_in_use_is_away_and_the_others_go_on(
    world: World, own_lesson: Path, broken: str
) -> None:
    client = stand_at(world, child(world), lesson_id="our-badge", place="step:app")
    page = client.post_form(client.get("/lesson/our-badge"), button="Berries!")
    good = own_lesson.read_text(encoding="utf-8")
    own_lesson.write_text(broken, encoding="utf-8")
    look_again(world.app)
    assert client.get("/lesson/our-badge").status_code == 404
    sent = client.post_form(page, button="Ask Mrs Owl")
    assert sent.status_code == 404
    assert "We can't find that page" in words_of(sent)
    assert "Our own" not in words_of(client.get("/home"))
    assert client.get(LESSON).status_code == 200
    desk = words_of(world.signed_in(world.staff("lloyd")).get("/desk"))
    assert "our-badge.md" in desk
    assert str(world.data) not in desk
    own_lesson.write_text(good, encoding="utf-8")
    look_again(world.app)
    assert "Where is your nest?" in words_of(client.get("/lesson/our-badge"))


def test_a_lesson_that_was_rewritten_under_a_child_begins_anew_where_its_place_is_gone(
    world: World, own_lesson: Path
) -> None:
    client = stand_at(world, child(world), lesson_id="our-badge", place="step:taken-out")
    page = client.get("/lesson/our-badge")
    assert "Wren makes a badge in an app." in words_of(page)
    assert "Where is your nest?" in words_of(client.post_form(page, button="Berries!"))
    assert own_lesson.exists()
