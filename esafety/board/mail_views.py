"""Mail to practice characters: who they are, what was written, and a page to write on."""

from __future__ import annotations

from typing import Any

from flask import abort, g, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety.board import screens, service
from esafety.board.forms import Said
from esafety.board.mail import characters, mail_place
from esafety.board.papers import Paper, stop_of
from esafety.board.service import board_of
from esafety.board.unsent import place_of_letter
from esafety.board.views import board, board_page
from esafety.board.writing_views import keep_draft, open_paper, send_to_nothing, take
from esafety.content.practice import Character
from esafety.moderation.outcomes import Sent
from esafety.roles import Capability
from esafety.web.access import current_actor, require


@board.get("/board/mail")
@require(Capability.WRITE_ON_BOARD)
def mail() -> AnyResponse:
    """The invented people whom a child may write to."""
    return board_page("board/mail.html", people=[_person(each) for each in characters().values()])


@board.get("/board/mail/<slug:character_id>")
@require(Capability.WRITE_ON_BOARD)
def letters(character_id: str) -> AnyResponse:
    """What a child and one of them have written to each other; nobody else of the class sees it."""
    actor, person = current_actor(), _person(_character_or_404(character_id))
    place, paper = mail_place(actor, character=character_id), _paper(person)
    return board_page(
        "board/letters.html",
        person=person,
        talk=screens.talk_of(actor, place=place),
        own=screens.own_under_way(actor, place=place),
        why=stop_of(paper, standing=board_of(actor)),
    )


@board.get("/board/mail/<slug:character_id>/write")
@require(Capability.WRITE_ON_BOARD)
def letter(character_id: str) -> AnyResponse:
    """The page to write a letter on."""
    paper = _paper(_person(_character_or_404(character_id)))
    return open_paper(paper, why=stop_of(paper, standing=board_of(current_actor())))


@board.post("/board/mail/<slug:character_id>/write")
@require(Capability.WRITE_ON_BOARD)
def send_letter(character_id: str) -> AnyResponse:
    """Take in a letter."""
    actor, character = current_actor(), characters().get(character_id)
    if character is None:
        return send_to_nothing(place=place_of_letter(character_id))
    paper = _paper(_person(character))

    def send(told: Said, key: str) -> Sent:  # noqa: PLR0917 - `take` calls it
        return service.write_letter(
            actor,
            character=character_id,
            place=mail_place(actor, character=character_id),
            text=told.text,
            pictures=told.pictures,
            key=key,
            draft_place=paper.place,
        )

    return take(paper, send=send)


@board.post("/board/mail/<slug:character_id>/write/draft")
@require(Capability.WRITE_ON_BOARD)
def keep_letter(character_id: str) -> AnyResponse:
    """Keep what is being written to a character."""
    return keep_draft(_paper(_person(_character_or_404(character_id))))


def _character_or_404(character_id: str) -> Character:
    found = characters().get(character_id)
    if found is None:
        abort(404)
    return found


def _person(character: Character) -> dict[str, Any]:
    key_stage = g.viewer.key_stage
    return {
        "id": character.id,
        "name": character.name,
        "picture": character.picture,
        "scene": character.scene,
        "who": character.who[key_stage],
        "hello": character.hello[key_stage],
        "url": url_for("board.letters", character_id=character.id),
    }


def _paper(person: dict[str, Any]) -> Paper:
    return Paper(
        heading=_("A letter to %(who)s", who=person["name"]),
        label=_("What do you want to say?"),
        address=url_for("board.letter", character_id=person["id"]),
        draft_at=url_for("board.keep_letter", character_id=person["id"]),
        back=person["url"],
        place=place_of_letter(person["id"]),
    )
