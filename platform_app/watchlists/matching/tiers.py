"""How much a likeness weighs. A table of decisions over facts; it knows no strings."""

from dataclasses import dataclass

from platform_app.watchlists.matching.likeness import Likeness, Sound
from platform_app.watchlists.rules.evidence import Agreement, Chance, Rule
from platform_app.watchlists.rules.facts import Tier

_EXACT = {Likeness.IDENTICAL: Rule.IDENTICAL, Likeness.TIDIED: Rule.SAME_WHEN_TIDIED, Likeness.FOLDED: Rule.SAME_WHEN_FOLDED}


@dataclass(frozen=True, slots=True)
class Likenesses:
    """What is known of a pair. `has_kanji_on_both_sides`: the characters could have agreed and did not.

    `is_written_by_sound`: kana or Latin letters on both sides, so that an edit is heard too.
    """

    likeness: Likeness
    sound: Sound
    form: Agreement
    is_form_changed: bool
    has_kanji_on_both_sides: bool
    is_likely_slip: bool = False
    is_written_by_sound: bool = False
    is_part_of_reading: bool = False
    is_partial: bool = False
    is_turned_body: bool = False
    birth: Agreement = Agreement.ABSENT
    number: Agreement = Agreement.ABSENT
    address: Agreement = Agreement.ABSENT
    is_same_kind: bool = True

    @property
    def is_supported(self) -> bool:
        """Whether a second fact speaks for the same party."""
        return Agreement.AGREES in (self.birth, self.address)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A tier, the rule that gave it, and what was thought of chance."""

    tier: Tier
    rule: Rule
    chance: Chance | None = None


def judge(facts: Likenesses) -> Judgement | None:
    """The tier of a pair; None where nothing deserves a look. A differing birth date lowers, and never clears."""
    if facts.number is Agreement.AGREES:
        return Judgement(Tier.A, Rule.CORPORATE_NUMBER)
    found = _by_characters(facts) or _by_sound(facts)
    if found is None:
        return None
    tier = found.tier
    if facts.birth is Agreement.AGREES and facts.likeness >= Likeness.CONFUSABLE:
        tier = Tier.A
    for against in (facts.birth is Agreement.DIFFERS, facts.number is Agreement.DIFFERS, not facts.is_same_kind):
        tier = _lowered(tier) if against else tier
    return Judgement(tier, found.rule, found.chance)


def _lowered(tier: Tier) -> Tier:
    return Tier.B if tier is Tier.A else Tier.C


def _by_characters(facts: Likenesses) -> Judgement | None:
    if facts.likeness >= Likeness.FOLDED:
        return _when_equal(facts)
    if facts.likeness is Likeness.CONFUSABLE:
        return Judgement(Tier.B, Rule.CONFUSABLE)
    if facts.likeness is Likeness.UNKNOWN_CHARACTER:
        return Judgement(Tier.C if facts.sound is Sound.DIFFERENT and not facts.is_supported else Tier.B, Rule.UNKNOWN_CHARACTER)
    if facts.likeness is Likeness.PART:
        return Judgement(Tier.B, Rule.PART_OF_NAME)
    if facts.likeness is Likeness.ONE_EDIT and facts.sound < Sound.EQUAL:
        return _of_edit(facts)
    if facts.likeness is Likeness.ONE_EDIT:
        return Judgement(Tier.B, Rule.ONE_EDIT)
    return None


def _when_equal(facts: Likenesses) -> Judgement:
    if facts.is_partial:
        return Judgement(Tier.B, Rule.PART_OF_NAME)
    if facts.form is Agreement.DIFFERS:
        return Judgement(Tier.B, Rule.LEGAL_FORM_DIFFERS)
    if facts.is_form_changed:
        return Judgement(Tier.B, Rule.LEGAL_FORM_DROPPED)
    return Judgement(Tier.B if facts.sound is Sound.DIFFERENT or facts.is_turned_body else Tier.A, _EXACT[facts.likeness])


def _of_edit(facts: Likenesses) -> Judgement:
    if facts.is_supported:
        return Judgement(Tier.B, Rule.ONE_EDIT)
    if facts.sound is Sound.LENGTH and not facts.has_kanji_on_both_sides:
        return Judgement(Tier.B, Rule.READING)
    if facts.sound is Sound.VOICING or (facts.sound is Sound.DIFFERENT and not facts.is_written_by_sound):
        return Judgement(Tier.C, Rule.ONE_EDIT)
    return Judgement(Tier.B, Rule.ONE_EDIT, Chance.LIKELY_SLIP) if facts.is_likely_slip else Judgement(Tier.C, Rule.ONE_EDIT, Chance.TWO_NAMES)


def _by_sound(facts: Likenesses) -> Judgement | None:
    if facts.is_part_of_reading:
        return Judgement(Tier.C if facts.has_kanji_on_both_sides else Tier.B, Rule.PART_OF_NAME)
    if facts.sound is Sound.EQUAL:
        return Judgement(Tier.B, Rule.READING)
    if facts.sound is Sound.LENGTH:
        return Judgement(Tier.C if facts.has_kanji_on_both_sides and not facts.is_supported else Tier.B, Rule.READING)
    if facts.sound is Sound.GENERATED:
        return Judgement(Tier.C if facts.has_kanji_on_both_sides and facts.birth is not Agreement.AGREES else Tier.B, Rule.READING)
    if facts.sound is Sound.VOICING:
        return Judgement(Tier.B if facts.birth is Agreement.AGREES else Tier.C, Rule.READING_NEARLY)
    return None
