"""an Anki collection before any card is in it: schema 11, one deck, one kind of note  (pure)

What each column holds: https://github.com/ankidroid/Anki-Android/wiki/Database-Structure
"""

import json

DECK, NOTE_TYPE = 1_764_000_000_001, 1_764_000_000_002
_OPTIONS = 1

SCHEMA = """
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
    ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
    models text not null, decks text not null, dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
    usn integer not null, tags text not null, flds text not null, sfld integer not null,
    csum integer not null, flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
    mod integer not null, usn integer not null, type integer not null, queue integer not null,
    due integer not null, ivl integer not null, factor integer not null, reps integer not null,
    lapses integer not null, left integer not null, odue integer not null, odid integer not null,
    flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null,
    ease integer not null, ivl integer not null, lastIvl integer not null, factor integer not null,
    time integer not null, type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""
TABLES = {"col": 13, "notes": 11, "cards": 18, "revlog": 9}
"""How many columns each has that is filled."""

_CSS = (
    ".card { font-family: sans-serif; font-size: 20px; text-align: center; }"
    " .why, .lesson { font-size: 14px; }"
)
_BACK = (
    "{{FrontSide}}<hr id=answer>{{Back}}"
    '{{#Why}}<div class="why">{{Why}}</div>{{/Why}}<div class="lesson">{{Lesson}}</div>'
)


def collection(created: int, modified: int) -> tuple[object, ...]:
    """The one row of `col`. `created` is in seconds, `modified` in milliseconds."""
    seconds = modified // 1000
    conf = {
        "activeDecks": [DECK],
        "addToCur": True,
        "collapseTime": 1200,
        # The offset, in minutes, of the zone that `created` was told in.
        "creationOffset": 0,
        "curDeck": DECK,
        "curModel": str(NOTE_TYPE),
        "dueCounts": True,
        "estTimes": True,
        "fsrs": True,
        "newBury": True,
        "newSpread": 0,
        "nextPos": 1,
        "rollover": 4,
        "schedVer": 2,
        "sortBackwards": False,
        "sortType": "noteFld",
        "timeLim": 0,
    }
    models = {str(NOTE_TYPE): _note_type(seconds)}
    decks = {str(id): _deck(id, name, seconds) for id, name in ((1, "Default"), (DECK, "Studyhall"))}
    told = (json.dumps(it) for it in (conf, models, decks, {str(_OPTIONS): _options()}, {}))
    return (1, created, modified, modified, 11, 0, 0, 0, *told)


def _note_type(modified: int) -> dict[str, object]:
    return {
        "id": NOTE_TYPE,
        "name": "Studyhall",
        "type": 0,
        "mod": modified,
        "usn": -1,
        "sortf": 0,
        "did": DECK,
        "tmpls": [
            {
                "name": "Card",
                "ord": 0,
                "qfmt": "{{Front}}",
                "afmt": _BACK,
                "bqfmt": "",
                "bafmt": "",
                "did": None,
            }
        ],
        "flds": [_field(ord, name) for ord, name in enumerate(("Front", "Back", "Why", "Lesson"))],
        "css": _CSS,
        "latexPre": "\\documentclass{article}\\begin{document}",
        "latexPost": "\\end{document}",
        "req": [[0, "any", [0]]],
        "tags": [],
        "vers": [],
    }


def _field(ord: int, name: str) -> dict[str, object]:
    return {"name": name, "ord": ord, "sticky": False, "rtl": False, "font": "Arial", "size": 20, "media": []}


def _deck(id: int, name: str, modified: int) -> dict[str, object]:
    nothing_yet = {f"{what}Today": [0, 0] for what in ("new", "rev", "lrn", "time")}
    return {
        "id": id,
        "name": name,
        "mod": modified,
        "usn": -1,
        "desc": "",
        "dyn": 0,
        "conf": _OPTIONS,
        "collapsed": False,
        "browserCollapsed": False,
        "extendNew": 0,
        "extendRev": 0,
        **nothing_yet,
    }


def _options() -> dict[str, object]:
    new = {
        "bury": False,
        "delays": [1, 10],
        "initialFactor": 2500,
        "ints": [1, 4, 0],
        "order": 1,
        "perDay": 10,
    }
    reviews = {
        "bury": False,
        "ease4": 1.3,
        "fuzz": 0.05,
        "hardFactor": 1.2,
        "ivlFct": 1,
        "maxIvl": 36500,
        "perDay": 100,
    }
    return {
        "id": _OPTIONS,
        "name": "Default",
        "mod": 0,
        "usn": 0,
        "autoplay": True,
        "dyn": False,
        "maxTaken": 60,
        "new": new,
        "rev": reviews,
        "lapse": {"delays": [10], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0},
        "replayq": True,
        "timer": 0,
    }
