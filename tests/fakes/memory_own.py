"""All of a learner's in memory, by the tables of the real record, and how it is forgotten"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date, datetime
from typing import Any

from bot.budgets import Spent
from bot.models import Card, CardReview, Identity, LearnerId, Memory, SpaceId
from bot.storage.own import theirs
from bot.study.joining import VALID
from tests.fakes.memory_linking import MemoryLinking

_Departed = tuple[date, Spent, datetime | None, tuple[datetime, int] | None]
_NEVER = {it.name: None for it in fields(Memory)}


class MemoryOwn(MemoryLinking):
    def __init__(self) -> None:
        super().__init__()
        self._departed: dict[tuple[str, str], _Departed] = {}

    async def everything_of(self, learner: LearnerId) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Each table of the real one; of a row the columns that are held here."""
        found: dict[str, list[Any]] = {table.name: [] for table in theirs(learner)}
        for name, row in self._rows(learner):
            found[name].append({column: _plain(value) for column, value in row.items()})
        return found

    async def count_of(self, learner: LearnerId) -> Mapping[str, int]:
        return {name: len(rows) for name, rows in (await self.everything_of(learner)).items()}

    async def learner(self, identity: Identity) -> LearnerId:
        new = (identity.platform, identity.user) not in self._learners
        learner = await super().learner(identity)
        if new and (kept := self._departed.pop((identity.platform, identity.user), None)):
            day, spent, busy_until, tries = kept
            self._spending[learner, day] = spent
            self._busy |= {learner: busy_until} if busy_until else {}
            self._tries |= {learner: tries} if tries else {}
        return learner

    async def forget_departed(self, before: date) -> int:
        old = [who for who, it in self._departed.items() if it[0] < before]
        for who in old:
            del self._departed[who]
        return len(old)

    async def forget_learner(self, learner: LearnerId, at: datetime) -> None:
        places = self._own_places(learner)
        today = self._spending.get((learner, at.date()), Spent())
        tries = self._tries.get(learner)
        tries = tries if tries and tries[0] > at - VALID else None
        busy = self._busy.get(learner)
        kept = (at.date(), today, busy if busy and busy > at else None, tries)
        if kept[1:] != (Spent(), None, None):
            self._departed |= {key: kept for key, who in self._learners.items() if who == learner}
        self._learners = {key: who for key, who in self._learners.items() if who != learner}
        self._names = {key: name for key, name in self._names.items() if key[1] != learner}
        self._forget_turns(learner)
        for votes in self._votes.values():
            votes.pop(learner, None)
        self._unanswered = [it for it in self._unanswered if it.learner != learner]
        self._forget_rounds(learner)
        self._cards = {id: card for id, card in self._cards.items() if card.learner != learner}
        self._reviews = [pair for pair in self._reviews if pair[0] != learner]
        self._spending = {key: spent for key, spent in self._spending.items() if key[0] != learner}
        held: tuple[dict[LearnerId, Any], ...] = (self._progress, self._busy, self._habits, self._dailies)
        for each in (*held, self._codes, self._tries):
            each.pop(learner, None)
        for place in places:
            self._forget(SpaceId(place))

    def _own_places(self, learner: LearnerId) -> Sequence[str]:
        own = [key for key, who in self._learners.items() if who == learner]
        return [f"{platform}{between}{user}" for platform, user in own for between in (":user:", ":")]

    def _forget_rounds(self, learner: LearnerId) -> None:
        self._rounds = {id: it for id, it in self._rounds.items() if it.learner != learner}
        self._live = {id: it for id, it in self._live.items() if id in self._rounds}
        for id, round in self._rounds.items():
            others = tuple(it for it in round.responses if it.learner != learner)
            self._rounds[id] = replace(round, responses=others)
        self._reports = {
            key: it for key, it in self._reports.items() if key[2] != learner and key[0] in self._rounds
        }
        self._card_reports = {key: it for key, it in self._card_reports.items() if key[1] != learner}

    def _rows(self, learner: LearnerId) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for (platform, user), who in self._learners.items():
            if who == learner:
                name = self._names.get((platform, learner), "")
                yield "identities", {"platform": platform, "user": user, "name": name, "learner": learner}
        for id, talk in self._talks.items():
            if talk.learner == learner:
                yield "conversations", {"id": id, "space": talk.space, "learner": learner}
            for asker, turn in zip(talk.askers, talk.turns, strict=True):
                if asker == learner:
                    said = {"n": turn.n, "answer": asdict(turn.answer)}
                    yield "turns", {"conversation": id, "learner": learner, **said}
        for (conversation, n), votes in self._votes.items():
            if learner in votes:
                vote = {"conversation": conversation, "turn": n, "helpful": votes[learner].helpful}
                yield "feedback", {**vote, "learner": learner}
        yield from (("unanswered", asdict(it)) for it in self._unanswered if it.learner == learner)
        yield from self._quiz_rows(learner)
        yield from (("cards", _card(it)) for it in self._cards.values() if it.learner == learner)
        given = [it for who, it in self._reviews if who == learner]
        yield from (("card_reviews", _review(learner, id, it)) for id, it in enumerate(given, start=1))
        yield from self._own_rows(learner)
        yield from self._place_rows(learner)

    def _quiz_rows(self, learner: LearnerId) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for round in self._rounds.values():
            if round.learner == learner:
                yield "quiz_rounds", {"id": round.id, "topic": round.topic, "learner": learner}
            for it in round.responses:
                if it.learner == learner:
                    yield "quiz_responses", {"round": round.id, **asdict(it)}
        for round_id, number, who in self._reports:
            if who == learner:
                yield "reports", {"round": round_id, "number": number, "learner": learner}
        for question, who, made_from in self._card_reports:
            if who == learner:
                yield "card_reports", {"question": question, "made_from": made_from, "learner": learner}

    def _place_rows(self, learner: LearnerId) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for space in map(SpaceId, self._own_places(learner)):
            if space in self._settings:
                for name, value in asdict(self._settings[space]).items():
                    yield "settings", {"space": space, "name": name, "value": value}
            for library in self._libraries.get(space, ()):
                yield "space_library", {"space": space, "library": library}
            for (whose, day), spent in self._spending.items():
                if whose == space:
                    yield "space_spending", {"space": space, "day": day, **asdict(spent)}

    def _own_rows(self, learner: LearnerId) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for progress in self._progress.get(learner, {}).values():
            yield "lesson_progress", {"learner": learner, **asdict(progress)}
        for (whose, day), spent in self._spending.items():
            if whose == learner:
                yield "learner_spending", {"learner": learner, "day": day, **asdict(spent)}
        if learner in self._busy:
            yield "paces", {"learner": learner, "busy_until": self._busy[learner]}
        if learner in self._habits:
            yield "habits", {"learner": learner, **asdict(self._habits[learner])}
        if learner in self._codes:
            yield "link_codes", dict(zip(("digest", "expires"), self._codes[learner], strict=True))
        if learner in self._tries:
            yield "link_tries", dict(zip(("since", "count"), self._tries[learner], strict=True))


def _card(card: Card) -> Mapping[str, Any]:
    row = asdict(card)
    text, memory = row.pop("text"), row.pop("memory")
    return {**row, **text.pop("key"), **text, **(memory or _NEVER)}


def _review(learner: LearnerId, id: int, it: CardReview) -> Mapping[str, Any]:
    before = asdict(it.before) if it.before else _NEVER
    about = {"id": id, "card": it.card, "n": it.n, "learner": learner, "rating": it.rating, "at": it.at}
    return {**about, **before, "space": it.space}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(it) for name, it in value.items()}
    return [_plain(it) for it in value] if isinstance(value, tuple | list) else value
