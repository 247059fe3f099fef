"""The composition root: the only file that knows everything."""

from __future__ import annotations

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate

from esafety import frame, keys, places, sealed
from esafety.accounts import device, presence
from esafety.accounts.views import accounts
from esafety.concerns.views import concerns
from esafety.config import Settings, make_data_folder
from esafety.db import db
from esafety.desk.views import desk
from esafety.health import health
from esafety.lessons.class_views import lessons
from esafety.lessons.shelf import init_shelf
from esafety.web import access, addresses, assets, forms, pages, proxies, security


def create_app(settings: Settings | None = None) -> Flask:
    """The application, from `settings` or from the environment.

    Raises:
        esafety.config.SettingsProblem: what is wrong with settings, folders or keys, in sentences.
    """
    settings = settings or Settings.from_environment()
    app = Flask(__name__, template_folder=places.shipped("templates"), static_folder=places.shipped("static"))

    configure(app, settings=settings)
    add_extensions(app)
    add_features(app, settings=settings)
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
    Migrate(app, db, directory=str(places.PACKAGE / "migrations"), render_as_batch=True)
    Babel(app)


def add_features(app: Flask, *, settings: Settings) -> None:
    """The web's rules, in the order in which a request meets them, then the features from the ground up."""
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
    for feature in (health, accounts, concerns, lessons, desk):
        app.register_blueprint(feature)
