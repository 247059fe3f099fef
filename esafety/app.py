"""The composition root: the only file that knows everything."""

from __future__ import annotations

import gc
from collections import ChainMap
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.templating import Environment

from esafety import drafts, frame, keys, places, receipts, sealed
from esafety.accounts import device, presence
from esafety.accounts import tidy as stays
from esafety.accounts.device_views import accounts
from esafety.board.closing_views import boards
from esafety.board.mail import ANSWERING
from esafety.board.pages import board
from esafety.board.pause_views import pauses
from esafety.board.queue_views import queue
from esafety.board.topic_views import topics
from esafety.board.watching import WATCHING
from esafety.clockwork import kinds
from esafety.clockwork.checkpoint import CHECKPOINT
from esafety.clockwork.tidy import TIDY_JOBS, tidy
from esafety.concerns.views import concerns
from esafety.config import Settings, make_data_folder
from esafety.db import db
from esafety.desk.device_views import desk
from esafety.health import health
from esafety.lessons import absences
from esafety.lessons.facts_views import facts
from esafety.lessons.pages import lessons
from esafety.lessons.shelf import init_shelf
from esafety.moderation import notices
from esafety.moderation.filter_views import filtering
from esafety.moderation.report_views import reports
from esafety.moderation.reviewing import REVIEWING
from esafety.moderation.ringing import RINGING
from esafety.outbox import service as outbox
from esafety.reading.views import reading
from esafety.web import access, addresses, assets, compressing, forms, pages, proxies, security, words


class PlainEnvironment(Environment):
    """Jinja without a layer that nothing here uses."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that a template knows: those of the environment, and `d` before them.

        Jinja would put a chain before them in any case, and compare through it at each import of a macro.
        """
        return ChainMap(d, self.globals) if d else self.globals


def create_app(settings: Settings | None = None) -> Flask:
    """The application, from `settings` or from the environment.

    Raises:
        esafety.config.SettingsProblem: what is wrong with settings, folders or keys, in sentences.
    """
    settings = settings or Settings.from_environment()
    app = Flask(__name__, template_folder=places.shipped("templates"), static_folder=places.shipped("static"))
    app.jinja_environment = PlainEnvironment

    configure(app, settings=settings)
    add_extensions(app)
    add_features(app, settings=settings)
    add_timed_jobs(app)
    return app


def create_app_to_serve() -> Flask:
    """The application for a server's process, which makes it once and serves it until it ends."""
    app = create_app()
    # What is there now stays. Going through it at each search for garbage would cost time, and every look at an
    # object writes to its memory, which the processes share until then.
    gc.freeze()
    return app


def configure(app: Flask, *, settings: Settings) -> None:
    """Secrets, database and limits."""
    make_data_folder(settings)
    secrets = keys.keys_for(settings)
    app.config.update(
        SECRET_KEY=secrets.secret,
        SECRET_KEY_FALLBACKS=list(secrets.older_secrets),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        BABEL_DEFAULT_LOCALE="en_GB",
        BABEL_DEFAULT_TIMEZONE=settings.timezone,
    )
    app.extensions["esafety.settings"] = settings
    app.extensions["esafety.keys"] = secrets
    app.extensions["esafety.sealer"] = sealed.WatchingSealer(
        keys.keys_folder(settings) / "sealing.key", keys=secrets.sealing
    )


def add_extensions(app: Flask) -> None:
    """The libraries that features stand on."""
    db.init_app(app)
    words.init_words(app)


def add_features(app: Flask, *, settings: Settings) -> None:
    """The web's rules, in the order in which a request meets them, then the features from the ground up."""
    compressing.init_compressing(app)
    proxies.init_proxies(app, network=settings.network)
    addresses.init_addresses(app)
    security.init_security(app, settings=settings)
    presence.init_presence(app)
    access.init_access(app)
    forms.init_forms(app)
    device.init_device(app)
    assets.init_assets(app)
    pages.init_pages(app)
    init_shelf(app, shipped=places.shipped("lessons"), own=settings.own_lessons)
    frame.init_frame(app)
    of_messages = (filtering, reports, queue, boards, topics, pauses)
    for feature in (health, reading, accounts, concerns, lessons, facts, board, *of_messages, desk):
        app.register_blueprint(feature)


def add_timed_jobs(app: Flask) -> None:
    """What is done at its time without anybody there."""
    kinds.register(
        app,
        CHECKPOINT,
        TIDY_JOBS,
        outbox.SENDING,
        RINGING,
        REVIEWING,
        WATCHING,
        ANSWERING,
        tidy("receipts.tidy", forget=receipts.forget_old, after=timedelta(days=30)),
        tidy("drafts.tidy", forget=drafts.forget_old, after=timedelta(days=7)),
        tidy("accounts.tidy-wrong-tries", forget=stays.forget_wrong_tries, after=timedelta(days=8)),
        tidy("accounts.tidy-right-tries", forget=stays.forget_right_tries, after=timedelta(days=90)),
        tidy("lessons.tidy-absences", forget=absences.forget_old, after=timedelta(days=400)),
        tidy("outbox.tidy", forget=outbox.forget_old, after=timedelta(days=90)),
        tidy("moderation.tidy-notices", forget=notices.forget_old, after=timedelta(days=90)),
        tidy("accounts.tidy-stays", forget=stays.forget_stays, after=timedelta(days=90)),
    )
