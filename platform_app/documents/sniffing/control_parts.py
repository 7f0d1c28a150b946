"""The control parts of an office document: which types its parts have, and to what they are related.

They are parsed, because the same tag can be spelt in many ways: prefixes, references to characters, encodings. A document type, and with it
every entity, is refused. Namespaces are not resolved: what has the name of a relation counts as one.

Source: ECMA-376 part 2 (Open Packaging Conventions): encodings, content types, relationships.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from urllib.parse import unquote
from xml.parsers import expat

from platform_app.documents.sniffing.malformed import Malformed

PROGRAM_NAME = re.compile(r"\.(exe|dll|scr|com|bat|cmd|js|vbs|hta|lnk|msi|ps1)$", re.IGNORECASE)
_MACRO_TYPE = re.compile(r"macroEnabled|vbaProject|vbaData|macrosheet|dialogsheet", re.IGNORECASE)
_ENCODINGS = (None, "utf-8", "utf-16", "us-ascii")
_MOST_TAGS = 100_000
_EMBEDDED = frozenset(("oleobject", "package", "control", "activexcontrolbinary"))
# What is only followed, shown or asked about. Everything else that is elsewhere becomes part of the document as soon as it is opened.
_HYPERLINK = "hyperlink"
_PICTURES = frozenset(("image", "audio", "video", "media"))
_WORKBOOKS = frozenset(
    ("externallinkpath", "externallinklongpath", "xlexternallinkpath", "xlpathmissing", "xlalternatestartup", "xlstartup", "xllibrary")
)
_MAY_BE_ELSEWHERE = _PICTURES | _WORKBOOKS
# Also as older programs on a Mac write it, with colons for slashes.
_LOCAL_FILE = re.compile(r"file:/(//)?\w|macintoshhd:[^/]*$", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
_QUERY = re.compile(r"[?#].*", re.DOTALL)
_HOST = re.compile(r"^([a-z][a-z0-9+.-]+:)?(//[^/]*)?", re.IGNORECASE)


def has_type(content: Iterable[bytes], main_type: str) -> bool:
    """Whether a part of this type is declared among the types of all parts.

    Raises: Malformed with has_macros, archive_unsafe or file_broken.
    """
    is_found = False
    for _name, attributes in _tags(content):
        if any(_MACRO_TYPE.search(value) for value in attributes.values()):
            raise Malformed("has_macros")
        is_found = is_found or any(main_type in value for value in attributes.values())
    return is_found


def check_relations(content: Iterable[bytes]) -> None:
    """Check to what a part is related: neither to macros nor to embedded files, nor to what is fetched from elsewhere or run.

    Raises: Malformed with has_macros, has_embedded_files, has_remote_template, archive_unsafe or file_broken.
    """
    for name, attributes in _tags(content):
        if name == "Relationship":
            _check_relation(attributes)


def _check_relation(attributes: Mapping[str, str]) -> None:
    kind = attributes.get("Type", "").strip().rpartition("/")[2].casefold()
    if _MACRO_TYPE.search(kind):
        raise Malformed("has_macros")
    if kind in _EMBEDDED and attributes.get("TargetMode") != "External":
        raise Malformed("has_embedded_files")
    if kind == _HYPERLINK:
        return
    given = attributes.get("Target", "")
    for target in {_plain(given), _plain(unquote(given))}:
        if kind not in _MAY_BE_ELSEWHERE and _is_elsewhere(target):
            raise Malformed("has_remote_template")
        if PROGRAM_NAME.search(_QUERY.sub("", _HOST.sub("", target))):
            raise Malformed("has_remote_template")


def _plain(target: str) -> str:
    """A target without what programs pass over: blanks, control characters, and which way its slashes lean."""
    unbroken = "".join(target.split()).replace("\\", "/")
    return unbroken if unbroken.isprintable() else "".join(filter(str.isprintable, unbroken))


def _is_elsewhere(target: str) -> bool:
    return bool(_ELSEWHERE.match(target)) and not _LOCAL_FILE.match(target)


def _tags(content: Iterable[bytes]) -> Iterator[tuple[str, dict[str, str]]]:
    """Names without their prefixes, and attributes, of all start tags."""
    parser, found, count = expat.ParserCreate(), list[tuple[str, dict[str, str]]](), 0
    parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition(":")[2], attributes))
    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = _check_encoding, _refuse_doctype
    try:
        for block in chain(content, (b"",)):
            parser.Parse(block, not block)
            count += len(found)
            if count > _MOST_TAGS:
                raise Malformed("archive_too_large")
            yield from found
            found.clear()
    except expat.ExpatError as error:
        raise Malformed("file_broken") from error


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if (encoding.lower() if encoding else None) not in _ENCODINGS:
        raise Malformed("archive_unsafe")


def _refuse_doctype(*_declared: object) -> None:
    raise Malformed("archive_unsafe")
