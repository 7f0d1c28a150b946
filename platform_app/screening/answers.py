"""The answers as one document: the versions of the form with their schemas, the limits of fields, and what is wrong with a document.

A document, like a draft, keeps the version that it was begun with.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from platform_app.kernel.reasons import Reason
from platform_app.screening.rules.form import FIELDS, FORM_VERSION

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

_LONGEST_NAME = 60
_APART = ("officers", "attachments", "recommenders", "notice", "pledge")


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


def version_of(document: object) -> int:
    """The form version of one application as data; one that does not say is of the current version, or of the first by its consent."""
    if not isinstance(document, Mapping):
        return FORM_VERSION
    version = document.get("form_version", 1 if "publication_consent" in document else FORM_VERSION)
    return version if type(version) is int and version in FIELDS else FORM_VERSION


def problems_of(document: object) -> Iterator[Reason]:
    """What is wrong with one application as data, in the order of its fields; the field is told as a path such as `officers/0/name`."""
    for error in sorted(_validator(version_of(document)).iter_errors(document), key=lambda found: [str(part) for part in found.absolute_path]):
        yield from _problems(error)


@cache
def _validator(version: int) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator, FormatChecker  # only applications as data need it, not the form

    checker = FormatChecker(formats=("date", "email"))
    return Draft202012Validator({"$ref": "#/$defs/application", "$defs": schema(version)["$defs"]}, format_checker=checker)


def _problems(error: "ValidationError") -> Iterator[Reason]:
    path = "/".join(str(part) for part in error.absolute_path)
    if error.validator == "required":
        missing = _below(path, error.message.split("'")[1])
        yield Reason("screening.data_missing", {"path": missing}, field=missing)
    elif error.validator == "additionalProperties":
        for name in sorted(set(error.instance) - set(error.schema["properties"])):
            unknown = _below(path, "".join(sign if sign.isprintable() else "?" for sign in str(name))[:_LONGEST_NAME])
            yield Reason("screening.data_unknown", {"path": unknown}, field=unknown)
    else:
        yield Reason("screening.data_wrong", {"path": path or "/", "rule": str(error.validator)}, field=path or None)


def _below(path: str, name: str) -> str:
    return f"{path}/{name}".lstrip("/")


def split_document(document: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answers of a document, and apart from them what has rows of its own: officers, attachments, recommenders, notice, pledge."""
    apart = {name: document[name] for name in _APART if name in document}
    answers = {name: value for name, value in document.items() if name not in apart and name != "form_version" and value is not None}
    if document.get("kind") == "organisation" and not document.get("corporate_number"):
        answers["has_no_corporate_number"] = True
    return answers, apart
