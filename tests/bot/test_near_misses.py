"""What is just near enough to be the same question or term, and what just is not"""

from bot.models import Card, CardId, LearnerId, SpaceId
from bot.study.cards import of_question, of_term
from bot.study.following.edits import is_edited, near, within
from bot.study.following.reconciling import Today, reconciled
from bot.study.following.renaming import mean_alike
from bot.study.following.whereabouts import Held, whereabouts
from knowledge.models import LibraryId, Term, TermHeading, TermSection
from tests.bot.test_edits import asked, choice, judged

LIBRARY = LibraryId("plants")


def test_one_word_of_four_may_have_a_slip_and_no_more():
    words = ["stoma", "leaves", "breathe", "water", "nights", "quietly", "growing", "mosses"]
    slips = [word[:-2] + word[-1] + word[-2] for word in words]

    def written(count: int, of: int) -> str:
        return " ".join(slips[:count] + words[count:of])

    assert near(written(0, 4), written(1, 4))
    assert not near(written(0, 4), written(2, 4))
    assert near(written(0, 8), written(2, 8))
    assert not near(written(0, 8), written(3, 8))


def test_a_slip_is_one_letter_and_not_two():
    assert near("breathing stomata", "breathxing stomata")
    assert not near("breathing stomata", "brxeathxing stomata")


def test_what_was_made_longer_is_the_same_while_half_of_it_was_there():
    assert within("stoma breathes", "stoma breathes through leaves")
    assert not within("stoma breathes", "stoma breathes through leaves quietly growing mosses")


def test_a_question_made_longer_is_another_where_its_answer_is_another():
    before, longer = "Which pore breathes?", "Which pore of leaves breathes?"
    assert is_edited(of_question(asked(before, "stoma")), of_question(asked(longer, "stoma")))
    assert not is_edited(of_question(asked(before, "stoma")), of_question(asked(longer, "lenticel")))


def test_a_question_made_longer_is_another_where_its_options_are():
    before = choice("Which pore breathes?", "stoma", "root", "bark")
    longer = choice("Which pore of leaves breathes?", "stoma", "petal", "seed")
    assert not is_edited(of_question(before), of_question(longer))


def test_what_is_to_be_judged_is_another_where_a_slip_is_mended_and_its_truth_turned():
    before, after = "Every stoma breathes at nihgt", "Every stoma breathes at night"
    assert is_edited(of_question(judged(before, "True")), of_question(judged(after, "True")))
    assert not is_edited(of_question(judged(before, "True")), of_question(judged(after, "False")))


def term(name: str, told: str, source: str = "g.md") -> Term:
    return Term(LIBRARY, source, name, (TermSection("", told),))


def alike(one: str, other: str) -> bool:
    return mean_alike(*(next(iter(of_term(term("Stoma", told)))) for told in (one, other)))


def test_three_words_tell_no_term_and_four_of_which_most_are_the_same_do():
    assert not alike("a small pore", "a small pore")
    assert alike("a small pore breathing", "a small pore breathing")
    told = "one small round green pore beneath each young soft leaf"
    assert alike(told, told.replace("leaf", "root"))
    assert not alike(told, told.replace("leaf", "root").replace("small", "large").replace("green", "brown"))


def card(id: int, text: object, *, reviews: int = 0, retired: bool = False) -> Card:
    return Card(CardId(id), LearnerId(1), SpaceId("here"), text, reviews=reviews, retired=retired)  # type: ignore[arg-type]


def test_a_card_that_was_gone_takes_no_key_from_one_that_was_there_however_much_it_was_reviewed():
    was_gone = of_question(asked("Which pore of a leaf brethes?", "stoma"))
    was_there = of_question(asked("Which pore of a laef breathes?", "stoma"))
    today = Today(questions=(asked("Which pore of a leaf breathes?", "stoma"),))
    found = reconciled([card(1, was_gone, reviews=9, retired=True), card(2, was_there, reviews=1)], today)
    assert list(found.renewed) == [2]
    assert found.renewed[CardId(2)] == of_question(today.questions[0])


def test_what_stands_in_two_places_alike_is_in_neither():
    question = asked("Which pore breathes?", "stoma")
    gone = of_question(question)
    cards = [card(1, gone)]
    copies = [
        type(question)(**{**{f: getattr(question, f) for f in question.__slots__}, "source": source})
        for source in ("b.md", "c.md")
    ]
    assert whereabouts(cards, {"a.md"}, Held(questions=copies[:1])) == {"a.md": "b.md"}
    assert whereabouts(cards, {"a.md"}, Held(questions=copies)) == {}


def test_a_term_that_is_called_as_before_is_looked_for_by_nothing_else():
    told = "a small pore breathing"
    (text, *_) = of_term(term("Stoma", told, "a.md"))
    same_name = TermHeading(LIBRARY, "b.md", "Stoma", definition="quite another thing altogether")
    same_told = TermHeading(LIBRARY, "c.md", "Pore", definition=told)
    held = Held(glossary=(same_name, same_told))
    assert whereabouts([card(1, text)], {"a.md"}, held) == {"a.md": "b.md"}
