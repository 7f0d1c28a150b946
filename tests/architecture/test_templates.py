"""Each template compiles, is used, and keeps styles and scripts out of its text."""

import ast
import re
from functools import cache
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined, nodes

from tests.architecture.house import ROOT, TEMPLATES, fail_if, nodes_of, python_files, short

INLINE = re.compile(r"""\s(?:style|on[a-z]+)\s*=\s*["']|javascript:""", re.IGNORECASE)
SCRIPT = re.compile(r"<(script|style)\b([^>]*)>", re.IGNORECASE)
FORM = re.compile(r"<form\b(?P<attributes>[^>]*)>(?P<body>.*?)</form>", re.IGNORECASE | re.DOTALL)
TOKEN = re.compile(r"csrf|hidden_tag|_hidden\(|form\.|fields?\(|_form\(")
BLANK = re.compile(r"\{#.*?#\}", re.DOTALL)


def templates() -> list[Path]:
    """Every template."""
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file() and path.suffix in (".html", ".txt", ".xml", ".svg"))


def name_of(path: Path) -> str:
    """The name under which it is loaded."""
    return path.relative_to(TEMPLATES).as_posix()


@cache
def parsed(app: Flask, path: Path) -> nodes.Template:
    """The syntax tree of a template."""
    return app.jinja_env.parse(path.read_text("utf-8"))


def test_every_template_compiles_and_undefined_names_are_errors(whole_app: Flask) -> None:
    assert whole_app.jinja_env.undefined is StrictUndefined
    complaints = []
    for path in templates():
        try:
            whole_app.jinja_env.get_template(name_of(path))
        except Exception as error:  # whatever Jinja says is the message
            complaints.append(f"{short(path)}:{getattr(error, 'lineno', 1)}: {error}")
    fail_if(complaints, "Templates that do not compile")


def test_filters_and_tests_of_templates_are_known(whole_app: Flask) -> None:
    environment = whole_app.jinja_env
    complaints = []
    for path in templates():
        tree = parsed(whole_app, path)
        complaints += [f"{short(path)}:{node.lineno}: |{node.name}" for node in tree.find_all(nodes.Filter) if node.name not in environment.filters]
        complaints += [f"{short(path)}:{node.lineno}: is {node.name}" for node in tree.find_all(nodes.Test) if node.name not in environment.tests]
    fail_if(complaints, "Filters that nobody defines")


@cache
def references(app: Flask) -> dict[str, list[str]]:
    """Templates named by another template, with the places."""
    found: dict[str, list[str]] = {}
    for path in templates():
        tree = parsed(app, path)
        for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            for constant in [node.template, *node.template.find_all(nodes.Const)]:
                for name in _names(getattr(constant, "value", None)):
                    found.setdefault(name, []).append(f"{short(path)}:{node.lineno}")
    return found


def _names(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [item for item in value if isinstance(item, str)] if isinstance(value, (list, tuple)) else []


@cache
def named_in_python() -> tuple[dict[str, str], set[str]]:
    """Every text in the program with a place, and the texts that begin or end a computed one."""
    whole: dict[str, str] = {}
    parts: set[str] = set()
    for path in python_files():
        for node in nodes_of(path):
            if isinstance(node, ast.JoinedStr):
                pieces = [piece.value if isinstance(piece, ast.Constant) else "*" for piece in node.values]
                parts.add("".join(map(str, pieces)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.setdefault(node.value, f"{short(path)}:{node.lineno}")
    return whole, parts


def test_every_template_is_used(whole_app: Flask) -> None:
    whole, computed = named_in_python()
    patterns = [re.compile(re.escape(part).replace(r"\*", r"[\w.-]+")) for part in computed if re.search(r"\*.*\.(html|txt)$|^[a-z_]+/.*\*", part)]
    used = set(references(whole_app)) | set(whole)
    complaints = []
    for path in templates():
        name = name_of(path)
        is_mail = name.startswith("mail/") and path.suffix == ".txt" and path.stem in whole
        if name not in used and not is_mail and not any(pattern.fullmatch(name) for pattern in patterns):
            complaints.append(f"{short(path)}:1")
    fail_if(complaints, "Templates that nothing names")


def test_every_template_that_is_named_exists(whole_app: Flask) -> None:
    there = {name_of(path) for path in templates()}
    folders = {path.name for path in TEMPLATES.iterdir()}
    complaints = [f"{places[0]}: {name}" for name, places in references(whole_app).items() if name not in there]
    whole, _computed = named_in_python()
    complaints += [
        f"{place}: {name}"
        for name, place in whole.items()
        if re.fullmatch(r"[a-z_]+/[\w/.-]+\.(html|txt)", name) and name.split("/")[0] in folders and name not in there
    ]
    fail_if(complaints, "Templates that are named but missing")


def test_styles_and_scripts_stay_out_of_the_text() -> None:
    complaints = []
    for path in templates():
        if path.suffix != ".html":
            continue
        for number, line in enumerate(_without_comments(path).splitlines(), 1):
            if INLINE.search(line):
                complaints.append(f"{short(path)}:{number}: {line.strip()[:90]}")
            complaints += [
                f"{short(path)}:{number}: {found[0]}" for found in SCRIPT.finditer(line) if "nonce" not in found[2] and "src=" not in found[2]
            ]
    fail_if(complaints, "The content policy forbids inline styles and handlers")


def _without_comments(path: Path) -> str:
    return BLANK.sub(lambda found: "\n" * found[0].count("\n"), path.read_text("utf-8"))


def test_every_form_that_posts_carries_a_token() -> None:
    complaints = []
    for path in templates():
        text = _without_comments(path)
        for form in FORM.finditer(text):
            if re.search(r"method=[\"']?post", form["attributes"], re.IGNORECASE) and not TOKEN.search(form["body"]):
                complaints.append(f"{short(path)}:{text[: form.start()].count(chr(10)) + 1}")
    fail_if(complaints, "Forms without a token against foreign sites")


def test_links_open_nothing_unasked_and_load_nothing_from_elsewhere() -> None:
    foreign = re.compile(r"""(?:src|href)=["'](?:https?:)?//(?!www\.w3\.org)[^"']+["'][^>]*>""")
    complaints = []
    for path in templates():
        for number, line in enumerate(_without_comments(path).splitlines(), 1):
            if re.search(r"<(?:script|link|img|iframe)\b[^>]*" + foreign.pattern, line):
                complaints.append(f"{short(path)}:{number}: {line.strip()[:90]}")
            if 'target="_blank"' in line and "noopener" not in line:
                complaints.append(f"{short(path)}:{number}: target=_blank without rel=noopener")
    fail_if(complaints, "Foreign parts")


def test_static_files_that_pages_ask_for_exist() -> None:
    complaints = []
    for path in templates():
        text = path.read_text("utf-8")
        for found in re.finditer(r"""asset\(["']([^"']+)["']\)""", text):
            if not (ROOT / "platform_app" / "static" / found[1]).is_file():
                complaints.append(f"{short(path)}:{text[: found.start()].count(chr(10)) + 1}: {found[1]}")
    fail_if(complaints, "Static files that are missing")
