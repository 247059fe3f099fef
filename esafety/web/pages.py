"""The answer to what cannot be done: what happened, where, and what to do next; never a trace."""

from __future__ import annotations

import logging
import traceback

from flask import Flask, g, make_response, render_template, request, url_for
from flask.wrappers import Response
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from esafety.web.access import actor_or_none
from esafety.web.forms import CrossSite, SomeoneElses
from esafety.web.htmx import asks_for_part

log = logging.getLogger(__name__)


def answer_page(status: int, *, title: str, message: str, what_to_do: str) -> Response:
    """A page of its own for an answer other than the one asked for."""
    facts = {"title": title, "message": message, "what_to_do": what_to_do, "action": _way_on()}
    response = make_response(render_template("pages/answer.html", **facts), status)
    if asks_for_part():
        # htmx does not swap refusals: load the page on which the person can go on, whole.
        response.headers["HX-Reswap"] = "none"
    return response


def _way_on() -> dict[str, str]:
    actor = actor_or_none()
    if actor is None:
        return {"url": url_for("accounts.doors"), "label": _("Go to the start")}
    if actor.is_pupil:
        return {"url": url_for("lessons.shelf"), "label": _("Go to my lessons")}
    return {"url": url_for("desk.home"), "label": _("Go to my desk")}


def _not_found(_error: HTTPException) -> Response:
    return answer_page(
        404,
        title=_("We can't find that page"),
        message=_("It may have moved, or the address may have a mistake in it."),
        what_to_do=_("Go back and choose again."),
    )


def _someone_elses(_error: SomeoneElses) -> Response:
    return answer_page(
        409,
        title=_("This page was someone else's"),
        message=_("Nothing was sent."),
        what_to_do=_("Carry on with your own page."),
    )


def _old_form(_error: HTTPException) -> Response:
    return answer_page(
        403,
        title=_("This page is too old"),
        message=_("Nothing was sent."),
        what_to_do=_("Open the page again and have another go."),
    )


def _closed(_error: HTTPException) -> Response:
    return answer_page(
        403,
        title=_("This page is closed"),
        message=_("Nobody may open it from here."),
        what_to_do=_("Go back and choose again."),
    )


def _bad_request(_error: HTTPException) -> Response:
    return answer_page(
        400,
        title=_("We did not understand that"),
        message=_("Nothing was changed."),
        what_to_do=_("Go back and choose one of the answers on the page."),
    )


def _wrong_host(_error: SecurityError) -> Response:
    # No address of ours can be made for a host that is not ours: a page without links, styles or the person's name.
    g.actor = g.viewer = None
    return make_response(render_template("pages/wrong_host.html"), 400)


def _too_much(error: HTTPException) -> Response:
    return answer_page(
        error.code or 413,
        title=_("That is too much at once"),
        message=_("It is longer than this page can take. Nothing was sent."),
        what_to_do=_("Make it shorter and send it again."),
    )


def _other(error: HTTPException) -> Response:
    if error.response is not None and error.code is None:
        return make_response(error.response)
    return answer_page(
        error.code or 400,
        title=_("That does not work here"),
        message=_("Nothing was changed."),
        what_to_do=_("Go back and choose again."),
    )


def _busy(error: OperationalError) -> Response:
    log.error("the database does not answer at %s: %s", request.endpoint, type(error.orig).__name__)
    response = answer_page(
        503,
        title=_("The school's computer is busy"),
        message=_("What you sent is not saved yet."),
        what_to_do=_("Wait a moment and send it again."),
    )
    response.headers["Retry-After"] = "2"
    return response


def _our_fault(fault: HTTPException) -> Response:
    error = getattr(fault, "original_exception", None) or fault
    # Where and which fault, never its message: a database error quotes what was sent, a child's words.
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("fault at %s: %s\n%s", request.endpoint, type(error).__name__, where)
    return answer_page(
        500,
        title=_("Something went wrong here"),
        message=_("It is not your fault. What you sent may not be saved."),
        what_to_do=_("Try once more. If it happens again, tell a grown-up at school."),
    )


def _without_words(entry: logging.LogRecord) -> bool:
    """Keep that something failed, and drop the exception itself, whose message may hold what a child wrote."""
    entry.exc_info = None
    return True


def init_pages(app: Flask) -> None:
    """Give `app` its answers."""
    app.logger.addFilter(_without_words)
    app.register_error_handler(SecurityError, _wrong_host)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(404, _not_found)
    app.register_error_handler(SomeoneElses, _someone_elses)
    app.register_error_handler(CSRFError, _old_form)
    app.register_error_handler(CrossSite, _old_form)
    app.register_error_handler(403, _closed)
    app.register_error_handler(400, _bad_request)
    app.register_error_handler(413, _too_much)
    app.register_error_handler(414, _too_much)
    app.register_error_handler(HTTPException, _other)
    app.register_error_handler(500, _our_fault)
