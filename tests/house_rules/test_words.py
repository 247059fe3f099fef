"""Names are the school's words; screens speak British English; children are spoken to as children (house rule 10)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from tests.house_rules.template_source import messages
from tests.house_rules.tree import ROOT, expect_none, files, name_of, parsed, plant

NAMES_OF_NOTHING = {
    *("util", "utils", "helper", "helpers", "misc", "common", "stuff", "foo", "bar"),
    *("item", "items", "flag", "flags", "flagged", "obj", "user_group"),
}
AMERICAN = re.compile(
    r"\b(?:"
    r"(?:behavior|color|favor|favorite|flavor|harbor|honor|humor|labor|neighbor|neighborhood|rumor)(?:s|ed|ing|al|ful)?"
    r"|(?:apolog|author|categor|emphas|memor|minim|maxim|organ|personal|prior|real|recogn|summar|symbol)iz(?:e[ds]?|ing)"
    r"|organizations?|analyz(?:e[ds]?|ing)|(?:cancel|label|travel|model|bull)(?:ed|ing|er)(?<=[^l]l(?:ed|er))"
    r"|(?:cancel|label|travel)ing|centers?|theaters?|mom|moms|mommy|gray|cozy|pajamas|math|enrollment|fulfill|skillful"
    r"|defense|offense|license[ds]|catalog|cell ?phones?|recess|soccer|vacation|principal's office|grade school"
    r")\b",
    re.IGNORECASE,
)
NOT_FOR_CHILDREN = re.compile(
    r"\b(?:flag(?:ged|s)?|users?|invalid|errors?|denied|forbidden|unauthori[sz]ed|authenticat\w*|submit(?:ted)?|fail(?:ed|ure|s)?"
    r"|incorrect|wrong answer|punish\w*|banned|illegal|violat\w*|terminat\w*|illicit|your fault)\b(?<!not your fault)",
    re.IGNORECASE,
)
FOR_STAFF = re.compile(
    r"^templates/(?:desk|moderation/|school/|oversight/|accounts/staff_|concerns/(?:list|read)\b|lessons/_?(?:staff|class_))"
)


def empty_names(root: Path) -> Iterator[str]:
    for path in files(root, ends=(".py", ".html", ".css", ".js")):
        if path.stem.strip("_") in NAMES_OF_NOTHING:
            yield f"{name_of(path, root=root)}: a file is named after what is in it"
    for name, tree in parsed(root):
        for node in ast.walk(tree):
            bound = _bound_by(node)
            if bound in NAMES_OF_NOTHING:
                yield f"{name}:{getattr(node, 'lineno', 1)}: {bound} says nothing; use the school's word for it"


def _bound_by(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name.strip("_").lower()
    if isinstance(node, ast.arg):
        return node.arg.strip("_")
    return node.id.strip("_") if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else ""


def spoken(root: Path) -> Iterator[tuple[str, str]]:
    """Each text that a person reads, with its place: the interface's words, lessons with their data, the documents."""
    for path in files(root, under="templates", ends=(".html",)):
        for line, text in messages(path.read_text(encoding="utf-8")):
            yield f"{name_of(path, root=root)}:{line}", text
    for path in files(root, under="esafety", ends=(".py",)):
        for line, found, _comments, _context in extract_from_file("python", path):
            for text in (found,) if isinstance(found, str) else found:
                yield f"{name_of(path, root=root)}:{line}", text or ""
    for path in [*files(root, ends=(".md", ".yaml")), *root.glob("*.md")]:
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{name_of(path, root=root)}:{line}", re.sub(r"`[^`]*`|[{(][^)}]*[)}]", "", text)


def american(root: Path) -> Iterator[str]:
    for place, text in spoken(root):
        if found := AMERICAN.search(text):
            yield f"{place}: {found.group()!r} is not the British spelling"


def harsh(root: Path) -> Iterator[str]:
    for place, text in spoken(root):
        is_childs = place.startswith("templates/") and not FOR_STAFF.match(place)
        if is_childs and (found := NOT_FOR_CHILDREN.search(text)):
            yield f"{place}: {found.group()!r} is not a word for children"


def test_names_say_what_is_in_them() -> None:
    expect_none(empty_names(ROOT))


def test_spelling_is_british() -> None:
    expect_none(american(ROOT))


def test_children_are_spoken_to_kindly() -> None:
    expect_none(harsh(ROOT))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("esafety/utils.py", ""),
        ("templates/components/_misc.html", ""),
        ("esafety/board.py", "def check(post, flag): pass"),
        ("esafety/board.py", "for item in (): pass"),
        ("esafety/board.py", "class Helpers: pass"),
    ],
)
def test_an_empty_name_is_found(tmp_path: Path, name: str, text: str) -> None:
    plant(tmp_path, name, text)
    assert len(list(empty_names(tmp_path))) == 1


def test_mappings_may_still_list_their_entries(tmp_path: Path) -> None:
    plant(tmp_path, "esafety/board.py", "for name, post in {}.items(): pass")
    assert not list(empty_names(tmp_path))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("templates/a.html", "{{ _('Your favorite color') }}"),
        ("templates/a.html", "{% trans %}My mom{% endtrans %}"),
        ("esafety/a.py", "title = _('We recognized you')"),
        ("lessons/ks1/a.md", "The neighbor labeled it."),
        ("docs/a.md", "The organization of behavior"),
        ("README.md", "Canceled"),
    ],
)
def test_an_american_spelling_is_found(tmp_path: Path, name: str, text: str) -> None:
    plant(tmp_path, name, text)
    assert len(list(american(tmp_path))) == 1


def test_british_spelling_is_left_alone(tmp_path: Path) -> None:
    text = "A labelled favourite colour; seller, modelled, organised, cancelled, travelling, centre, `color`, realise"
    plant(tmp_path, "docs/a.md", text)
    assert not list(american(tmp_path))


def test_a_harsh_word_is_found_in_children_s_templates_only(tmp_path: Path) -> None:
    plant(tmp_path, "templates/lessons/player.html", "{{ _('Invalid answer') }}")
    plant(tmp_path, "templates/concerns/ask.html", "{{ _('It is not your fault.') }}")
    plant(tmp_path, "templates/lessons/staff_lesson.html", "{{ _('Lessons with errors') }}")
    assert [line.split(":")[0] for line in harsh(tmp_path)] == ["templates/lessons/player.html"]
