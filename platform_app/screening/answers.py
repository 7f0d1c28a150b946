"""The answers as one document: the current form version, its schema, the limits of its fields, and what is wrong with a document."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from platform_app.kernel.reasons import Reason

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

FORM_VERSION = 1
PLEDGE_VERSION = "1"
NOTICE_VERSION = "1"


@cache
def schema(version: int = FORM_VERSION) -> dict[str, Any]:
    """The JSON Schema of one form version."""
    text = files("platform_app.screening").joinpath(f"schemas/application-{version}.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def field_schema(path: str) -> dict[str, Any]:
    """The part of the schema for a field; `activity_record.what` is a field of a list's rows."""
    part: dict[str, Any] = schema()["$defs"]["application"]
    for name in path.split("."):
        part = part.get("items", part)["properties"][name]
    return part


def limit(path: str) -> int:
    """The greatest length of a text field, in characters."""
    return int(field_schema(path)["maxLength"])


def most_rows(name: str) -> int:
    """The greatest number of rows of a list."""
    return int(field_schema(name)["maxItems"])


def prefectures() -> tuple[str, ...]:
    """The 47 prefectures in the official order."""
    return tuple(field_schema("prefecture")["enum"])


def problems_of(document: object) -> Iterator[Reason]:
    """What is wrong with one application as data, in the order of its fields; the field is told as a path such as `officers/0/name`."""
    for error in sorted(_validator().iter_errors(document), key=lambda found: [str(part) for part in found.absolute_path]):
        yield _problem(error)


@cache
def _validator() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator, FormatChecker  # only applications as data need it, not the form

    checker = FormatChecker(formats=("date", "email"))
    return Draft202012Validator({"$ref": "#/$defs/application", "$defs": schema()["$defs"]}, format_checker=checker)


def _problem(error: "ValidationError") -> Reason:
    path = "/".join(str(part) for part in error.absolute_path)
    if error.validator == "required":
        missing = error.message.split("'")[1]
        return Reason("screening.data_missing", {"path": f"{path}/{missing}".lstrip("/")}, field=f"{path}/{missing}".lstrip("/"))
    if error.validator == "additionalProperties":
        return Reason("screening.data_unknown", {"path": path or "/"}, field=path or None)
    return Reason("screening.data_wrong", {"path": path or "/", "rule": str(error.validator)}, field=path or None)


def split_document(document: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answers of a document, and apart from them what has rows of its own: officers, attachments, recommenders, notice, pledge."""
    apart = {name: document[name] for name in ("officers", "attachments", "recommenders", "notice", "pledge") if name in document}
    answers = {name: value for name, value in document.items() if name not in apart and name != "form_version" and value is not None}
    if document.get("kind") == "organisation" and not document.get("corporate_number"):
        answers["has_no_corporate_number"] = True
    return answers, apart
