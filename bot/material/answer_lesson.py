"""a question and a teacher's words -> the lesson that answers it, as a Markdown file  (pure)

The lesson is called what was asked and opens with it: that is how knowledge.asked_before knows that it was
written as the answer. The words are the teacher's, and data: a heading, a rule, a comment or front matter in
them must not cut the lesson in two or hide a part of it.
"""

import re

from bot.models import Upload

TRACK = "Asked and answered"
_LONGEST_SLUG = 50
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"^(\s*(?:>\s*)*)#{1,6}(?:\s+|$)(.*?)(?:\s#+)?\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(?:>\s*)*(?:=+|-+)\s*$")


def answer_lesson(question: str, answer: str, number: int) -> Upload:
    """`number` tells it from the answer to another question of the same words, earlier or later."""
    # Here, since whoever starts the bot waits for what is imported above, and nobody answers at once.
    import yaml

    asked = _bare(" ".join(question.split()))
    front = yaml.safe_dump({"title": asked, "track": TRACK}, allow_unicode=True, width=10_000)
    text = f"---\n{front}---\n# {asked}\n\n{asked}\n\n{as_data(answer)}\n"
    return Upload(f"answers/{_slug(asked)}-{number}.md", text.encode("utf-8", "replace"))


def as_data(words: str) -> str:
    """The same words without what would make a page of its own of them."""
    kept: list[str] = []
    fence = ""
    for line in words.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n"):
        marks = _FENCE.match(line)
        if marks and (not fence or marks[1].startswith(fence)):
            fence = "" if fence else marks[1][:3]
        kept.append(line if marks or fence else _bare(line))
    return "\n".join((*kept, fence) if fence else kept)


def _bare(line: str) -> str:
    if _UNDERLINE.match(line):
        return ""
    return _HEADING.sub(r"\1\2", line).replace("<!--", "&lt;!--")


def _slug(question: str) -> str:
    words = re.sub(r"[\W_]+", "-", question.casefold()).strip("-")
    return words[:_LONGEST_SLUG].strip("-") or "question"
