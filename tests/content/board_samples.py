"""Small good files of the board's data, and a way of loading them with one of them spoilt."""

from __future__ import annotations

from pathlib import Path

from esafety.content.boardfacts import BoardFacts, load_board_facts


def _letters(key_stage: str) -> str:
    show = ", show: boat" if key_stage == "KS1" else ""
    fits = ("any", "any", "any", "question", "goodbye")
    return "".join(
        f"  - {{id: {key_stage.lower()}-{number}, from: keeper, key_stage: {key_stage}, fits: {each}, "
        f"text: Hi!{show}}}\n"
        for number, each in enumerate(fits)
    )


CHARACTERS = (
    "characters:\n"
    "  - {id: keeper, name: Keeper Gull, picture: boat, scene: seaside, about: a keeper, who_ks1: A made-up man., "
    "hello_ks1: Ahoy!, who_ks2: An invented man., hello_ks2: Ahoy there!}\n"
    "letters:\n" + _letters("KS1") + _letters("KS2") + "staged:\n"
    "  - {id: secret, key_stage: KS1, kind: secret, from: Sunny Star, face: star, strand: online-relationships, "
    "four_c: contact, text: Do not tell!, notice: You may tell., reported: Well done., replied: Nobody is cross., "
    "about: the mildest}\n"
)
JUDGE = (
    "posts:\n"
    "  - {id: sprouts, by: kit, text: I hate sprouts., decision: show, why: It is about sprouts., mark: hate, "
    'tricky: "yes"}\n'
    "  - {id: ring-me, by: kit, text: Ring 07700 900123!, decision: give-back, reason: personal, why: It is private., "
    "mark: 07700 900123}\n"
    "  - {id: hides, by: kit, text: I hide at home., decision: officer, reason: worry, why: Somebody helps.}\n"
)
STARTERS = (
    "starters:\n"
    '  - {id: i-like, key_stage: KS1, use: say, text: "I like ...", picture: star, ends_with: things}\n'
    '  - {id: well-done, key_stage: KS1, use: praise, text: "Well done!", picture: star, ends_with: nothing}\n'
    '  - {id: i-agree, key_stage: KS2, use: add, text: "I think so too. And ...", ends_with: words}\n'
    "words:\n"
    "  - {id: a-boat, word: a boat, picture: boat, ends: things}\n"
    "  - {id: happy, word: happy, picture: star, ends: feelings}\n"
)


def loaded(folder: Path, *, characters: str = CHARACTERS, judge: str = JUDGE, starters: str = STARTERS) -> BoardFacts:
    """The board's facts from three files."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    for name, text in (("characters", characters), ("judge", judge), ("starters", starters)):
        (data / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_board_facts(
        data, pictures=("boat", "star"), scenes=("seaside",), writers=("kit", "mei"), nicknames=("Red Fox",)
    )


def problems(facts: BoardFacts) -> list[str]:
    """What was wrong, as it is printed."""
    return [str(one) for one in facts.problems]
