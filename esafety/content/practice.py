"""Class mail: invented characters who write back, and unsafe messages that a teacher may send out to be reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from esafety.content.factfiles import FactFile, Row
from esafety.content.model import KEY_STAGE_YEARS, STRANDS, KeyStage
from esafety.content.report import did_you_mean, shown
from esafety.content.rowchecks import RowChecks, all_well, key_stage_of

FITS: dict[str, str] = {
    "any": "Fits any letter",
    "question": "When the child asked something",
    "goodbye": "A last letter",
}
"""What a letter answers. Those that fit any may be sent by turns; the others a teacher chooses."""

STAGED_KINDS: dict[str, str] = {
    "secret": "Asks to keep a secret",
    "picture": "Asks for a picture",
    "address": "Asks where somebody lives or learns",
    "prize": "Offers a prize behind a link",
    "chain": "An unkind message to pass on",
    "elsewhere": "Wants to go to another app",
    "password": "Asks for a password",
}
FOUR_C = ("content", "contact", "conduct", "commerce")
FEWEST_LETTERS, FEWEST_FOR_ANY = 5, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter that a character may write back; `show` are pictures for those who do not read yet."""

    id: str
    key_stage: KeyStage
    fits: str
    text: str
    show: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """Somebody invented to whom a class writes. `about` is for teachers; `who` and `hello` are for children."""

    id: str
    name: str
    picture: str
    scene: str
    about: str
    who: Mapping[KeyStage, str]
    hello: Mapping[KeyStage, str]
    letters: tuple[Letter, ...] = ()
    line: int = field(default=0, compare=False)

    def letters_for(self, key_stage: KeyStage, *, fits: str | None = None) -> tuple[Letter, ...]:
        """Return the letters for a key stage, in their order; with `fits` only those."""
        return tuple(one for one in self.letters if one.key_stage == key_stage and fits in (None, one.fits))

    def by_turns(self, key_stage: KeyStage, *, sent: int) -> Letter:
        """Return the letter whose turn it is after `sent` letters to the same child."""
        fitting = self.letters_for(key_stage, fits="any")
        return fitting[sent % len(fitting)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """An unsafe message for practice.

    `sender` is nobody's name; `notice` says what to notice in it; `reported` and `replied` are told to the child after
    reporting or answering it, and say that it was practice. `about` is for the teacher who sends it.
    """

    id: str
    key_stage: KeyStage
    kind: str
    sender: str
    face: str
    text: str
    notice: str
    strand: str
    four_c: str
    reported: str
    replied: str
    about: str
    line: int = field(default=0, compare=False)


def read_practice(
    file: FactFile, *, pictures: Collection[str], scenes: Collection[str]
) -> tuple[dict[str, Character], dict[str, Staged]]:
    """Return the characters and the staged messages that can be used; the other rows are reported."""
    if file.value is None:
        return {}, {}
    checks = RowChecks(file, pictures=pictures, scenes=scenes)
    fields = ("name", "picture", "scene", "about", "who_ks1", "hello_ks1", "who_ks2", "hello_ks2")
    rows = file.listed_rows("characters", fields=fields)
    letters = _letters(file, known=[row.id for row in rows], checks=checks)
    characters = {row.id: one for row in rows if (one := _character(row, letters=letters, checks=checks))}
    names = {one.name.casefold() for one in characters.values()}
    staged = {one.id: one for one in _staged(file, names=names, checks=checks)}
    checks.look_at_grades()
    return characters, staged


def _letters(file: FactFile, *, known: Collection[str], checks: RowChecks) -> dict[str, list[Letter]]:
    letters: dict[str, list[Letter]] = {name: [] for name in known}
    for row in file.listed_rows("letters", fields=("from", "key_stage", "fits", "text"), optional=("show",)):
        key_stage = key_stage_of(row, checks=checks)
        is_well = all_well(
            [
                checks.is_one_of(row, field="fits", known=FITS),
                _is_known(row, known=known, checks=checks),
                checks.has_pictures(row, field="show"),
                key_stage is None or checks.can_be_read(row, field="text", key_stage=key_stage),
                key_stage != "KS1" or bool(row.get("show")) or checks.problem(row, message=_NEEDS_PICTURES),
            ]
        )
        if is_well and key_stage:
            letters[row.fields["from"]].append(
                Letter(
                    id=row.id,
                    key_stage=key_stage,
                    fits=row.fields["fits"],
                    text=row.fields["text"],
                    show=tuple(row.get("show").split()),
                    line=row.line,
                )
            )
    return letters


_NEEDS_PICTURES = "show is missing: children of KS1 need pictures, such as show: boat fish."


def _is_known(row: Row, *, known: Collection[str], checks: RowChecks) -> bool:
    name = row.fields["from"]
    ending = did_you_mean(name, known=known, otherwise="write the id of one that stands under characters.")
    return name in known or checks.problem(row, message=f'from: there is no character "{shown(name)}": {ending}')


def _character(row: Row, *, letters: Mapping[str, list[Letter]], checks: RowChecks) -> Character | None:
    written = tuple(letters[row.id])
    is_well = all_well(
        [
            checks.has_pictures(row, field="picture"),
            checks.has_scene(row, field="scene"),
            *(
                checks.can_be_read(row, field=f"{name}_{key_stage.lower()}", key_stage=key_stage)
                for key_stage in KEY_STAGE_YEARS
                for name in ("who", "hello")
            ),
            *(_has_enough(row, written=written, key_stage=key_stage, checks=checks) for key_stage in KEY_STAGE_YEARS),
        ]
    )
    if not is_well:
        return None
    return Character(
        id=row.id,
        name=row.fields["name"],
        picture=row.fields["picture"],
        scene=row.fields["scene"],
        about=row.fields["about"],
        who={"KS1": row.fields["who_ks1"], "KS2": row.fields["who_ks2"]},
        hello={"KS1": row.fields["hello_ks1"], "KS2": row.fields["hello_ks2"]},
        letters=written,
        line=row.line,
    )


def _has_enough(row: Row, *, written: Collection[Letter], key_stage: KeyStage, checks: RowChecks) -> bool:
    fitting = [one for one in written if one.key_stage == key_stage]
    for_any = [one for one in fitting if one.fits == "any"]
    if len(fitting) < FEWEST_LETTERS or len(for_any) < FEWEST_FOR_ANY:
        said = (
            f"of its letters for {key_stage} {len(fitting)} can be used, {len(for_any)} of them with fits: any: "
            f"write at least {FEWEST_LETTERS}, and {FEWEST_FOR_ANY} that fit any letter."
        )
        return checks.problem(row, message=said)
    return True


def _staged(file: FactFile, *, names: Collection[str], checks: RowChecks) -> list[Staged]:
    fields = ("key_stage", "kind", "from", "face", "text", "notice", "strand", "four_c", "reported", "replied", "about")
    found = []
    for row in file.listed_rows("staged", fields=fields):
        key_stage = key_stage_of(row, checks=checks)
        is_well = all_well(
            [
                checks.is_one_of(row, field="kind", known=STAGED_KINDS),
                checks.is_one_of(row, field="strand", known=STRANDS),
                checks.is_one_of(row, field="four_c", known=FOUR_C),
                checks.has_pictures(row, field="face"),
                _is_nobody(row, names=names, checks=checks),
                *(
                    checks.can_be_read(row, field=each, key_stage=key_stage)
                    for each in ("text", "notice", "reported", "replied")
                    if key_stage
                ),
            ]
        )
        if is_well and key_stage:
            rest = {name: row.fields[name] for name in fields if name not in ("key_stage", "from")}
            found.append(Staged(id=row.id, key_stage=key_stage, sender=row.fields["from"], line=row.line, **rest))
    return found


def _is_nobody(row: Row, *, names: Collection[str], checks: RowChecks) -> bool:
    # Whom children trust because we gave them to trust must not be the one who tricks them.
    if row.fields["from"].casefold() not in names:
        return True
    return checks.problem(row, message="from: this is one of the characters: give the message another sender.")
