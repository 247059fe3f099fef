"""The test client of this house: every answer it gets is checked, and forms are sent as a browser sends them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.house_rules.page_faults import elements, faults_of, words_in

Values = Mapping[str, str | Sequence[str]]


class HouseClient(FlaskClient):
    """A browser without a screen; `never_shown` lists words, such as surnames, that no page may hold."""

    never_shown: tuple[str, ...] = ()

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # Buffered: a streamed file would stay open until the garbage is collected.
        response = super().open(*args, **{"buffered": True, **kwargs})
        faults = [*faults_of_headers(response), *self._faults_of_body(response)]
        assert not faults, f"{response.request.method} {response.request.path}:\n  " + "\n  ".join(faults)
        return response

    def _faults_of_body(self, response: TestResponse) -> list[str]:
        if response.mimetype != "text/html" or response.request.path.startswith("/static/"):
            return []
        html = response.get_data(as_text=True)
        if response.location or not html:
            return []
        shown = [f"shows {word!r}" for word in self.never_shown if word in html]
        return [*shown, *faults_of(html)]

    def post_form(
        self,
        page: TestResponse,
        *,
        button: str | None = None,
        action: str | None = None,
        fields: Values | None = None,
        forged: Values | None = None,
        htmx: bool = False,
        follow_redirects: bool = True,
    ) -> TestResponse:
        """Fill in a form of `page` and send it.

        Args:
            page: the answer that holds the form.
            button: words or value of the button to press, which also picks the form; None presses the first one.
            action: part of the form's address, to pick one of several forms.
            fields: what the person types, ticks or chooses; only what the form offers can be given.
            forged: fields to add or replace as no browser would, for tests of bad input.
            htmx: send it as htmx would, to get the part.
            follow_redirects: go on to the page that the answer leads to.
        """
        form = pick_form(page, button=button, action=action, fields=fields or {})
        data = {**form.filled_in(fields or {}, button=button), **as_lists(forged or {})}
        headers = {"HX-Request": "true"} if htmx else {}
        return self.post(form.action, data=data, headers=headers, follow_redirects=follow_redirects)

    def follow_link(self, page: TestResponse, *, words: str) -> TestResponse:
        """Go where the link that holds `words` leads."""
        links = {words_in(link): link.get("href", "") for link in elements(_tree(page), "a")}
        found = [href for text, href in links.items() if words in text]
        assert found, f"no link {words!r} among {list(links)}"
        return self.get(found[0], follow_redirects=True)

    def sign_in_pupil(self, pupil: Mapping[str, Any]) -> TestResponse:
        """Code, tile, pictures, as a child does it; `pupil` has code, nickname and pictures, as in the demo's JSON."""
        tiles = self.post_form(self.get("/"), fields={"code": pupil["code"]})
        page = self.follow_link(tiles, words=pupil["nickname"])
        for picture in pupil["pictures"]:
            page = self.post_form(page, button=picture)
        assert page.request.path == "/home", f"not signed in, but at {page.request.path}"
        return page

    def sign_in_staff(self, member: Mapping[str, Any]) -> TestResponse:
        """E-mail and passphrase; `member` has email and passphrase, as in the demo's JSON."""
        page = self.get("/staff/sign-in")
        page = self.post_form(page, fields={"email": member["email"], "passphrase": member["passphrase"]})
        assert page.request.path != "/staff/sign-in", "not signed in"
        return page


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form as it stands on a page."""

    action: str
    preset: Mapping[str, list[str]]
    offered: Mapping[str, set[str] | None]
    buttons: tuple[tuple[str | None, str, str], ...]

    def has_button(self, wanted: str) -> bool:
        return any(wanted in (value, words) for _name, value, words in self.buttons)

    def filled_in(self, fields: Values, *, button: str | None) -> dict[str, list[str]]:
        data = dict(self.preset)
        for name, values in as_lists(fields).items():
            assert name in self.offered, f"the form has no field {name!r}, only {sorted(self.offered)}"
            choices = self.offered[name]
            beyond = set() if choices is None else set(values) - choices
            assert not beyond, f"field {name!r} does not offer {sorted(beyond)}"
            data[name] = values
        for name, value, words in self.buttons:
            if button is None or button in (value, words):
                return {**data, name: [*data.get(name, []), value]} if name else data
        return data


def faults_of_headers(response: TestResponse) -> list[str]:
    faults = []
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src" not in policy:
        faults.append("no Content-Security-Policy")
    faults += [f"Content-Security-Policy holds {word}" for word in ("unsafe", "*", "http:", "data:") if word in policy]
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        faults.append("no X-Content-Type-Options: nosniff")
    # Sounds of lessons say nothing of anybody; a browser may keep them for whoever is signed in.
    folders = ("/static/", "/sounds/")
    is_static = response.request.path.startswith(folders) and response.status_code in {200, 206, 304}
    if not is_static and "no-store" not in response.headers.get("Cache-Control", ""):
        faults.append("may be kept in a cache: Cache-Control lacks no-store")
    return faults


def pick_form(page: TestResponse, *, button: str | None, action: str | None, fields: Values) -> Form:
    """The first form for which the button, the address and the fields all fit."""
    forms = list(forms_on(page))
    for form in forms:
        fits = (button is None or form.has_button(button)) and (action is None or action in form.action)
        if fits and all(name in form.offered for name in fields):
            return form
    wanted = f"button {button!r}, action {action!r}, fields {sorted(fields)}"
    raise AssertionError(f"{page.request.path} has no form with {wanted}; it has {forms}")


def forms_on(page: TestResponse) -> Iterator[Form]:
    tree = _tree(page)
    here = page.request.full_path.rstrip("?")
    for element in elements(tree, "form"):
        if element.get("method", "get").lower() == "post":
            owned = element.get("id") or " "
            outside = [control for control in elements(tree) if control.get("form") == owned]
            yield _read_form([*elements(element), *outside], action=element.get("action") or here)


def _read_form(controls: list[Element], *, action: str) -> Form:
    preset: dict[str, list[str]] = {}
    offered: dict[str, set[str] | None] = {}
    buttons = []
    for control in controls:
        name, kind, value = control.get("name"), control.get("type", "text"), control.get("value", "")
        if control.get("disabled") is not None:
            continue
        if (control.tag == "button" and kind != "button") or (control.tag == "input" and kind == "submit"):
            buttons.append((name, value, words_in(control) or control.get("aria-label", value)))
        elif name and control.tag == "input" and kind in {"checkbox", "radio"}:
            offered[name] = {value or "on", *(offered.get(name) or ())}
            if control.get("checked") is not None:
                preset.setdefault(name, []).append(value or "on")
        elif name and control.tag == "select":
            options = list(elements(control, "option"))
            offered[name] = {option.get("value", words_in(option)) for option in options}
            # A browser sends what is selected, and where nothing is, the first.
            selected = [option for option in options if option.get("selected") is not None] or options[:1]
            preset.setdefault(name, []).extend(option.get("value", words_in(option)) for option in selected)
        elif name and control.tag in {"input", "textarea"}:
            preset.setdefault(name, []).append(value if control.tag == "input" else "".join(control.itertext()))
            if kind != "hidden":
                offered[name] = None
    return Form(action=action, preset=preset, offered=offered, buttons=tuple(buttons))


def as_lists(values: Values) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else list(value) for name, value in values.items()}


def _tree(page: TestResponse) -> Element:
    html = page.get_data(as_text=True)
    tree: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return tree
