"""LangChain: our passages as its Documents"""

import asyncio

import pytest

from knowledge.adapters.langchain_retriever import StudyhallRetriever
from tests.knowledge.answering_material import GARDEN, garden


async def test_documents_are_the_passages_best_first() -> None:
    shelves = await garden()
    documents = await StudyhallRetriever(retriever=shelves.retriever, libraries=(GARDEN,), k=2).ainvoke(
        "aphids"
    )
    passages = await shelves.retriever.find("aphids", (GARDEN,), k=2)
    assert [one.page_content for one in documents] == [one.chunk.text for one in passages]
    assert documents[0].metadata == {
        "title": "Troubles",
        "heading": ["Aphids"],
        "source": "troubles.md",
        "url": "",
        "library": "garden",
        "score": passages[0].score,
    }
    assert documents[0].id == passages[0].chunk.id


async def test_one_lesson_alone_can_be_searched() -> None:
    shelves = await garden()
    retriever = StudyhallRetriever(retriever=shelves.retriever, libraries=(GARDEN,), source="planting.md")
    assert {one.metadata["source"] for one in await retriever.ainvoke("soil")} == {"planting.md"}


def test_it_is_invoked_where_no_loop_runs() -> None:
    shelves = asyncio.run(garden())
    retriever = StudyhallRetriever(retriever=shelves.retriever, libraries=(GARDEN,), k=1)
    assert [one.metadata["title"] for one in retriever.invoke("aphids")] == ["Troubles"]


async def test_inside_a_loop_it_says_what_to_call_instead() -> None:
    shelves = await garden()
    with pytest.raises(RuntimeError, match="ainvoke"):
        StudyhallRetriever(retriever=shelves.retriever, libraries=(GARDEN,)).invoke("aphids")


async def test_it_goes_before_another_link_of_a_chain() -> None:
    from langchain_core.runnables import RunnableLambda

    shelves = await garden()
    titles = RunnableLambda(lambda documents: [one.metadata["title"] for one in documents])
    chain = StudyhallRetriever(retriever=shelves.retriever, libraries=(GARDEN,), k=1) | titles
    assert await chain.ainvoke("aphids") == ["Troubles"]
