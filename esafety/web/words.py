"""The words of the pages in the reader's language, looked up once a page and not once a word."""

from __future__ import annotations

from babel import Locale
from babel.support import NullTranslations
from flask import Flask
from flask_babel import Babel, get_locale, get_translations

ENGLISH = Locale.parse("en_GB")
_catalogues: dict[Locale | None, NullTranslations] = {}


def _catalogue() -> NullTranslations:
    locale = get_locale()
    found = _catalogues.get(locale)
    if found is None:
        found = _catalogues[locale] = get_translations()
    return found


def _gettext(message: str) -> str:
    return str(_catalogue().ugettext(message))


def _ngettext(singular: str, plural: str, num: int, /) -> str:  # noqa: PLR0917 - as gettext has it
    return str(_catalogue().ungettext(singular, plural, num))


def init_words(app: Flask) -> None:
    """Let `app` and its templates speak."""
    # A parsed language: its name would be parsed anew at each request.
    Babel(app, locale_selector=lambda: ENGLISH)
    app.jinja_env.install_gettext_callables(gettext=_gettext, ngettext=_ngettext, newstyle=True)  # type: ignore[attr-defined]  # made by jinja2.ext.i18n
