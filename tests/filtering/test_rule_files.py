"""The data files keep their rules: every line has a reason, every class is known, every gap is bounded."""

from __future__ import annotations

import re

import pytest

from esafety.filtering.grammar import RuleText, Signs, compile_rules, rules_in
from esafety.filtering.lexicon import shipped_lexicon
from esafety.filtering.meaning import RULE_FILES
from esafety.filtering.patterns import PatternReader, RuleFault, atoms_of
from esafety.filtering.vocabulary import shipped_vocabulary
from esafety.filtering.wordfiles import FOLDER, forms_of, lines_of, plain_list, words_of

LONGEST_GAP = 14
GIVEN_BY_THE_PROGRAM = {"NAME", "NAMES", "NUMBER", "SYMBOL", "OTHER", "CAPITAL", "BREAK"}


def rules() -> list[RuleText]:
    return [rule for file in RULE_FILES for rule in rules_in(lines_of(file))]


@pytest.mark.parametrize("file", RULE_FILES)
def test_every_rule_has_its_reason(file: str) -> None:
    for line in (FOLDER / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "@")):
            assert re.search(r"\S\s+# \S", line), line


def test_every_class_that_a_rule_names_has_words() -> None:
    known = {one for classes in shipped_vocabulary().classes.values() for one in classes} | GIVEN_BY_THE_PROGRAM
    for rule in rules():
        for atom in (*atoms_of(rule.pattern), *atoms_of(rule.unless or "_")):
            assert not atom.isupper() or atom in known, (rule.name, atom)


def test_every_gap_is_bounded() -> None:
    for rule in rules():
        for most in re.findall(r"\{\d*,?(\d*)\}", rule.pattern):
            assert most, rule.pattern
            assert int(most) <= LONGEST_GAP, rule.pattern


def test_the_dictionary_hides_no_listed_stem() -> None:
    stems, innocent = shipped_lexicon().stems_pattern(), words_of("innocent/known.txt")
    for name in ("english.txt", "proper.txt"):
        assert not [word for word in plain_list(name) if stems.search(word) and word not in innocent]


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("hit+v", {"hit", "hits", "hitting", "hittin"}),
        ("cry+v", {"cry", "cries", "cried", "crying"}),
        ("idiot+n", {"idiot", "idiots"}),
        ("baby+n", {"baby", "babies"}),
        ("witch+n", {"witch", "witches"}),
        ("ugly+a", {"ugly", "uglier", "ugliest"}),
        ("fat+a", {"fat", "fatter", "fattest"}),
        ("plain", {"plain"}),
    ],
)
def test_forms_of_words(entry: str, forms: set[str]) -> None:
    assert forms <= set(forms_of(entry))


SIGNS = Signs({"a": frozenset({"=a", "ANY"}), "b": frozenset({"=b", "ANY"})}, [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no colon", "has no name"),
        ("x: a @gone b", "is not defined"),
        ("x: NOSUCH", "nothing is a NOSUCH"),
        ("x: (a b", "not closed"),
        ("x: a) b", "a bracket too many"),
        ("x: {2} a", "stands where a word should"),
        ("x: a + {", "cannot read"),
    ],
)
def test_a_line_that_cannot_be_used_is_said_to_be_so(line: str, said: str) -> None:
    with pytest.raises(RuleFault, match=said):
        compile_rules(rules_in([line]), signs=SIGNS)


def test_a_definition_of_itself_is_refused() -> None:
    with pytest.raises(RuleFault):
        rules_in(["@x = a @x", "y: @x"])


def test_one_atom_is_one_object() -> None:
    reader = PatternReader(SIGNS.named)
    assert reader.read("a") is reader.read("(?:a)")
