"""Glossaries of every usual shape become terms; a lesson never does"""

import json
from pathlib import Path

import pytest

from ingest.loaders import Course, Loaded, load
from ingest.sources import find
from knowledge.errors import UnreadableSource
from knowledge.models import LibraryId, RelatedTerm, Term, TermSection

LIBRARY = LibraryId("baking")


def loaded(tmp_path: Path, name: str, text: str, language: str = "en") -> Loaded:
    root = tmp_path / "material"
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    (file,) = [file for file in find([root]).files if file.path == path]
    return load(file, LIBRARY, Course(language=language))


def terms(tmp_path: Path, name: str, text: str, language: str = "en") -> dict[str, Term]:
    found = loaded(tmp_path, name, text, language)
    assert found.lessons == ()
    return {term.name: term for term in found.terms}


def told(tmp_path: Path, name: str, text: str) -> dict[str, str]:
    """Each term's name and the text of its first section."""
    return {term.name: term.sections[0].text for term in terms(tmp_path, name, text).values()}


CARD = """---
term: Autolyse
aliases: [AL, resting]
category: Dough
related: {crumb: what it makes softer, loaf: ''}
---
## In short

A rest of flour and water.

## Example

Thirty minutes, then salt.
"""


def test_one_file_a_term_is_a_card_with_its_sections(tmp_path: Path) -> None:
    (card,) = terms(tmp_path, "autolyse.md", CARD).values()
    assert (card.source, card.name, card.category) == ("autolyse.md", "Autolyse", "Dough")
    assert card.aliases == ("AL", "resting")
    assert card.related == (RelatedTerm("crumb", "what it makes softer"), RelatedTerm("loaf", ""))
    assert card.sections == (
        TermSection("In short", "A rest of flour and water."),
        TermSection("Example", "Thirty minutes, then salt."),
    )


@pytest.mark.parametrize(
    "text",
    ["---\ntitle: Crumb\nrelated_terms: [loaf]\n---\nThe inside.", "# Crumb\n\nThe inside.", "The inside."],
)
def test_a_file_in_a_glossary_folder_is_a_term(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, "glossary/crumb.md", text).popitem()[1] == "The inside."


def test_a_lesson_in_a_glossary_folder_stays_one(tmp_path: Path) -> None:
    found = loaded(tmp_path, "terms/bread.md", "---\ntitle: Bread\ntrack: Basics\n---\nFlour and water.")
    assert (len(found.lessons), found.terms) == (1, ())


@pytest.mark.parametrize(
    "text", ["", "\n", "TODO\n", "*Coming soon…*\n", "[TODO] to be defined", "## In short\n"]
)
def test_a_stub_without_text_never_becomes_a_term(tmp_path: Path, text: str) -> None:
    found = loaded(tmp_path, "glossary/crumb.md", f"---\ntitle: Crumb\n---\n{text}")
    assert (found.terms, found.lessons) == ((), ())
    assert found.notes == ("“Crumb” has no text yet: it was left out.",)


def test_links_of_a_card_carry_their_targets_or_become_words(tmp_path: Path) -> None:
    text = "A [loaf][1] of [rye](#rye), see [there](/terms/x/) and [here][].\n\n[1]: https://example.org/loaf"
    assert told(tmp_path, "glossary/a.md", f"# A\n\n{text}") == {
        "A": "A [loaf](https://example.org/loaf) of rye, see there and [here][]."
    }


HEADINGS = """# Glossary

These are our words.

## A

### Autolyse (AL)

A rest of flour and water.

#### Example

Thirty minutes.

## C

### Crumb

Also known as: mie, inside
See also: Autolyse

The inside of a loaf.

#### Example

Soft.

### Inner part

See Crumb.

### Crust

TBD
"""


def test_headings_that_are_terms_are_read(tmp_path: Path) -> None:
    found = terms(tmp_path, "words.md", HEADINGS)
    assert list(found) == ["Autolyse (AL)", "Crumb"]
    assert found["Autolyse (AL)"].aliases == ("AL", "Autolyse")
    assert found["Autolyse (AL)"].sections[1] == TermSection("Example", "Thirty minutes.")
    assert found["Crumb"].aliases == ("mie", "inside", "Inner part")
    assert found["Crumb"].related == (RelatedTerm("Autolyse"),)
    assert found["Crumb"].source == "words.md#crumb"
    assert found["Crumb"].category == ""


def test_headings_above_the_terms_are_their_categories(tmp_path: Path) -> None:
    dough = "## Dough\n\n### Crumb\n\nInside.\n\n### Biga\n\nStarter.\n\n"
    page = f"# Glossary\n\n{dough}## Oven\n\n### Steam\n\nHot."
    assert {term.name: term.category for term in terms(tmp_path, "g.md", page).values()} == {
        "Crumb": "Dough",
        "Biga": "Dough",
        "Steam": "Oven",
    }


@pytest.mark.parametrize(
    "page",
    [
        "**Crumb**: the inside.\n\n**Crust**: the outside.",
        "**Crumb:** the inside.\n**Crust:** the outside.",
        "**Crumb** – the inside.\n\n**Crust** — the outside.",
        "- **Crumb**: the inside.\n- **Crust**: the outside.",
        "* __Crumb__ - the inside.\n* __Crust__ - the outside.",
        "- Crumb: the inside.\n- Crust: the outside.",
        "**Crumb**\nthe inside.\n\n**Crust**\nthe outside.",
        "Crumb\n: the inside.\n\nCrust\n: the outside.",
        "Crumb\n:   the inside.\nCrust\n:   the outside.",
        "| Term | Definition |\n|---|---|\n| Crumb | the inside. |\n| **Crust** | the outside. |",
        "| No | Name | Meaning |\n|-|-|-|\n| 1 | Crumb | the inside. |\n| 2 | Crust | the outside. |",
    ],
)
def test_entries_of_every_usual_shape_are_read(tmp_path: Path, page: str) -> None:
    expected = {"Crumb": "the inside.", "Crust": "the outside."}
    assert told(tmp_path, "glossary.md", f"# Glossary\n\nOur words.\n\n{page}\n") == expected


def test_what_follows_an_entry_belongs_to_it(tmp_path: Path) -> None:
    page = "# Glossary\n\n**Crumb**: the inside.\n\nIt is soft.\n\n- or not\n\n**Crust**: the outside."
    assert told(tmp_path, "g.md", page)["Crumb"] == "the inside.\n\nIt is soft.\n\n- or not"


def test_lines_above_one_definition_are_names_of_one_thing(tmp_path: Path) -> None:
    found = terms(tmp_path, "glossary.md", "Crumb\nMie, inside\n: The inside.\n\nCrust\n: The outside.\n")
    assert found["Crumb"].aliases == ("Mie", "inside")


LESSON = """# Keeping a starter

A starter is flour and water with wild yeast.

**Note**: feed it daily.

**Warning**: leave the lid open.

- **Flour**: rye is best.
- **Water**: tepid.

## Flour

Rye has more enzymes.

## Water

| Term | Definition |
|---|---|
| Hydration | water by flour |
| Tepid | 25 degrees |

## Yeast

It lives everywhere.
"""


@pytest.mark.parametrize(
    "name", ["starter.md", "key-ideas.md", "2-terms-of-trade/starter.md", "lessons/words-to-say.md"]
)
def test_a_lesson_with_bold_words_headings_and_a_table_stays_a_lesson(tmp_path: Path, name: str) -> None:
    found = loaded(tmp_path, name, LESSON)
    assert (len(found.lessons), found.terms) == (1, ())


def test_a_page_called_a_glossary_without_entries_is_a_lesson(tmp_path: Path) -> None:
    found = loaded(tmp_path, "glossary.md", "# On glossaries\n\nA glossary is a list of words.")
    assert (len(found.lessons), found.terms) == (1, ())


def test_front_matter_decides_what_a_page_is(tmp_path: Path) -> None:
    page = "# Words\n\n**Crumb**: inside.\n\n**Crust**: outside.\n"
    assert len(loaded(tmp_path, "a.md", f"---\ntype: glossary\n---\n{page}").terms) == 2
    assert len(loaded(tmp_path, "glossary.md", f"---\ntype: lesson\n---\n{page}").lessons) == 1


def test_a_page_that_is_nothing_but_a_table_of_terms_is_a_glossary(tmp_path: Path) -> None:
    rows = "".join(f"| word {n} | what it means in a bakery |\n" for n in range(6))
    table = f"# Baking\n\n| Word | Meaning |\n|---|---|\n{rows}"
    assert len(loaded(tmp_path, "baking.md", table).terms) == 6
    assert loaded(tmp_path, "baking2.md", table + "\nAnd so on, with more to say about it. " * 9).terms == ()


RECORDS = [
    {"term": "Crumb", "def": "the inside.", "acronym": None, "slug": "crumb_part", "ref": ["crust_part"]},
    {"term": "Crust", "def": "the outside.", "acronym": "CR", "slug": "crust_part"},
    {"term": "Rind", "def": "See [Crust](#crust_part).", "slug": "rind"},
    {"term": "Shell", "def": "See [rind](#rind)", "slug": "shell"},
    {"term": "Husk", "def": "See chaff.", "acronym": "HK"},
    {"term": "Void", "def": ""},
]


def check_records(found: Loaded) -> None:
    crumb, crust = found.terms
    assert (crumb.name, crumb.sections) == ("Crumb", (TermSection("", "the inside."),))
    assert crumb.related == (RelatedTerm("Crust"),)
    assert crust.aliases == ("CR", "Rind", "Shell")
    assert found.aliases == (("Husk", "chaff"), ("HK", "chaff"))
    assert found.notes == ("“Void” has no text yet: it was left out.",)


def test_json_records_become_terms_aliases_and_notes(tmp_path: Path) -> None:
    check_records(loaded(tmp_path, "g.json", json.dumps(RECORDS)))
    check_records(loaded(tmp_path, "h.json", json.dumps({"title": "G", "terms": RECORDS})))
    check_records(loaded(tmp_path, "g.jsonl", "\n\n".join(map(json.dumps, RECORDS))))


def test_a_see_entry_in_a_circle_is_nobodys_alias(tmp_path: Path) -> None:
    circle = [{"term": "A", "def": "See B."}, {"term": "B", "def": "See A."}, {"term": "C", "def": "real"}]
    found = loaded(tmp_path, "g.json", json.dumps(circle))
    assert (found.terms[0].aliases, found.aliases) == ((), ())


@pytest.mark.parametrize(
    "text", ["See mean. It is a sum.", "Seeing is believing", "See-through film", "A. See B."]
)
def test_a_text_that_says_more_than_see_is_a_definition(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, "g.json", json.dumps([{"term": "A", "def": text}])) == {"A": text}


PER_LANGUAGE = """
- slug: crumb
  ref: [crust]
  de: {term: Krume, def: das Innere}
  en:
    term: crumb
    acronym: CB
    def: "the inside"
- slug: crust
  en: {term: crust, def: the outside}
"""


def test_records_per_language_are_read_in_the_librarys_language(tmp_path: Path) -> None:
    assert list(terms(tmp_path, "g.yml", PER_LANGUAGE)) == ["crumb", "crust"]
    assert list(terms(tmp_path, "g.yml", PER_LANGUAGE, "de-AT")) == ["Krume", "crust"]
    crumb = terms(tmp_path, "g.yml", PER_LANGUAGE)["crumb"]
    assert (crumb.aliases, crumb.related) == (("CB",), (RelatedTerm("crust"),))


@pytest.mark.parametrize(
    "text",
    [
        "terms:\n  NO: the opposite of yes\n  null: nothing\n",
        "- term: NO\n  definition: the opposite of yes\n- term: null\n  definition: nothing\n",
        "NO: {definition: the opposite of yes}\nnull: {definition: nothing}\n",
        "glossary:\n- NO: the opposite of yes\n- null: nothing\n",
    ],
)
def test_yaml_words_stay_as_they_are_written(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, "g.yaml", text) == {"NO": "the opposite of yes", "null": "nothing"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_columns_may_have_many_names(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["\ufeffAcronym", "Concept", "Meaning", "Topic", "See also", "Example"],
        ["AL", "Autolyse", '"A rest, of flour\nand water"', "Dough", "crumb / crust", "30 minutes"],
        ["", "Void", "", "", "", ""],
    ]
    (found,) = terms(tmp_path, "a.csv", "\n".join(delimiter.join(row) for row in rows)).values()
    assert (found.name, found.aliases, found.category) == ("Autolyse", ("AL",), "Dough")
    assert found.sections == (
        TermSection("", "A rest, of flour\nand water"),
        TermSection("Example", "30 minutes"),
    )


def test_a_csv_glossary_without_a_header_is_read_by_its_name(tmp_path: Path) -> None:
    assert told(tmp_path, "glossary.csv", "Crumb,the inside\nCrust,the outside\n")["Crust"] == "the outside"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("data.csv", "name,age\nBob,3\n", "It holds no list of terms: name two of its columns"),
        (
            "package.json",
            '{"name": "x", "description": "y", "scripts": {"a": "b"}}',
            "It holds no list of terms",
        ),
        ("settings.yaml", "a: 1\nb: [1, 2]\n", "It holds no list of terms: give each record"),
        ("g.json", "[1,\n 2,,]", "The JSON is broken in line 2:"),
        ("g.jsonl", '{"a": 1}\n\n{oops', "The JSON is broken in line 3:"),
        ("g.yaml", "a: b\nc: [d\n", "The YAML is broken in line 3"),
        ("g.json", "[" * 5000, "The JSON is broken"),
        ("g.csv", "term,definition\nA,\n", "None of its terms has a definition yet."),
        ("g.csv", "term,definition\n" + '"' + "x" * 200_000, "The table is broken"),
    ],
)
def test_a_file_without_terms_is_refused_in_one_sentence(
    tmp_path: Path, name: str, text: str, reason: str
) -> None:
    with pytest.raises(UnreadableSource) as refused:
        loaded(tmp_path, name, text)
    assert str(refused.value).startswith(reason)


@pytest.mark.parametrize(
    ("name", "aliases"),
    [
        ("Transfer learning (TL)", ("TL", "Transfer learning")),
        ("TL (transfer learning)", ("transfer learning", "TL")),
        ("Maximum a posteriori (MAP) estimation", ("MAP", "Maximum a posteriori estimation")),
        (
            "Independent and identically distributed (i.i.d.)",
            ("i.i.d.", "Independent and identically distributed"),
        ),
        ("convolutional neural network (cnn)", ("cnn", "convolutional neural network")),
        ("sequence to sequence (seq2seq)", ("seq2seq", "sequence to sequence")),
        ("tag (in version control)", ("tag",)),
        ("YOLO (object detection algorithm)", ("YOLO",)),
        ("plain name", ()),
    ],
)
def test_names_in_brackets_become_aliases(tmp_path: Path, name: str, aliases: tuple[str, ...]) -> None:
    assert terms(tmp_path, "g.json", json.dumps([{"term": name, "def": "x"}]))[name].aliases == aliases


def test_a_name_that_two_terms_would_share_is_neithers_alias(tmp_path: Path) -> None:
    records = [
        {"term": "variable (data)", "def": "a column"},
        {"term": "variable (program)", "def": "a name"},
    ]
    assert [term.aliases for term in loaded(tmp_path, "g.json", json.dumps(records)).terms] == [(), ()]


def test_two_entries_of_one_name_are_one_term(tmp_path: Path) -> None:
    records = [{"term": "Crumb", "def": "inside"}, {"term": "crumb", "def": "a small piece"}]
    (crumb,) = loaded(tmp_path, "g.json", json.dumps(records)).terms
    assert [section.text for section in crumb.sections] == ["inside", "a small piece"]


def test_sources_of_terms_are_unique(tmp_path: Path) -> None:
    records = [{"term": name, "def": "x"} for name in ("C", "C++", "C#", "+1", "-1")]
    found = [term.source for term in loaded(tmp_path, "g.json", json.dumps(records)).terms]
    assert len(set(found)) == 5


def test_a_single_file_format_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("A")
    (file,) = find([tmp_path]).files
    other = type(file)(file.source, file.root, tmp_path / "a.xyz", "")
    with pytest.raises(UnreadableSource, match=r"cannot read \.xyz files"):
        load(other, LIBRARY, Course())
