"""Words for evidence: which rule met, what agrees, and what would settle it."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from platform_app.watchlists.rules.evidence import Agreement, Chance, Field, MarkKind, Rule, Settler, Topic
from platform_app.web.words import by_type

EVIDENCE_WORDS: dict[object, LazyString] = (
    by_type({
        Rule.CORPORATE_NUMBER: _l("The Corporate Number is the same"),
        Rule.IDENTICAL: _l("The name is written the same"),
        Rule.SAME_WHEN_TIDIED: _l("The name is the same apart from width, spaces, marks or order"),
        Rule.SAME_WHEN_FOLDED: _l("The name is the same apart from variant forms of characters"),
        Rule.LEGAL_FORM_DROPPED: _l("The name is the same; one side names no legal form"),
        Rule.LEGAL_FORM_DIFFERS: _l("The name is the same with another legal form"),
        Rule.CONFUSABLE: _l("The name is the same apart from characters that are easily confused"),
        Rule.UNKNOWN_CHARACTER: _l("The name is the same apart from a character that could not be written"),
        Rule.PART_OF_NAME: _l("One name is part of the other"),
        Rule.ONE_EDIT: _l("The names differ in one character"),
        Rule.READING: _l("The reading is the same"),
        Rule.READING_NEARLY: _l("The readings differ only in voiced sounds"),
    })
    | by_type({
        Field.NAME: _l("Name"),
        Field.KANA: _l("Reading in kana"),
        Field.FORMER_NAME: _l("Former or other name"),
    })
    | by_type({
        MarkKind.TIDIED: _l("Written otherwise (width or case)"),
        MarkKind.FOLDED: _l("Another form of the same character"),
        MarkKind.CONFUSABLE: _l("A character easily confused with it"),
        MarkKind.DIFFERENT: _l("Different"),
    })
    | by_type({
        Agreement.AGREES: _l("agrees"),
        Agreement.DIFFERS: _l("differs"),
        Agreement.ABSENT: _l("missing on one side, so it says nothing"),
    })
    | by_type({
        Topic.READING: _l("Reading"),
        Topic.LEGAL_FORM: _l("Legal form"),
        Topic.ORDER_OF_NAME: _l("Order of family and given name"),
        Topic.FORMER_NAME: _l("Former name"),
        Topic.BIRTH_DATE: _l("Date of birth"),
        Topic.CORPORATE_NUMBER: _l("Corporate Number"),
        Topic.ADDRESS: _l("Home or seat"),
        Topic.KIND: _l("Organisation or person"),
    })
    | by_type({
        Chance.LIKELY_SLIP: _l("A slip of the pen is likelier than two different names"),
        Chance.TWO_NAMES: _l("Two different names are likelier than a slip of the pen: both are usual"),
    })
    | by_type({
        Settler.BIRTH_DATE: _l("The date of birth"),
        Settler.REGISTRY_EXTRACT: _l("An extract from the commercial register"),
        Settler.CORPORATE_NUMBER: _l("The Corporate Number"),
        Settler.READING: _l("The reading of the name"),
        Settler.ADDRESS: _l("The home or seat"),
    })
    | {
        "watchlists.reading_is_generated": _l("Estimated reading"),
        "watchlists.subjects_unread": _l("%(lines)s rows could not be read; the others were matched"),
        "watchlists.what_would_settle": _l("What would settle this"),
    }
)
