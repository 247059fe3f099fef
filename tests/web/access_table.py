"""Who may open what: read by a person, held against the program cell by cell.

For each endpoint, who may enter, and whose things: "own" class, "other" class of the school, other "school", "none"
(nothing there). Whoever is not named gets the page that does not exist. ANYONE needs no sign-in.
"""

from __future__ import annotations

ANYONE = "anyone"
ROLES = (
    "pupil", "teacher", "cover", "officer", "deputy", "stand-in", "head", "office", "governor", "trust administrator",
)  # fmt: skip
STAFF = frozenset(ROLES) - {"pupil"}
TEACHING = frozenset({"teacher", "cover"})
SEES_LESSONS = frozenset({"teacher", "cover", "officer", "deputy", "stand-in", "head", "office"})
READERS = frozenset({"officer", "deputy"})
MODERATORS = TEACHING | READERS
ON_BOARDS = MODERATORS | {"head"}

OWNERS = ("own", "other", "school", "none")
EVERYWHERE = frozenset(OWNERS)  # the page takes nothing that belongs to a class
OWN = frozenset({"own"})
WHOLE_SCHOOL = frozenset({"own", "other"})

Entry = dict[str, frozenset[str]]


def _for(roles: frozenset[str], owners: frozenset[str] = EVERYWHERE) -> Entry:
    return dict.fromkeys(roles, owners)


PUPILS = frozenset({"pupil"})
# What was written: a class's own staff that of their class, officer and deputies that of the whole school.
WRITTEN = {**_for(TEACHING, OWN), **_for(READERS, WHOLE_SCHOOL)}

TABLE: dict[str, Entry | str] = {
    "static": ANYONE,
    "health.running": ANYONE,
    "health.ticking": ANYONE,
    "accounts.doors": ANYONE,
    "accounts.class_code": ANYONE,
    "accounts.tiles": ANYONE,
    "accounts.tile": ANYONE,  # behind an open door only: see test_signing_in.py
    "accounts.pick_picture": ANYONE,
    "accounts.device_code": ANYONE,
    "accounts.device_code_typed": ANYONE,
    "accounts.join_class": ANYONE,  # with the address of a teacher's page only: see test_class_devices.py
    "accounts.joins_class": ANYONE,
    "accounts.sign_out": ANYONE,
    "accounts.staff_sign_in": ANYONE,
    "accounts.staff_signs_in": ANYONE,
    "accounts.not_me": _for(PUPILS),
    "reading.choices": _for(PUPILS),
    "reading.choose": _for(PUPILS),
    "concerns.ask": _for(PUPILS),
    "concerns.send": _for(PUPILS),
    "concerns.keep_draft": _for(PUPILS),
    "concerns.sent": _for(PUPILS),
    "concerns.all": _for(READERS | {"stand-in"}),
    "concerns.read": _for(READERS, WHOLE_SCHOOL),  # a stand-in's own case: see test_concerns.py
    "board.home": _for(PUPILS),
    "board.topic": _for(PUPILS, OWN),
    "board.write": _for(PUPILS, OWN),
    "board.send_post": _for(PUPILS, OWN),
    "board.keep_post": _for(PUPILS, OWN),
    "board.reply": _for(PUPILS, OWN),
    "board.send_reply": _for(PUPILS, OWN),
    "board.keep_reply": _for(PUPILS, OWN),
    "board.notes": _for(PUPILS),
    "board.note": _for(PUPILS),
    "board.send_note": _for(PUPILS),
    "board.keep_note": _for(PUPILS),
    "board.mail": _for(PUPILS),
    "board.letters": _for(PUPILS),
    "board.letter": _for(PUPILS),
    "board.send_letter": _for(PUPILS),
    "board.keep_letter": _for(PUPILS),
    "board.mine": _for(PUPILS),
    "board.own": _for(PUPILS, OWN),
    "board.mend": _for(PUPILS, OWN),
    "board.send_mend": _for(PUPILS, OWN),
    "board.keep_mend": _for(PUPILS, OWN),
    "board.take_back": _for(PUPILS, OWN),
    "board.judge": _for(PUPILS),
    "board.judge_one": _for(PUPILS),
    "board.worry": _for(PUPILS, OWN),
    "board.send_worry": _for(PUPILS, OWN),
    "board.worry_sent": _for(PUPILS),
    "lessons.shelf": _for(PUPILS),
    "lessons.play": _for(PUPILS),
    "lessons.choose": _for(PUPILS),
    "lessons.put_right": _for(PUPILS),
    "lessons.answer": _for(PUPILS),
    "lessons.move_on": _for(PUPILS),
    "facts.ages": _for(PUPILS),
    "facts.to_check": _for(SEES_LESSONS),
    "facts.sound": _for(PUPILS | SEES_LESSONS),
    "lessons.class_progress": _for(TEACHING, OWN),
    "lessons.class_progress_csv": _for(TEACHING, OWN),
    "lessons.wall": _for(TEACHING, OWN),
    "lessons.wall_screen": _for(TEACHING, OWN),
    "lessons.wall_chosen": _for(TEACHING, OWN),
    "lessons.wall_position": _for(TEACHING, OWN),
    "lessons.wall_keep": _for(TEACHING, OWN),
    "lessons.wall_hands": _for(TEACHING, OWN),
    "lessons.wall_again": _for(TEACHING, OWN),
    "lessons.certificates": _for(TEACHING, OWN),
    "lessons.paper": _for(SEES_LESSONS),
    "lessons.parents": ANYONE,  # where the school opened them: see test_parents_pages.py
    "lessons.parents_sheet": _for(SEES_LESSONS),
    "lessons.set_parents_pages": _for(frozenset({"head", "office"})),
    "lessons.class_progress_xlsx": _for(TEACHING, OWN),
    "lessons.mark_absent": _for(TEACHING, OWN),
    "lessons.setting": _for(TEACHING, OWN),
    "lessons.set_lesson": _for(TEACHING, OWN),
    "lessons.withdrawing": _for(TEACHING, OWN),
    "lessons.withdraw": _for(TEACHING, OWN),
    "lessons.catch_up": _for(TEACHING, OWN),
    "lessons.staff_shelf": _for(SEES_LESSONS),
    "lessons.staff_lesson": _for(SEES_LESSONS),
    "queue.page": _for(MODERATORS),
    "queue.message": WRITTEN,
    "queue.decide": WRITTEN,
    "queue.answer": _for(TEACHING, OWN),
    "queue.together": _for(MODERATORS),
    "queue.approve_together": _for(MODERATORS),
    "queue.away": _for(MODERATORS),
    "boards.all": _for(ON_BOARDS),
    "boards.board": {**WRITTEN, **_for(frozenset({"head"}), WHOLE_SCHOOL)},
    "boards.open_it": _for(TEACHING, OWN),
    "boards.close_it": _for(TEACHING, OWN),
    "boards.add_topic": _for(TEACHING, OWN),
    "boards.closing": _for(frozenset({"head"})),
    "boards.close_every_one": _for(frozenset({"head"})),
    "boards.settings": _for(frozenset({"head", "office"})),
    "boards.choose": _for(frozenset({"head", "office"})),
    "topics.topic": {**WRITTEN, **_for(frozenset({"head"}), WHOLE_SCHOOL)},
    "topics.write": _for(TEACHING, OWN),
    "topics.close": _for(TEACHING, OWN),
    "topics.act": {**WRITTEN, **_for(frozenset({"head"}), WHOLE_SCHOOL)},  # the head: what is shown, as these are
    "pauses.all": _for(MODERATORS),
    "pauses.begin": WRITTEN,
    "pauses.pause": WRITTEN,
    "pauses.end": WRITTEN,
    "filter.page": _for(MODERATORS),
    "filter.try_it": _for(MODERATORS),
    "filter.add": _for(READERS),
    "filter.retire": _for(READERS, WHOLE_SCHOOL),
    "reports.messages": _for(READERS | {"head", "governor"}),
    "reports.messages_csv": _for(READERS | {"head", "governor"}),
    "desk.home": _for(STAFF),
    "desk.class_page": _for(TEACHING, OWN),
    "desk.let_in": _for(TEACHING, OWN),
    "desk.mark_absent": _for(TEACHING, OWN),
    "desk.let_class_in": _for(TEACHING, OWN),
    "desk.set_window": _for(TEACHING, OWN),
    "desk.signing_in": _for(TEACHING, OWN),
    "desk.class_devices_page": _for(TEACHING, OWN),
    "desk.devices_sheet": _for(TEACHING, OWN),
    "desk.set_enrolment": _for(TEACHING, OWN),
    "desk.revoke_devices": _for(TEACHING, OWN),
}


def may(endpoint: str, *, role: str, owner: str) -> bool:
    entry = TABLE[endpoint]
    return isinstance(entry, str) or owner in entry.get(role, frozenset())
