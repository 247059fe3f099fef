"""The pages of a preview: the desk with the lesson beside it, and the addresses that the player's own forms use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from esafety import clock
from esafety.content.model import Lesson
from esafety.content.render import prose
from esafety.content.sounds import MEDIA_TYPES
from esafety.lessons import rules, story_ways
from esafety.lessons.forms import answers_sent
from esafety.lessons.rules import Place
from esafety.lessons.screens import lesson_facts
from esafety.lessons.settings_sent import settings_sent
from esafety.preview import screens
from esafety.preview.draft import Draft, read_draft, stamp_of
from esafety.web.forms import field
from esafety.web.htmx import asks_for_part, page_or_part

preview = Blueprint("preview", __name__)
# The player's templates name these addresses; here they keep nothing and only lead to the next screen.
lessons = Blueprint("lessons", __name__)
SIZES = ("tablet", "phone")
SHORT = 4  # a number of tries


class Desk:
    """The file that is being written, as last read."""

    def __init__(self, file: Path, *, shipped: Path) -> None:
        self.file = file
        self.shipped = shipped
        self._draft: Draft | None = None

    def draft(self, *, today: date | None = None) -> Draft:
        """The file as it is now; read again where it was saved since."""
        stamp = self.stamp()
        if self._draft is None or self._draft.stamp != stamp:
            self._draft = read_draft(self.file, shipped=self.shipped, today=today or clock.now().date())
        return self._draft

    def stamp(self) -> str:
        """A short text that changes when the file is saved."""
        return stamp_of(self.file, shipped=self.shipped)


def desk() -> Desk:
    """The running preview's."""
    found: Desk = current_app.extensions["esafety.preview"]
    return found


@preview.get("/")
def overview() -> Response:
    """The list of screens, what is wrong, and beside them one screen."""
    draft = desk().draft()
    size = request.args.get("as", "")
    facts = {
        **_contents(draft),
        "size": size if size in SIZES else SIZES[0],
        "first": screens.first_place(draft.lesson) if draft.lesson else "end:",
    }
    return make_response(render_template("preview/overview.html", **facts))


@preview.get("/contents")
def contents() -> AnyResponse:
    """The list again where the file was saved since; 204 where not."""
    if request.args.get("seen") == desk().stamp():
        return Response(status=204)
    return make_response(render_template("preview/_contents.html", **_contents(desk().draft())))


@preview.get("/changed")
def changed() -> AnyResponse:
    """Tell an open screen to load itself again where the file was saved since; 204 where not."""
    answer = Response(status=204)
    if request.args.get("seen") != desk().stamp():
        answer = Response()
        answer.headers["HX-Refresh"] = "true"
    return answer


@preview.get("/screen/<place>")
def screen(place: str) -> AnyResponse:
    """One screen as a child sees it."""
    draft = desk().draft()
    kind, _, name = place.partition(":")
    if draft.lesson is None or kind not in {"before", "step", "question", "feedback", "end"}:
        return _cannot_be_shown(draft)
    at = Place(kind, name)  # type: ignore[arg-type]  # one of the kinds, as was just looked at
    if not screens.is_there(draft.lesson, place=at):
        return _cannot_be_shown(draft)
    try:
        return _shown(draft, lesson=draft.lesson, at=at)
    except Exception as error:  # noqa: BLE001 - what has problems may break any template, and the author goes on writing
        current_app.logger.warning("%s cannot be shown: %s", place, type(error).__name__)
        return _cannot_be_shown(draft)


@preview.get("/sounds/<name>")
def sound(name: str) -> AnyResponse:
    """A sound that a step names, from beside the lesson."""
    path = desk().draft().sounds.get(name)
    if path is None or not path.is_file():
        abort(404)
    return send_file(path, mimetype=MEDIA_TYPES[path.suffix], conditional=True)


@preview.app_template_global("sound_url")
def sound_url(name: str) -> str:
    """The address of a sound, as the player's templates ask for it."""
    return url_for("preview.sound", name=name)


@preview.get("/grown-ups")
def grown_ups() -> AnyResponse:
    """Everything on one page, with all reasons, as a teacher reads it."""
    draft = desk().draft()
    if draft.lesson is None:
        return _cannot_be_shown(draft)
    facts = {
        "lesson": draft.lesson,
        "stamp": draft.stamp,
        "teacher_notes": prose(draft.lesson.teacher, facts=draft.facts),
        "take_home": prose(draft.lesson.take_home, facts=draft.facts),
        "statements": [
            draft.facts.statements[name] for name in draft.lesson.statements if name in draft.facts.statements
        ],
    }
    return make_response(render_template("preview/grown_ups.html", **facts))


def _shown(draft: Draft, *, lesson: Lesson, at: Place) -> AnyResponse:
    given = request.args.get("tries", "0")
    tries = min(int(given), rules.TRIES) if given.isascii() and given.isdigit() and len(given) < SHORT else 0
    raw = request.args.getlist("answer")
    facts = {
        "lesson": lesson_facts(lesson),
        "stamp": draft.stamp,
        **screens.screen_facts(lesson, place=at, raw=raw, tries=tries, draft=draft),
    }
    answer = page_or_part("preview/screen.html", part="lessons/_screen.html", facts=facts)
    if asks_for_part():
        # So that the screen loads itself again, and not the one from which it was reached.
        answer.headers["HX-Replace-Url"] = request.full_path
    return answer


def _cannot_be_shown(draft: Draft) -> AnyResponse:
    return make_response(render_template("preview/not_yet.html", stamp=draft.stamp, lesson=None))


def _contents(draft: Draft) -> dict[str, Any]:
    return {"draft": draft, "file": desk().file.name, "parts": list(screens.parts(draft)), "lesson": draft.lesson}


def _to(place: Place, *, raw: Sequence[str] = (), tries: str | int = 0) -> AnyResponse:
    more: dict[str, Any] = {"answer": list(raw), "tries": tries} if tries else {}
    return redirect(url_for("preview.screen", place=str(place), **more), code=303)


@lessons.get("/lesson/<slug:lesson_id>")
def play(lesson_id: str) -> AnyResponse:
    """The beginning."""
    del lesson_id
    return shelf()


@lessons.get("/home")
def shelf() -> AnyResponse:
    """There is one lesson: its beginning."""
    lesson = desk().draft().lesson
    return redirect(url_for("preview.screen", place=screens.first_place(lesson) if lesson else "end:"), code=303)


@lessons.post("/lesson/<slug:lesson_id>/choose")
def choose(lesson_id: str) -> AnyResponse:
    """The step to which a choice leads."""
    del lesson_id
    return _to(Place("step", field("choice") or field("step")))


@lessons.post("/lesson/<slug:lesson_id>/settings")
def put_right(lesson_id: str) -> AnyResponse:
    """The step to which the settings of a practice phone lead; the phone again while something is not chosen."""
    del lesson_id
    lesson, step = _lesson(), field("step")
    chosen = story_ways.read_settings(lesson, step_id=step, sent=settings_sent())
    found = story_ways.after_settings(lesson, step_id=step, chosen=chosen or {})
    return _to(found or Place("step", step))


@lessons.post("/lesson/<slug:lesson_id>/answer")
def answer(lesson_id: str) -> AnyResponse:
    """What is said to an answer; before the story nothing is. The form's key says how many tries there were."""
    del lesson_id
    lesson, question = _lesson(), field("question")
    if lesson.question(question) is None:
        abort(404)
    if field("asked") == "before":
        return _to(rules.after_before(lesson, question_id=question))
    key = field("key")
    tries = int(key) + 1 if key.isascii() and key.isdigit() and len(key) < SHORT else 1
    return _to(Place("feedback", question), raw=answers_sent(), tries=tries)


@lessons.post("/lesson/<slug:lesson_id>/on")
def move_on(lesson_id: str) -> AnyResponse:
    """The screen that comes next in the lesson."""
    del lesson_id
    lesson = _lesson()
    move, question, step = field("move"), field("question"), field("step")
    if move == "again" and lesson.question(question):
        return _to(Place("question", question), tries=field("key"))
    if move == "next" and lesson.question(question):
        return _to(rules.after_question(lesson, question_id=question))
    if move == "next" and step:
        return _to(rules.after_story(lesson, step_id=step) or Place("step", step))
    if move == "next":
        return _to(rules.after_before(lesson, question_id=""))
    return shelf()


def _lesson() -> Lesson:
    lesson = desk().draft().lesson
    if lesson is None:
        abort(404)
    return lesson
