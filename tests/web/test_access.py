"""Every endpoint x role x whose x method, generated from the program's own map and held against the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from esafety.codes import new_ref
from esafety.moderation.states import Decision
from tests.content.samples import silence
from tests.factories.messages import decided, filter_word, paused, topic_for, write
from tests.factories.stores import PostgresStore
from tests.factories.world import World, put_back
from tests.house import HouseClient
from tests.web.access_table import ANYONE, OWNERS, ROLES, TABLE, may
from tests.web.boards import board_in
from tests.web.doors import without_tokens

WHO = {
    "pupil": ("Oak", None),
    "teacher": ("Oak", "patel"),
    "cover": ("Beech", "rahman"),
    "officer": ("Oak", "khan"),
    "deputy": ("Oak", "bell"),
    "stand-in": ("Oak", "farrow"),
    "head": ("Oak", "adeyemi"),
    "office": ("Oak", "doyle"),
    "governor": ("Oak", "walsh"),
    "trust administrator": ("Oak", "trust"),
}
OTHER_CLASS, OTHER_SCHOOL = "Willow", "Onnen"
SOUND = "hello.wav"
METHODS = ("GET", "POST", "PUT", "DELETE")


class Places:
    """References of what is whose, looked up once."""

    def __init__(self, world: World) -> None:
        self.classes = dict(world.rows("SELECT name, ref FROM school_class"))
        in_class = "JOIN school_class c ON c.id = class_id"
        self.pupils = dict(world.rows(f"SELECT c.name, MIN(p.ref) FROM pupil p {in_class} GROUP BY c.name"))  # noqa: S608
        self.topics = dict(world.rows(f"SELECT c.name, MIN(t.ref) FROM topic t {in_class} GROUP BY c.name"))  # noqa: S608
        # Each child has one of its own, and finds two of a classmate: one to answer, one that is hidden as a worry.
        self.owns, self.posts, self.worries = (
            {name: refs[number - 3] for name, refs in _messages(world).items()} for number in range(3)
        )
        self.messages = dict(world.rows(f"SELECT c.name, m.ref FROM message m {in_class} WHERE m.place = 'topic:9999'"))  # noqa: S608
        self.pauses = dict(world.rows(f"SELECT c.name, MIN(z.ref) FROM pupil_pause z {in_class} GROUP BY c.name"))  # noqa: S608
        in_school = "JOIN school_class c ON c.school_id = w.school_id"
        self.words = dict(world.rows(f"SELECT c.name, w.ref FROM filter_word w {in_school}"))  # noqa: S608
        self.concerns = dict(world.rows(f"SELECT c.name, MAX(k.ref) FROM concern k {in_class} GROUP BY c.name"))  # noqa: S608

    def of(self, owner: str, *, home: str, kind: str) -> str:
        name = {"own": home, "other": OTHER_CLASS, "school": OTHER_SCHOOL}.get(owner)
        return getattr(self, kind)[name] if name else new_ref()


def _messages(world: World) -> dict[str, list[str]]:
    rows = world.rows("SELECT c.name, m.ref FROM message m JOIN school_class c ON c.id = m.class_id ORDER BY m.id")
    found: dict[str, list[str]] = {}
    for name, ref in rows:
        found.setdefault(name, []).append(ref)
    return found


def write_on_boards_everywhere(world: World) -> None:
    for class_ in ("Oak", "Beech", "Willow", "Onnen"):
        board = board_in(world, class_)
        board.posted(0)
        for text in ("One to answer", "One that is a worry"):
            board.shown(1, text)


def raise_concerns_everywhere(world: World) -> None:
    for class_ in ("Oak", "Beech", "Willow", "Onnen"):
        client = world.signed_in(world.pupil(class_))
        client.post_form(client.get("/help"), fields={"words": f"canary {class_}"})


def write_everywhere(world: World) -> None:
    """In each class a message that is shown, a topic, and a child who is paused."""
    for class_, teacher in {"Oak": "patel", "Beech": "rahman", "Willow": "hughes", "Onnen": "vaughan"}.items():
        decided(world, write(world, "I like the hedgehog story", class_=class_), Decision.APPROVE, by=teacher)
        paused(world, class_=class_, number=2, by=teacher)
        topic_for(world, class_=class_, by=teacher)
    for officer in ("khan", "rees"):
        filter_word(world, by=officer)


@pytest.fixture(scope="module")
def matrix_world(shared_world: World) -> Iterator[World]:
    raise_concerns_everywhere(shared_world)
    write_everywhere(shared_world)
    write_on_boards_everywhere(shared_world)
    sound = shared_world.app.extensions["esafety.settings"].own_lessons / "sounds" / SOUND
    sound.parent.mkdir(parents=True, exist_ok=True)
    sound.write_bytes(silence())
    shared_world.app.extensions["esafety.shelf"]._looked_at = float("-inf")
    yield shared_world
    sound.unlink()
    put_back(shared_world)


@pytest.fixture(scope="module")
def places(matrix_world: World) -> Places:
    return Places(matrix_world)


@pytest.fixture(scope="module")
def clients(matrix_world: World) -> dict[str, HouseClient]:
    world = matrix_world
    people = {role: world.staff(email) if email else world.pupil(home) for role, (home, email) in WHO.items()}
    return {role: world.signed_in(person) for role, person in people.items()}


def url_of(rule: Rule, *, places: Places, owner: str, home: str) -> str:
    values = {
        "class_id": places.of(owner, home=home, kind="classes"),
        "ref": places.of(owner, home=home, kind="pupils"),
        "message_id": places.of(owner, home=home, kind="messages"),
        "topic_id": places.of(owner, home=home, kind="topics"),
        "pause_id": places.of(owner, home=home, kind="pauses"),
        "word_id": places.of(owner, home=home, kind="words"),
        "concern_id": places.of(owner, home=home, kind="concerns"),
        "own_id": places.of(owner, home=home, kind="owns"),
        "post_id": places.of(owner, home=home, kind="posts"),
        "character_id": "keeper-gull",
        "judged_id": "pasta-bridge",
        "worry_id": places.of(owner, home=home, kind="worries"),
        "school_ref": new_ref(),
        "lesson_id": "friends-of-friends",
        "filename": "css/base.css",
        "address": new_ref() + 32 * "x",
        "stem": SOUND.partition(".")[0],
        "ending": SOUND.partition(".")[2],
    }
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], rule.rule)


def body_of(endpoint: str, *, places: Places, owner: str, home: str) -> dict[str, str]:
    names = {"desk.let_in": "pupil", "desk.mark_absent": "absent", "lessons.mark_absent": "absent"}
    return {names[endpoint]: places.of(owner, home=home, kind="pupils")} if endpoint in names else {}


def tokens(client: HouseClient, *, path: str) -> dict[str, str]:
    html = client.get(path, follow_redirects=True).get_data(as_text=True)
    found = dict(re.findall(r'name="(csrf_token|owner)" value="([^"]+)"', html))
    assert found, f"no form on {path}"
    return found


def ask(client: HouseClient, *, method: str, url: str, body: dict[str, str], path: str) -> TestResponse:
    if method == "GET":
        return client.get(url)
    data = {**body, **tokens(client, path=path)} if method == "POST" else body
    return client.open(url, method=method, data=data)


def methods_to_try(world: World, *, rule: Rule) -> list[str]:
    """All methods, but for those that another endpoint has at the same address.

    Those that an endpoint has not got never come as far as the database: they are tried on SQLite alone.
    """
    if isinstance(world.store, PostgresStore):
        return sorted({"GET", "POST"} & (rule.methods or set()))
    others = [other for other in endpoints(world) if other.rule == rule.rule and other.endpoint != rule.endpoint]
    taken = {method for other in others for method in other.methods or ()}
    return [method for method in METHODS if method not in taken]


def endpoints(world: World) -> list[Rule]:
    return list(world.app.url_map.iter_rules())


def test_every_endpoint_is_in_the_table_and_nothing_else_is(matrix_world: World) -> None:
    assert {rule.endpoint for rule in endpoints(matrix_world)} == set(TABLE)


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(
    matrix_world: World, places: Places, clients: dict[str, HouseClient], role: str, owner: str
) -> None:
    home = WHO[role][0]
    wrong: list[Any] = []
    for rule in endpoints(matrix_world):
        if rule.endpoint in {"accounts.sign_out", "static"}:
            continue  # leaving is open to all and ends the stay that the other cells need
        for method in methods_to_try(matrix_world, rule=rule):
            url = url_of(rule, places=places, owner=owner, home=home)
            body = body_of(rule.endpoint, places=places, owner=owner, home=home)
            page = "/help" if role == "pupil" else "/desk"
            answer = ask(clients[role], method=method, url=url, body=body, path=page)
            expected = expected_status(rule, method=method, role=role, owner=owner)
            if answer.status_code not in expected:
                wrong.append((rule.endpoint, method, owner, answer.status_code, expected))
    assert wrong == []


def expected_status(rule: Rule, *, method: str, role: str, owner: str) -> set[int]:
    if method not in (rule.methods or set()):
        return {405, 415}
    if rule.endpoint == "health.ticking":
        return {503}  # no clockwork runs beside these tests
    if TABLE[rule.endpoint] == ANYONE:
        return {200, 302, 303, 404, 422}  # who is signed in is sent home; a tile without an open door is not there
    if not may(rule.endpoint, role=role, owner=owner):
        return {404}
    return {200, 204, 302, 303, 400, 422}  # the empty forms of this test are refused, as forms


def test_who_is_not_signed_in_is_led_to_the_right_door(matrix_world: World, places: Places) -> None:
    wrong = []
    for rule in endpoints(matrix_world):
        if TABLE[rule.endpoint] == ANYONE:
            continue
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            client = matrix_world.new_client()
            url = url_of(rule, places=places, owner="own", home="Oak")
            answer = ask(client, method=method, url=url, body={}, path="/")
            is_pupils = "pupil" in TABLE[rule.endpoint]
            door = "/" if is_pupils else "/staff/sign-in"
            if answer.status_code != 302 or (answer.location or "").split("?")[0] != door:
                wrong.append((rule.endpoint, method, answer.status_code, answer.location))
    assert wrong == []


def test_an_endpoint_that_nobody_opened_is_closed_to_all(matrix_world: World, clients: dict[str, HouseClient]) -> None:
    def forgotten() -> str:
        return "open"

    functions = matrix_world.app.view_functions
    kept = functions["health.running"]
    functions["health.running"] = forgotten
    try:
        answers = {client.get("/health").status_code for client in (matrix_world.new_client(), *clients.values())}
    finally:
        functions["health.running"] = kept
    assert answers == {403}


def test_what_may_not_be_seen_looks_like_what_does_not_exist(matrix_world: World) -> None:
    teacher = matrix_world.signed_in(matrix_world.staff("patel"))
    hidden = teacher.get(f"/desk/class/{matrix_world.class_ref('Willow')}")
    missing = teacher.get(f"/desk/class/{new_ref()}")
    elsewhere = teacher.get(f"/desk/class/{matrix_world.class_ref('Onnen')}")
    nowhere = teacher.get("/no/such/page")
    pages = {without_tokens(answer) for answer in (hidden, missing, elsewhere, nowhere)}
    assert len(pages) == 1


def test_a_get_changes_nothing_but_audit_session_and_reading_records(
    matrix_world: World, places: Places, clients: dict[str, HouseClient]
) -> None:
    may_change = {"audit_entry", "sign_in", "concern_read"}
    tables = matrix_world.table_names()
    before = {name: matrix_world.rows(f"SELECT * FROM {name}") for name in tables}  # noqa: S608 - its own names
    for role in ROLES:
        for rule in endpoints(matrix_world):
            if "GET" in (rule.methods or set()):
                clients[role].get(url_of(rule, places=places, owner="own", home=WHO[role][0]))
    after = {name: matrix_world.rows(f"SELECT * FROM {name}") for name in tables}  # noqa: S608 - its own names
    changed = {name for name in tables if before[name] != after[name]}
    assert changed <= may_change
