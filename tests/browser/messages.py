"""Messages put into the running program's own database by the services that children's pages use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import select, update

from esafety import receipts
from esafety.app import create_app
from esafety.config import Settings
from esafety.db import db
from esafety.moderation.models import Message
from esafety.moderation.outcomes import Received
from esafety.moderation.receiving import receive
from esafety.moderation.states import TO_DECIDE, Kind, State
from esafety.moderation.writing import Writing
from esafety.roles import Actor, Role
from esafety.school.models import Pupil, SchoolClass
from tests.browser.server import Server


@contextmanager
def school_of(server: Server) -> Iterator[Flask]:
    """The program's school, from a second application on the same data."""
    app = create_app(Settings.for_folder(server.database.parent))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def written(server: Server, texts: Sequence[str], *, class_: str, first_child: int = 0) -> list[str]:
    """Let the children of a class write these, one each; the refs."""
    refs = []
    with school_of(server):
        wanted = select(Pupil).join(SchoolClass).where(SchoolClass.name == class_).order_by(Pupil.id)
        children = db.session.scalars(wanted).all()[first_child:]
        for child, text in zip(children, texts, strict=False):
            actor = Actor(
                role_names=frozenset({Role.PUPIL}),
                person_id=child.id,
                school_id=child.school_id,
                class_ids=frozenset({child.class_id}),
            )
            writing = Writing(text=text, kind=Kind.POST, place="topic:9999")
            outcome = receive(actor, writing=writing, key=receipts.new_key())
            assert isinstance(outcome, Received), outcome
            refs.append(outcome.ref)
    assert len(refs) == len(texts)
    return refs


def nothing_waits(server: Server, *, class_: str) -> None:
    """Put aside what other stories left in a class's queue."""
    with school_of(server):
        its = select(SchoolClass.id).where(SchoolClass.name == class_).scalar_subquery()
        waits = Message.class_id == its, Message.state.in_([str(state) for state in TO_DECIDE])
        db.session.execute(update(Message).where(*waits).values(state=str(State.WITHDRAWN)))
        db.session.commit()


def states(server: Server, refs: Sequence[str]) -> list[tuple[str, str]]:
    """State and reason of each message."""
    with school_of(server):
        rows = db.session.execute(select(Message.ref, Message.state, Message.reason).where(Message.ref.in_(refs))).all()
    found = {row.ref: (row.state, row.reason) for row in rows}
    return [found[ref] for ref in refs]
