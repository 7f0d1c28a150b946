"""Bad input in every field of every form: never a failure, always an answer, and what was typed is not lost.

The forms are those that the pages show to the people who may see them; a new form is tried from its first day.
"""

import html
import time

import pytest

from platform_app.web.text import full_width_kana
from tests.demonstrations import csrf_of
from tests.integration.web.discovery import find_forms, read
from tests.integration.web.matrix import routes, told

MOST_SECONDS = 10
ALONE = 2
ON_SQLITE = pytest.mark.parametrize("demonstration", ["sqlite"], indirect=True)
"""For what no database has a say in."""
TOO_LONG = "見本" + "x" * 9_000
REFUSED = ("見本\x00文", "見本\x07文", "見本\u202e文")
"""A NUL, a control character, a change of direction: given to the fields of a form in turn, for one gate stands before all of them."""
KEPT = {
    "short": "=𠮷\ufa19👩‍👧ｶﾞ",
    "markup": "<script>alert('見本')</script>\"><b>{{ 7*7 }}${7*7}%(見本)s{0}",
    "letters": "=見本+cmd|' /C calc'!A0 👩‍👩‍👧‍👦🇯🇵𠮷野家\ufa19社\ufa10\U0002f80fﾐﾎﾝｶﾞ",
}
"""A formula, emoji, characters of four bytes and of the compatibility blocks, half-width kana, HTML and templates."""
WRONG = {
    "date": ("昨日", "2026-13-45", "0000-00-00", "99999-01-01", "２０２６-01-01", "9999-12-31", "0001-01-01"),
    "number": ("１２", "1e9", "-1", "9" * 30, "NaN", "三"),
    "radio": ("unknown", "", "9" * 30),
    "select": ("unknown", "9" * 30, "1-2", "-"),
    "checkbox": ("unknown", "9" * 30),
    "hidden": ("unknown", "9" * 30, "-1", "2147483648"),
}
NOT_ON_A_PAGE_HERE = {
    "accounts.confirm_office",  # by a second administrator
    "accounts.send_acting_for",  # two bodies: tests of accounts
    "accounts.send_restoration",  # a suspended account
    "committees.close",  # a deliberation in which nothing is waited for
    "committees.close_by_chair",  # the same
    "committees.take_attendance",  # a meeting that has begun
    "screening.open_for_board",  # an application with every check done
    "screening.hand_entry_over",  # a complete entry from paper: tests of screening
    "screening.object_to_paper_entry",  # an entry that was handed over
    "screening.review_paper_entry",  # the same
    "screening.autosave",  # the form of its page, sent by a script: tests of screening
    "screening.apply_once_more",  # an application that has ended: tests of screening
    "screening.save_reasons",  # a refusal
    "screening.send_application_to_board",  # every check done
    "screening.submit",  # a complete draft
    "screening.confirm_given_recommendation",  # a correction after a given recommendation: tests of screening
    "screening.review",  # a given recommendation that somebody has to look at
    "screening.correct",  # a returned application: tests of screening
    "screening.remove_remark",  # a remark that was noted: tests of screening
    "screening.tick_off_remark",  # a corrected application
    "watchlists.clear_weak_hits",  # weak hits: tests of watchlists
    "watchlists.import_upload",  # an upload that was checked
    "watchlists.open_sealed",  # a case that is not open
    "watchlists.reopen_hit",  # a hit that was decided
    "watchlists.second_hit",  # a hit that waits for a second person
}


class Poster:
    """Sends forms as the people who were shown them, and puts the database back whenever one was taken."""

    def __init__(self, demonstration, *, is_thorough, language="ja"):
        self.demonstration, self.is_thorough, self.language = demonstration, is_thorough, language
        self.forms = find_forms(demonstration, language=language)
        self.clients, self.problems, self.tried = {}, [], 0

    def send(self, form, pairs, what):
        """Send fields; the answer is the response with its text, or None if it was no answer that one may expect."""
        if form.person not in self.clients:
            client = self.demonstration.client(form.person, language=self.language)
            self.clients[form.person] = client, csrf_of(client)
        client, csrf = self.clients[form.person]
        data = {}
        for name, value in pairs:
            data.setdefault(name, []).append(csrf if name.endswith("csrf_token") else value)
        began = time.monotonic()
        response = client.post(form.action, data=data)
        text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        response.close()
        self.tried += 1
        place = f"{form.action} of {form.page} by {form.person}, {what}"
        if response.status_code >= 500:
            self.problems.append(f"{place}: {response.status_code}")
        if time.monotonic() - began > MOST_SECONDS:
            self.problems.append(f"{place}: took {time.monotonic() - began:.1f} s")
        if response.status_code < 400 or response.status_code == 429:
            self.clients.clear()
            self.demonstration.put_back()
        return response, text, place

    def some(self, turn, turns):
        """The forms; outside CI one in `turns`, so that all turns together try every form."""
        return self.forms if self.is_thorough else self.forms[turn % turns :: turns]

    def finish(self):
        """Say what was wrong."""
        assert self.tried
        assert not self.problems, told(self.problems)


def fields_of(page, form):
    """The fields of a form as it is shown again."""
    return next((one.fields for one in page.forms if one.action == form.action), {})


def is_japanese(text):
    """Whether words of a page are in Japanese."""
    return any("぀" <= letter <= "鿿" for letter in text)


@pytest.fixture
def poster(demonstration, is_thorough):
    """Sends forms."""
    poster = Poster(demonstration, is_thorough=is_thorough)
    yield poster
    poster.finish()


@ON_SQLITE
def test_every_route_that_takes_a_form_is_on_a_page_that_is_tried(demonstration):
    adapter = demonstration.app.url_map.bind("localhost")
    found = {adapter.match(form.action.partition("?")[0], method="POST")[0] for form in find_forms(demonstration)}
    posts = {rule.endpoint for rule, _policy in routes(demonstration.app) if "POST" in rule.methods}
    frame = {"accounts.send_language", "accounts.send_sign_out"}
    assert posts - found - frame <= NOT_ON_A_PAGE_HERE, "\n".join(sorted(posts - found - frame - NOT_ON_A_PAGE_HERE))


@ON_SQLITE
@pytest.mark.parametrize("what", ["too long", "letters"])
def test_text_that_cannot_be_kept_is_refused_at_its_field_and_stays_on_the_page(poster, what):
    for form in poster.some(("too long", "letters").index(what), 2):
        if not form.texts:
            continue
        places = {field.name: place for place, field in enumerate(form.texts)}
        bad = {name: TOO_LONG if what == "too long" else REFUSED[place % len(REFUSED)] for name, place in places.items()}
        response, text, place = poster.send(form, form.filled(lambda field: [bad[field.name]] if field.name in bad else None), what)  # noqa: B023
        if not 400 <= response.status_code < 500:
            poster.problems.append(f"{place}: {response.status_code}")
            continue
        page = read(text, page=form.action)
        shown = fields_of(page, form)
        for field in form.texts:
            error = page.errors.get(field.id or field.name, "")
            if not error or not is_japanese(error):
                poster.problems.append(f"{place}: no error in Japanese at {field.name}: {error!r}")
            if "見本" not in getattr(shown.get(field.name), "value", ""):
                poster.problems.append(f"{place}: what was typed into {field.name} is lost")


def kept_of(name, typed):
    """What stands in a field afterwards: as typed, but readings have their kana in full width."""
    return full_width_kana(typed) if name.endswith("kana") else typed


@ON_SQLITE
@pytest.mark.parametrize("what", KEPT)
def test_unusual_text_is_taken_or_stays_on_the_page_as_typed(poster, what):
    for form in poster.some(list(KEPT).index(what), len(KEPT)):
        if not form.texts:
            continue
        typed = KEPT[what]
        response, text, place = poster.send(form, form.filled(lambda field: [typed] if field in form.texts else None), what)  # noqa: B023
        if response.status_code < 400 or not text:
            continue
        shown = fields_of(read(text, page=form.action), form)
        lost = [field.name for field in form.texts if getattr(shown.get(field.name), "value", None) != kept_of(field.name, typed)]
        poster.problems += [f"{place}: {response.status_code}, lost or changed: {lost}"] if lost and html.escape(typed) not in text else []
        assert "<script>alert" not in text, place


def test_answers_of_the_wrong_kind_are_refused(poster, is_thorough):
    """All fields of a kind at once; the first ones each alone too. Outside CI a form meets one wrong answer for one kind of field that it has."""
    for place, form in enumerate(poster.forms):
        kinds = {kind: [field for field in form.named(kind) if field.name not in ("csrf_token", "kept")] for kind in WRONG}
        there = [kind for kind, fields in kinds.items() if fields]
        for kind in there if is_thorough else there[place % max(1, len(there)) :][:1]:
            fields, values = kinds[kind], WRONG[kind]
            for value in values if is_thorough else [values[place % len(values)]]:
                for wrong in [fields] + ([[field] for field in fields[:ALONE]] if len(fields) > 1 else []):
                    pairs = form.filled(lambda one: [value] if one in wrong else None)  # noqa: B023
                    poster.send(form, pairs, f"{[field.name for field in wrong][:3]}={value!r}")


@pytest.mark.parametrize("demonstration", ["postgresql"], indirect=True)
def test_postgresql_is_spared_what_it_cannot_keep_and_given_what_it_can(poster):
    for turn, what in enumerate(("NUL", "letters")):
        for form in (form for form in poster.some(turn, 2) if form.texts):
            typed = REFUSED[0] if what == "NUL" else KEPT[what]
            response, _text, place = poster.send(form, form.filled(lambda field: [typed] if field in form.texts else None), what)  # noqa: B023
            if what == "NUL" and not 400 <= response.status_code < 500:
                poster.problems.append(f"{place}: {response.status_code}")


@ON_SQLITE
def test_fields_sent_twice_and_fields_left_out_are_answered(poster):
    for form in poster.some(0, 3):
        poster.send(form, form.filled() + [pair for pair in form.filled() if pair[0] != "csrf_token"], "twice")
    for form in poster.some(1, 3):
        poster.send(form, [pair for pair in form.filled() if pair[0] == "csrf_token"], "nothing but the token")
    for form in poster.some(2, 3):
        poster.send(form, [*form.filled(), ("unheard_of", "x" * 1000), ("user_id", "1")], "unknown fields")


@ON_SQLITE
def test_a_megabyte_of_text_is_too_much_and_told_so(poster):
    seen = set()
    for form in poster.forms:
        if form.texts and form.person not in seen:
            seen.add(form.person)
            response, _text, place = poster.send(form, form.filled(lambda field: ["a" * 1_100_000] if field in form.texts else None), "1 MB")  # noqa: B023
            poster.problems += [] if response.status_code == 413 else [f"{place}: {response.status_code}"]
