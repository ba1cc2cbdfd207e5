"""method, path, body -> what Discord's own specification says against it  (pure but for reading its file)"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.fakes.discord_wire.complaining import Complaint

FILE = Path(__file__).with_name("openapi.json")

# What Discord takes although its specification does not list it.
UNLISTED = {
    "ApplicationCommandUpdateRequest": ("nsfw",),
    "ApplicationCommandCreateRequest": ("nsfw",),
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": ("tts",),
    "IncomingWebhookUpdateRequestPartial": ("tts",),
    "MessageEditRequestPartial": ("tts",),
    "RichEmbed": ("flags",),
}
# An edit may send what it was given of an attachment.
OPEN = {"MessageAttachmentRequest"}

CODES = {
    "maxLength": "BASE_TYPE_BAD_LENGTH",
    "minLength": "BASE_TYPE_BAD_LENGTH",
    "maxItems": "BASE_TYPE_MAX_LENGTH",
    "minItems": "BASE_TYPE_MIN_LENGTH",
    "required": "BASE_TYPE_REQUIRED",
    "enum": "BASE_TYPE_CHOICES",
    "pattern": "STRING_TYPE_REGEX",
    "maximum": "NUMBER_TYPE_MAX",
    "minimum": "NUMBER_TYPE_MIN",
}


class Specification:
    def __init__(self, spec: dict[str, Any]) -> None:
        self._registry = Registry().with_resource("urn:discord", Resource(_repaired(spec), DRAFT202012))
        # Literal paths before templates: "@original" is also a {message_id}.
        paths = sorted(spec["paths"].items(), key=lambda item: item[0].count("{"))
        self._paths = [(path, _pattern(path), operations) for path, operations in paths]
        self._validators: dict[tuple[str, str], Draft202012Validator] = {}

    def complaints(self, method: str, path: str, body: Any) -> list[Complaint]:
        """Empty where the body is as it must be; None is no body."""
        template, operation = self._operation(method.lower(), path)
        if operation is None:
            return [Complaint((), "NO_ROUTE", f"Discord's {method} {path} is not among the paths kept here")]
        if "requestBody" not in operation:
            return [] if body is None else [Complaint((), "NO_BODY", "this takes no body")]
        errors = self._validator(method.lower(), template).iter_errors(body)
        return [_complaint(_telling(error)) for error in errors]

    def _operation(self, method: str, path: str) -> tuple[str, dict[str, Any] | None]:
        for template, pattern, operations in self._paths:
            if method in operations and pattern.fullmatch(path):
                return template, operations[method]
        return "", None

    def _validator(self, method: str, template: str) -> Draft202012Validator:
        if (method, template) not in self._validators:
            place = template.replace("~", "~0").replace("/", "~1")
            schema = f"urn:discord#/paths/{place}/{method}/requestBody/content/application~1json/schema"
            made = Draft202012Validator({"$ref": schema}, registry=self._registry)
            self._validators[method, template] = made
        return self._validators[method, template]


@cache
def specification() -> Specification:
    return Specification(json.loads(FILE.read_text("utf-8")))


def _repaired(spec: dict[str, Any]) -> dict[str, Any]:
    """Closed, so that a mistyped key is told: Discord itself would pass over it in silence."""
    schemas = spec["components"]["schemas"]
    schemas["SnowflakeType"]["type"] = ["string", "integer"]
    for name, schema in schemas.items():
        if schema.get("type") == "object" and "properties" in schema and name not in OPEN:
            schema.setdefault("additionalProperties", False)
            schema["properties"].update({key: {} for key in UNLISTED.get(name, ())})
    return spec


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("[^/]+".join(map(re.escape, re.split(r"\{[^}]+\}", template))))


def _complaint(error: ValidationError) -> Complaint:
    message = error.message if len(error.message) < 200 else f"…{error.message[-160:]}"
    return Complaint(
        tuple(error.absolute_path), CODES.get(str(error.validator), str(error.validator)), message
    )


def _telling(error: ValidationError) -> ValidationError:
    """Of the branches that might have matched, the fault in the one that was meant."""
    while error.context:
        error = max(_meant(error.context), key=lambda one: (len(one.absolute_path), one.validator != "oneOf"))
    return error


def _meant(errors: list[ValidationError]) -> list[ValidationError]:
    """Without the branches of another `type`, and without null."""
    strangers = {error.schema_path[0] for error in errors if _of_another_type(error)}
    return [error for error in errors if error.schema_path[0] not in strangers] or errors


def _of_another_type(error: ValidationError) -> bool:
    if error.validator in ("enum", "const"):
        return bool(error.path) and error.path[-1] == "type"
    return error.validator == "type" and error.schema.get("type") == "null"


def kept_paths() -> Iterator[str]:
    yield from json.loads(FILE.read_text("utf-8"))["paths"]
