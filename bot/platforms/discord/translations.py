"""a description in English -> in the learner's language, where it is known here

One file a language, in languages/; what it lacks stays English. A test holds each to all descriptions and to
Discord's 100 characters.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml
from discord import Locale, app_commands

LANGUAGES: Mapping[Locale, str] = {
    Locale.german: "de",
    Locale.spain_spanish: "es",
    Locale.latin_american_spanish: "es",
}


@cache
def table(language: str) -> Mapping[str, str]:
    """English -> that language."""
    text = files(__package__).joinpath("languages", f"{language}.yaml").read_text("utf-8")
    found: dict[str, str] = yaml.safe_load(text)
    return found


class InTheirLanguage(app_commands.Translator):
    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: "app_commands.TranslationContextTypes",
    ) -> str | None:
        language = LANGUAGES.get(locale)
        return table(language).get(string.message) if language else None
