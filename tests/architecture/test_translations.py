"""Every text that people read has its Japanese: complete, with the same placeholders, the same everywhere, and nothing left over."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from tests.architecture.house import PROGRAM, TEMPLATES, TRANSLATIONS, fail_if, python_files, short

JAPANESE = TRANSLATIONS / "ja" / "LC_MESSAGES"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PLACEHOLDER = re.compile(r"%(?:\((?P<name>\w+)\))?[sdif%]")
SHARED_FOLDERS = {"layout", "components", "errors"}
JAPANESE_TEXT = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@dataclass
class Text:
    """One message id of one catalogue, with the places that use it."""

    ids: tuple[str, ...]
    places: list[str] = field(default_factory=list)


def catalogue_of(path: Path) -> str:
    """The catalogue that a file's texts belong to: that of its package."""
    if path.is_relative_to(TEMPLATES):
        folder = path.relative_to(TEMPLATES).parts[0]
        return "layout" if folder in SHARED_FOLDERS else "notifications" if path.suffix == ".txt" else folder
    parts = path.relative_to(PROGRAM).parts
    return parts[0] if len(parts) > 1 else "platform"


@cache
def texts() -> dict[str, dict[str, Text]]:
    """Catalogue to message id to text."""
    found: dict[str, dict[str, Text]] = defaultdict(dict)
    pages = [path for path in sorted(TEMPLATES.rglob("*")) if path.suffix in (".html", ".txt")]
    for path in [*python_files(), *pages]:
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {} if path.suffix == ".py" else {"silent": "false", "trimmed": "false", "newstyle_gettext": "true"}
        for line, message, _comments, _context in extract_from_file(method, path, keywords=KEYWORDS, options=options):
            ids = message if isinstance(message, tuple) else (message,)
            if ids[0]:
                text = found[catalogue_of(path)].setdefault(ids[0], Text(tuple(filter(None, ids))))
                text.places.append(f"{short(path)}:{line}")
    return found


@cache
def catalogues() -> dict[str, dict[str, Message]]:
    """The Japanese catalogues as written."""
    read = {}
    for path in sorted(JAPANESE.glob("*.po")):
        with path.open("rb") as file:
            read[path.stem] = {_first(message): message for message in read_po(file, locale="ja") if message.id}
    return read


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def _translations(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (tuple, list)) else [message.string or ""]


def _placeholders(text: str) -> list[str]:
    return sorted({found[0] for found in PLACEHOLDER.finditer(text) if found[0] != "%%"})


def test_every_text_is_in_the_catalogue_of_its_package() -> None:
    complaints = []
    for catalogue, messages in texts().items():
        known = catalogues().get(catalogue, {})
        complaints += [f"{text.places[0]}: {name!r} → translations/ja/LC_MESSAGES/{catalogue}.po" for name, text in messages.items() if name not in known]
    fail_if(complaints, "Texts without Japanese")


def test_no_translation_is_empty_or_doubtful() -> None:
    complaints = []
    for catalogue, messages in catalogues().items():
        for name, message in messages.items():
            if not all(text.strip() for text in _translations(message)):
                complaints.append(f"{catalogue}.po:{message.lineno}: {name!r} is empty")
            if message.fuzzy:
                complaints.append(f"{catalogue}.po:{message.lineno}: {name!r} is marked as fuzzy")
    fail_if(complaints, "Translations")


def test_no_text_is_left_over() -> None:
    complaints = [
        f"{catalogue}.po:{message.lineno}: {name!r}"
        for catalogue, messages in catalogues().items()
        for name, message in messages.items()
        if name not in texts().get(catalogue, {})
    ]
    fail_if(complaints, "Translations that nothing uses")


def test_no_text_stands_twice_in_a_catalogue() -> None:
    complaints = []
    for path in sorted(JAPANESE.glob("*.po")):
        seen: dict[str, int] = {}
        for number, entry in _raw_ids(path):
            if entry in seen:
                complaints.append(f"{short(path)}:{number}: {entry!r} stands already in line {seen[entry]}")
            seen.setdefault(entry, number)
    fail_if(complaints, "Texts that stand twice")


def _raw_ids(path: Path) -> list[tuple[int, str]]:
    found, at, parts = [], 0, None
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("msgid "):
            at, parts = number, [line.removeprefix("msgid ").strip().strip('"')]
        elif line.startswith('"') and parts is not None:
            parts.append(line.strip().strip('"'))
        elif parts is not None:
            found.append((at, "".join(parts)))
            parts = None
    return [(number, text) for number, text in found if text]


def test_placeholders_survive_translation() -> None:
    complaints = []
    for catalogue, messages in catalogues().items():
        for name, message in messages.items():
            ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
            wanted = _placeholders(ids[-1])
            complaints += [
                f"{catalogue}.po:{message.lineno}: {name!r} has {wanted}, its Japanese {_placeholders(text)}"
                for text in _translations(message)
                if _placeholders(text) != wanted
            ]
    fail_if(complaints, "Placeholders")


def test_the_same_text_has_the_same_japanese_everywhere() -> None:
    known: dict[str, tuple[str, list[str]]] = {}
    complaints = []
    for catalogue, messages in catalogues().items():
        for name, message in messages.items():
            other, translations = known.setdefault(name, (catalogue, _translations(message)))
            if translations != _translations(message):
                complaints.append(f"{catalogue}.po:{message.lineno}: {name!r} is {_translations(message)}, in {other}.po {translations}")
    fail_if(complaints, "One text, two translations")


def test_message_ids_are_english() -> None:
    complaints = [
        f"{text.places[0]}: {name!r}" for messages in texts().values() for name, text in messages.items() if JAPANESE_TEXT.search(name) and not re.search(r"[A-Za-z]{3}", name)
    ]
    fail_if(complaints, "Message ids in Japanese")


def test_templates_hold_no_text_outside_of_translations() -> None:
    complaints = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = re.sub(r"\{#.*?#\}|\{% block \w*class %\}[\w -]*\{% endblock %\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<[^>]*>", lambda found: "\n" * found[0].count("\n"), path.read_text("utf-8"), flags=re.DOTALL)
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(r"[A-Za-z]{3,}", re.sub(r"&\w+;", "", line)) or JAPANESE_TEXT.search(line):
                complaints.append(f"{short(path)}:{number}: {line.strip()[:80]}")
    fail_if(complaints, "Bare texts in templates")
