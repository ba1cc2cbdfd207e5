"""a modal and the words that a person puts into it -> an interaction's data"""

from collections.abc import Mapping
from typing import Any

TEXT_INPUT, LABEL = 4, 18
LONGEST_INPUT = 4000


def submitted(modal: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """A field is called by its custom_id, or its label. Raises LookupError for one that is not there and
    ValueError for words that its bounds do not let through."""
    left = dict(words)
    components = [_part(component, left) for component in modal["components"]]
    if left:
        raise LookupError(f"no field {sorted(left)} in “{modal['title']}”")
    return {"custom_id": modal["custom_id"], "components": components}


def _part(component: Mapping[str, Any], left: dict[str, str]) -> dict[str, Any]:
    told = {"type": component["type"], "id": component.get("id", 0)}
    if component["type"] == LABEL:
        return {**told, "component": _field(component["component"], component["label"], left)}
    if children := component.get("components"):
        return {**told, "components": [_field(each, each.get("label") or "", left) for each in children]}
    return told


def _field(field: Mapping[str, Any], label: str, left: dict[str, str]) -> dict[str, Any]:
    if field["type"] != TEXT_INPUT:
        raise NotImplementedError("only fields of text are filled in here")
    named = field["custom_id"] if field["custom_id"] in left else label
    value = left.pop(named, field.get("value") or "")
    _within(field, label, value)
    return {"type": TEXT_INPUT, "id": field.get("id", 0), "custom_id": field["custom_id"], "value": value}


def _within(field: Mapping[str, Any], label: str, value: str) -> None:
    least = field.get("min_length") or (1 if field.get("required", True) else 0)
    most = field.get("max_length") or LONGEST_INPUT
    if not least <= len(value) <= most and (value or field.get("required", True)):
        raise ValueError(f"“{label}” takes {least} to {most} characters, not {len(value)}")
