"""The board's data files are read strictly: what is wrong is named with its line, and takes nothing else down."""

from __future__ import annotations

from pathlib import Path

import pytest

from esafety.content.boardfacts import BoardFacts, load_board_facts
from esafety.content.facts import load_facts
from esafety.content.judging import JudgedPost
from esafety.content.starters import PictureWord, Starter
from tests.content.board_samples import CHARACTERS, JUDGE, STARTERS, loaded, problems
from tests.content.samples import write_shipped


def test_good_files_are_read(tmp_path: Path) -> None:
    facts = loaded(tmp_path)
    assert problems(facts) == []
    keeper = facts.characters["keeper"]
    assert (keeper.name, keeper.picture, keeper.scene) == ("Keeper Gull", "boat", "seaside")
    assert keeper.who == {"KS1": "A made-up man.", "KS2": "An invented man."}
    assert keeper.hello["KS2"] == "Ahoy there!"
    assert [one.id for one in keeper.letters_for("KS1")] == ["ks1-0", "ks1-1", "ks1-2", "ks1-3", "ks1-4"]
    assert [one.id for one in keeper.letters_for("KS2", fits="goodbye")] == ["ks2-4"]
    assert keeper.letters_for("KS1")[0].show == ("boat",)
    assert facts.staged["secret"].sender == "Sunny Star"
    assert facts.staged["secret"].reported == "Well done."
    assert [one.id for one in facts.staged_for("KS1")] == ["secret"]
    assert facts.staged_for("KS2") == ()


def test_letters_that_fit_any_come_by_turns_and_begin_again(tmp_path: Path) -> None:
    keeper = loaded(tmp_path).characters["keeper"]
    turns = [keeper.by_turns("KS2", sent=sent).id for sent in range(5)]
    assert turns == ["ks2-0", "ks2-1", "ks2-2", "ks2-0", "ks2-1"]


def test_posts_to_judge_are_read(tmp_path: Path) -> None:
    posts = loaded(tmp_path).judging
    assert posts["sprouts"] == JudgedPost(
        id="sprouts", by="kit", text="I hate sprouts.", decision="show", reason=None, why="It is about sprouts.",
        mark="hate", is_tricky=True,
    )  # fmt: skip
    assert (posts["ring-me"].decision, posts["ring-me"].reason) == ("give-back", "personal")
    assert (posts["hides"].reason, posts["hides"].mark, posts["hides"].is_tricky) == ("worry", "", False)


def test_starters_and_what_can_end_them(tmp_path: Path) -> None:
    starters = loaded(tmp_path).starters
    like, done, agree = starters.starters
    assert like == Starter(
        id="i-like", key_stage="KS1", use="say", text="I like ...", ends_with="things", picture="star"
    )
    assert (like.beginning, done.beginning, agree.picture) == ("I like", "Well done!", None)
    assert starters.for_key_stage("KS2") == (agree,)
    assert starters.endings_of(like) == (PictureWord(id="a-boat", word="a boat", picture="boat", ends="things"),)
    assert starters.endings_of(done) == starters.endings_of(agree) == ()


def test_without_the_files_the_board_has_nothing_and_nothing_is_wrong(tmp_path: Path) -> None:
    assert load_board_facts(tmp_path, pictures=(), scenes=(), writers=(), nicknames=()) == BoardFacts()


def test_they_come_with_the_other_facts_and_so_do_their_problems(tmp_path: Path) -> None:
    data = write_shipped(tmp_path / "lessons") / "data"
    (data / "starters.yaml").write_text(STARTERS.replace("picture: star", "picture: wren"), encoding="utf-8")
    facts = load_facts(data)
    assert [one.id for one in facts.board.starters.starters] == ["i-like", "well-done", "i-agree"]
    assert [str(one) for one in facts.problems] == [
        'data/starters.yaml:6: a-boat: picture: there is no picture "boat": write one that stands in pictures.yaml.'
    ]


LONG = "Here is a sentence with far too many words for anybody to read."


@pytest.mark.parametrize(("old", "new", "line", "message"), [
    ("picture: boat", "picture: bot", 2, 'keeper: picture: there is no picture "bot": did you mean "boat"?'),
    ("scene: seaside", "scene: moon", 2, 'keeper: scene: there is no scene "moon": write one that'),
    ("hello_ks1: Ahoy!, ", "", 2, "keeper: hello_ks1 is missing or empty."),
    ("A made-up man.", LONG, 2, 'keeper: who_ks1: the sentence "Here is a sentence'),
    ("A made-up man.", "Oh! " * 16, 2, "keeper: who_ks1: it has 16 words, at most 15 for Years 1 and 2: cut"),
    ("from: keeper", "from: keepr", 4, 'ks1-0: from: there is no character "keepr": did you mean "keeper"?'),
    ("key_stage: KS1", "key_stage: KS3", 4, 'ks1-0: key_stage: "KS3" is not known: did you mean "KS2"?'),
    ("fits: any", "fits: all", 4, 'ks1-0: fits: "all" is not known: write one of any, question, goodbye.'),
    (", show: boat", "", 4, "ks1-0: show is missing: children of KS1 need pictures, such as show: boat fish."),
    (", show: boat", ", show: boat bot", 4, 'ks1-0: show: there is no picture "bot"'),
    ("id: ks1-1", "id: ks1-0", 5, '"ks1-0" stands there twice: keep one.'),
    ("fits: goodbye", "fits: godbye", 2, "keeper: of its letters for KS1 4 can be used, 3 of them with fits: any"),
    ("kind: secret", "kind: dare", 15, 'secret: kind: "dare" is not known: write one of secret, picture'),
    ("four_c: contact", "four_c: contract", 15, 'secret: four_c: "contract" is not known: did you mean "contact"?'),
    ("strand: online-relationships", "strand: x", 15, 'secret: strand: "x" is not known'),
    ("from: Sunny Star", "from: keeper gull", 15, "secret: from: this is one of the characters: give the message"),
    ("face: star", "face: stra", 15, 'secret: face: there is no picture "stra": did you mean "star"?'),
    ("Nobody is cross.", LONG, 15, 'secret: replied: the sentence "Here is'),
    ("letters:", "letter:", 1, "the file is not of the right shape: write letters:"),
])  # fmt: skip
def test_what_is_wrong_in_class_mail(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in CHARACTERS
    found = problems(loaded(tmp_path, characters=CHARACTERS.replace(old, new, 1)))
    assert any(one.startswith(f"data/characters.yaml:{line}: {message}") for one in found), "\n".join(found)


@pytest.mark.parametrize(("old", "new", "line", "message"), [
    ("decision: show", "decision: hide", 2, 'sprouts: decision: "hide" is not known: write one of show, give-back'),
    ("decision: show", "decision: show, reason: unkind", 2, "sprouts: reason: what is shown has none: take it out."),
    (", reason: personal", "", 3, 'ring-me: reason: "" is not known: write one of personal, links'),
    ("reason: personal", "reason: persona", 3, 'ring-me: reason: "persona" is not known: did you mean "personal"?'),
    ("reason: personal", "reason: worry", 3, "ring-me: reason: where somebody may need help, the decision is officer"),
    ("mark: hate", "mark: love", 2, 'sprouts: mark: "love" does not stand in the text'),
    ('tricky: "yes"', "tricky: very", 2, 'sprouts: tricky: "very" is not known: write one of yes, no.'),
    ("by: kit", "by: kitt", 2, 'sprouts: by: "kitt" is not known: did you mean "kit"?'),
    ("I hate sprouts.", "I hate red fox.", 2, 'sprouts: text: "Red Fox" is the name of a pupil\'s tile'),
    ("It is about sprouts.", LONG, 2, 'sprouts: why: the sentence "Here is'),
    ("why: It is private., ", "", 3, "ring-me: why is missing or empty."),
    ("mark: hate", "marks: hate", 2, 'sprouts: unknown field "marks": did you mean "mark"?'),
])  # fmt: skip
def test_what_is_wrong_in_posts_to_judge(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in JUDGE
    facts = loaded(tmp_path, judge=JUDGE.replace(old, new, 1))
    found = problems(facts)
    assert any(one.startswith(f"data/judge.yaml:{line}: {message}") for one in found), "\n".join(found)
    assert "hides" in facts.judging
    assert len(facts.judging) == 2


@pytest.mark.parametrize(("old", "new", "line", "message"), [
    ("use: say", "use: sing", 2, 'i-like: use: "sing" is not known: write one of say, praise'),
    ("I like ...", "I like", 2, 'i-like: text: what goes on has "..." in it'),
    ("Well done!", "Well done ...", 3, 'well-done: text: what goes on has "..." in it'),
    ("I like ...", "I like it so much ...", 2, "i-like: text: it has more words than a choice of KS1 may have"),
    (", picture: star", "", 2, "i-like: picture is missing: children of KS1 need one"),
    ("picture: star", "picture: stra", 2, 'i-like: picture: there is no picture "stra"'),
    ("ends_with: things", "ends_with: words", 2, "i-like: ends_with: children of KS1 end a sentence with pictures"),
    ("ends_with: things", "ends_with: thing", 2, 'i-like: ends_with: "thing" is not known: did you mean "things"?'),
    ("key_stage: KS1", "key_stage: KS9", 2, 'i-like: key_stage: "KS9" is not known'),
    ("picture: boat", "picture: bot", 6, 'a-boat: picture: there is no picture "bot"'),
    ("ends: things", "ends: words", 6, 'a-boat: ends: "words" is not known: write one of things, feelings.'),
])  # fmt: skip
def test_what_is_wrong_in_starters(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in STARTERS
    facts = loaded(tmp_path, starters=STARTERS.replace(old, new, 1))
    found = problems(facts)
    assert any(one.startswith(f"data/starters.yaml:{line}: {message}") for one in found), "\n".join(found)
    assert "i-agree" in [one.id for one in facts.starters.starters]


def test_words_too_hard_for_a_key_stage_are_named_together(tmp_path: Path) -> None:
    hard = CHARACTERS.replace("A made-up man.", "An extraordinarily knowledgeable individual.")
    facts = loaded(tmp_path, characters=hard)
    (found,) = facts.problems
    assert (found.severity, found.line) == ("warning", 1)
    assert 'hardest: "An extraordinarily knowledgeable individual."' in found.message
    assert facts.characters


def test_a_broken_letter_takes_no_character_down_while_enough_are_left(tmp_path: Path) -> None:
    more = CHARACTERS.replace("staged:", "  - {id: odd, from: keeper, key_stage: KS2, fits: odd, text: Hi}\nstaged:")
    facts = loaded(tmp_path, characters=more)
    assert len(facts.problems) == 1
    assert "odd" not in [one.id for one in facts.characters["keeper"].letters]
