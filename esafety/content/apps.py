"""The invented apps of the practice phone, from apps.yaml: no real app's name ever stands on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from esafety.content.factfiles import FactFile
from esafety.content.report import did_you_mean, shown
from esafety.content.slugs import slug_of

APP_COLOURS = ("sea", "leaf", "berry", "plum", "ink")


@dataclass(frozen=True, slots=True)
class App:
    """An invented app; `colour` is one of `APP_COLOURS`, `sign` a picture name, `about` is for authors."""

    id: str
    name: str
    colour: str
    sign: str
    about: str


def read_apps(file: FactFile, *, pictures: Mapping[str, object]) -> dict[str, App]:
    """Return the apps of the file by id; a broken row is reported and left out."""
    if file.value is None:
        return {}
    apps: dict[str, App] = {}
    for row in file.named_rows(fields=("name", "colour", "sign", "about")):
        colour, sign = row.fields["colour"], row.fields["sign"]
        if colour not in APP_COLOURS:
            file.report.problem(row.line, message=f"{row.id}: colour: write one of {', '.join(APP_COLOURS)}.")
        elif slug_of(row.fields["name"]) != row.id:
            file.report.problem(
                row.line, message=f"{row.id}: name: write the same name, such as {row.id.capitalize()}."
            )
        elif sign not in pictures:
            ending = did_you_mean(sign, known=pictures, otherwise="write one that stands in pictures.yaml.")
            file.report.problem(row.line, message=f'{row.id}: there is no picture "{shown(sign)}": {ending}')
        else:
            apps[row.id] = App(row.id, row.fields["name"], colour, sign, row.fields["about"])
    return apps
