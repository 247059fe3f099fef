"""Where a message belongs, in words that staff read."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select

from esafety.board.models import Topic
from esafety.board.topics import place_of, topics_visible_to
from esafety.db import db
from esafety.roles import Actor


def place_words(actor: Actor, *, places: Iterable[str]) -> dict[str, str]:
    """The words for each of these labels that `actor` may know of: a topic's title, or that it is a private note."""
    wanted = set(places)
    ids = {int(place.partition(":")[2]) for place in wanted if place.startswith("topic:")}
    rows = db.session.execute(select(Topic.id, Topic.title).where(topics_visible_to(actor), Topic.id.in_(ids))).all()
    titles = {place_of(topic_id): title for topic_id, title in rows}
    return {place: _("To the teacher") if place.startswith("note:") else titles.get(place, "") for place in wanted}
