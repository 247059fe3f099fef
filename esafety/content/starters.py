"""Beginnings of kind sentences for the board, and pictured words with which children of KS1 can end them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from esafety.content.factfiles import FactFile
from esafety.content.model import KeyStage
from esafety.content.readability import words
from esafety.content.rowchecks import RowChecks, all_well, key_stage_of, limits_of

USES: dict[str, str] = {
    "say": "Say something",
    "praise": "Say what is good",
    "ask": "Ask",
    "add": "Add an idea",
    "disagree": "See it another way",
    "thank": "Thank",
    "sorry": "Say sorry",
    "feel": "Say how it feels",
}
ENDINGS: dict[str, str] = {
    "nothing": "It is whole as it is",
    "things": "A thing",
    "feelings": "A feeling",
    "words": "Words of one's own",
}
"""How a sentence goes on. Of KS1, "things" and "feelings" are pictured words."""
GOES_ON = "..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """The beginning of a sentence; where it goes on, its text ends with three dots. `picture` is for KS1."""

    id: str
    key_stage: KeyStage
    use: str
    text: str
    ends_with: str
    picture: str | None = None
    line: int = field(default=0, compare=False)

    @property
    def beginning(self) -> str:
        """The text without its three dots."""
        return self.text.removesuffix(GOES_ON).rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureWord:
    """A word with its picture, for children who do not write yet; `ends` is "things" or "feelings"."""

    id: str
    word: str
    picture: str
    ends: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Starters:
    """All starters and pictured words, in the order of the file."""

    starters: tuple[Starter, ...] = ()
    words: tuple[PictureWord, ...] = ()

    def for_key_stage(self, key_stage: KeyStage) -> tuple[Starter, ...]:
        """Return the starters of a key stage."""
        return tuple(one for one in self.starters if one.key_stage == key_stage)

    def endings_of(self, starter: Starter) -> tuple[PictureWord, ...]:
        """Return the pictured words that can end a starter of KS1; none where it is whole, or goes on in words."""
        return tuple(one for one in self.words if one.ends == starter.ends_with and starter.key_stage == "KS1")


def read_starters(file: FactFile, *, pictures: Collection[str]) -> Starters:
    """Return the starters and words that can be used; the other rows are reported."""
    if file.value is None:
        return Starters()
    checks = RowChecks(file, pictures=pictures)
    found = Starters(_starters(file, checks=checks), _words(file, checks=checks))
    checks.look_at_grades()
    return found


def _starters(file: FactFile, *, checks: RowChecks) -> tuple[Starter, ...]:
    found = []
    fields, optional = ("key_stage", "use", "text", "ends_with"), ("picture",)
    for row in file.listed_rows("starters", fields=fields, optional=optional):
        key_stage, text, ends_with = key_stage_of(row, checks=checks), row.fields["text"], row.fields["ends_with"]
        is_well = all_well(
            [
                checks.is_one_of(row, field="use", known=USES),
                checks.is_one_of(row, field="ends_with", known=ENDINGS),
                checks.has_pictures(row, field="picture"),
                key_stage is None or checks.can_be_read(row, field="text", key_stage=key_stage),
                (GOES_ON in text) == (ends_with != "nothing") or checks.problem(row, message=_DOTS),
                key_stage != "KS1" or bool(row.get("picture")) or checks.problem(row, message=_NEEDS_A_PICTURE),
                key_stage != "KS1" or ends_with != "words" or checks.problem(row, message=_NO_WORDS_YET),
                key_stage is None or _is_short(text, key_stage=key_stage) or checks.problem(row, message=_TOO_LONG),
            ]
        )
        if is_well and key_stage:
            found.append(
                Starter(
                    id=row.id,
                    key_stage=key_stage,
                    use=row.fields["use"],
                    text=text,
                    ends_with=ends_with,
                    picture=row.get("picture") or None,
                    line=row.line,
                )
            )
    return tuple(found)


_DOTS = 'text: what goes on has "..." in it, and what ends_with: nothing has none.'
_NEEDS_A_PICTURE = "picture is missing: children of KS1 need one, such as picture: heart."
_NO_WORDS_YET = "ends_with: children of KS1 end a sentence with pictures: write nothing, things or feelings."
_TOO_LONG = "text: it has more words than a choice of KS1 may have, four: make it shorter."


def _is_short(text: str, *, key_stage: KeyStage) -> bool:
    most = limits_of(key_stage).choice_words
    return most is None or len(words(text)) <= most


def _words(file: FactFile, *, checks: RowChecks) -> tuple[PictureWord, ...]:
    rows = file.listed_rows("words", fields=("word", "picture", "ends"))
    well = [
        row
        for row in rows
        if all_well(
            [
                checks.has_pictures(row, field="picture"),
                checks.is_one_of(row, field="ends", known=("things", "feelings")),
                checks.can_be_read(row, field="word", key_stage="KS1"),
            ]
        )
    ]
    return tuple(
        PictureWord(
            id=row.id,
            word=row.fields["word"],
            picture=row.fields["picture"],
            ends=row.fields["ends"],
            line=row.line,
        )
        for row in well
    )
