"""Be the moderator: older children judge invented posts, and see what the school did and why; nothing is kept."""

from __future__ import annotations

from esafety.board import judging
from esafety.content.judging import DECISIONS, JUDGING_REASONS, JudgedPost
from tests.factories.world import World
from tests.web.doors import words_of

RING_ME = "/board/judge/ring-me"


def test_a_child_decides_says_why_and_sees_the_schools_decision(world: World) -> None:
    child = world.signed_in(world.pupil("Willow"))
    page = child.get(RING_ME)
    assert "My number is 07700 900123." in words_of(page)
    # Nothing on the page tells what the school did.
    assert "The number is private" not in page.text
    assert "<mark" not in page.text
    why = child.get(f"{RING_ME}?decision=give-back")
    assert "Shares something private" in words_of(why)
    assert "<mark" not in why.text
    shown = words_of(child.get(f"{RING_ME}?decision=give-back&reason=personal"))
    assert "You and the school chose the same." in shown
    assert "The idea is good. The number is private" in shown


def test_another_judgement_is_not_called_wrong(world: World) -> None:
    child = world.signed_in(world.pupil("Willow"))
    other = child.get(f"{RING_ME}?decision=show")
    assert "The school chose another way." in words_of(other)
    assert '<mark class="marked">07700 900123</mark>' in other.text
    reason = words_of(child.get(f"{RING_ME}?decision=give-back&reason=unkind"))
    assert "The same, for another reason." in reason


def test_every_post_can_be_judged_as_the_school_did_and_each_leads_to_the_next(world: World) -> None:
    child = world.signed_in(world.pupil("Willow"))
    posts = world.app.extensions["esafety.facts"].board.judging
    address, seen = child.get("/board/judge", follow_redirects=True).request.path, set()
    while address:
        post: JudgedPost = posts[address.rpartition("/")[2]]
        seen.add(post.id)
        page = child.get(f"{address}?decision={post.decision}&reason={post.reason or ''}")
        assert "You and the school chose the same." in words_of(page)
        following = page.text.partition('button--next" href="')[2].partition('"')[0]
        address = following if following.startswith("/board/judge/") else ""
    assert seen == set(posts)


def test_what_was_never_offered_is_asked_again(world: World) -> None:
    child = world.signed_in(world.pupil("Willow"))
    for query in ("decision=burn", "decision=give-back&reason=nothing", "decision=&reason=personal"):
        page = child.get(f"{RING_ME}?{query}")
        assert page.status_code == 200
        assert "The school" not in words_of(page)
    assert child.get("/board/judge/not-there").status_code == 404


def test_nothing_of_it_is_kept(world: World) -> None:
    child = world.signed_in(world.pupil("Willow"))
    before = {name: world.rows(f"SELECT COUNT(*) FROM {name}") for name in world.table_names()}  # noqa: S608
    child.get(f"{RING_ME}?decision=show")
    assert {name: world.rows(f"SELECT COUNT(*) FROM {name}") for name in world.table_names()} == before  # noqa: S608


def test_it_is_for_older_children(world: World) -> None:
    child = world.signed_in(world.pupil("Acorn"))
    assert child.get("/board/judge").status_code == 404
    assert child.get(RING_ME).status_code == 404
    assert "Be the moderator" not in words_of(child.get("/board"))


def test_children_choose_among_the_same_as_the_data_knows(world: World) -> None:
    with world.app.test_request_context():
        assert set(judging.decision_words()) == set(DECISIONS)
        assert set(judging.reason_words()) == set(JUDGING_REASONS)
        for words in (*judging.decision_words().values(), *judging.reason_words().values()):
            assert len(words.split()) <= 4


def test_neighbours_have_orders_of_their_own(world: World) -> None:
    with world.app.app_context():
        orders = {tuple(post.id for post in judging.posts_for(f"pupil:{number}")) for number in range(5)}
        again = tuple(post.id for post in judging.posts_for("pupil:0"))
    assert len(orders) == 5
    assert again in orders
