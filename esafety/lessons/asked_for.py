"""The class and the lesson that an address asks for: what may not be seen is answered like what does not exist."""

from __future__ import annotations

from flask import abort

from esafety.content.model import Lesson
from esafety.lessons.shelf import lessons_now
from esafety.school.models import SchoolClass
from esafety.school.service import visible_class
from esafety.web.access import current_actor


def class_or_404(class_ref: str) -> SchoolClass:
    """The class, if the signed-in person may see it; else the page that does not exist."""
    found = visible_class(current_actor(), ref=class_ref)
    if found is None:
        abort(404)
    return found


def lesson_or_404(lesson_id: str) -> Lesson:
    """The lesson with this id, or the page that does not exist."""
    found = lessons_now().lesson(lesson_id)
    if found is None:
        abort(404)
    return found


def class_and_lesson(class_ref: str, *, lesson_id: str) -> tuple[SchoolClass, Lesson]:
    """A class that the signed-in person sees, and a lesson; else the page that does not exist."""
    return class_or_404(class_ref), lesson_or_404(lesson_id)
