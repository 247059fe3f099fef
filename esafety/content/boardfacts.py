"""What the class board draws on: characters who write back, staged messages, posts to judge, sentence starters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from esafety.content.factfiles import FactFile
from esafety.content.judging import JudgedPost, read_judging
from esafety.content.model import KeyStage, Problem
from esafety.content.practice import Character, Staged, read_practice
from esafety.content.starters import Starters, read_starters


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """Everything by id, in the order of the files. Broken rows are left out; a file that is absent holds nothing."""

    characters: Mapping[str, Character] = field(default_factory=dict)
    staged: Mapping[str, Staged] = field(default_factory=dict)
    judging: Mapping[str, JudgedPost] = field(default_factory=dict)
    starters: Starters = field(default_factory=Starters)
    problems: tuple[Problem, ...] = ()

    def staged_for(self, key_stage: KeyStage) -> tuple[Staged, ...]:
        """Return the staged messages for a key stage."""
        return tuple(one for one in self.staged.values() if one.key_stage == key_stage)


def load_board_facts(
    data_folder: Path,
    *,
    pictures: Collection[str],
    scenes: Collection[str],
    writers: Collection[str],
    nicknames: Collection[str],
) -> BoardFacts:
    """Read `characters.yaml`, `judge.yaml` and `starters.yaml`. Never raises: what is wrong is in `problems`.

    `writers` are the ids of the characters who may have written a post to judge; `nicknames` those of pupils' tiles.
    """
    names = ("characters.yaml", "judge.yaml", "starters.yaml")
    mail, judge, begin = (FactFile(data_folder, name=name, is_optional=True) for name in names)
    characters, staged = read_practice(mail, pictures=pictures, scenes=scenes)
    return BoardFacts(
        characters=characters,
        staged=staged,
        judging=read_judging(judge, writers=writers, nicknames=nicknames),
        starters=read_starters(begin, pictures=pictures),
        problems=tuple(problem for file in (mail, judge, begin) for problem in file.problems()),
    )
