"""From two prepared parties to a hit: facts gathered, judged, and told as evidence."""

from dataclasses import dataclass

from platform_app.watchlists.matching.addresses import agreement_of_addresses, are_elsewhere, key_of_address
from platform_app.watchlists.matching.keys import keys_of_names
from platform_app.watchlists.matching.likeness import Hearing, Likeness, Look, Sound, hear, look
from platform_app.watchlists.matching.marks import marks_between
from platform_app.watchlists.matching.names import Names, Script, names_of, script_of
from platform_app.watchlists.matching.numbers import number_of
from platform_app.watchlists.matching.tiers import Judgement, Likenesses, judge
from platform_app.watchlists.matching.typos import is_likely_slip
from platform_app.watchlists.matching.writing import squeeze, tidy
from platform_app.watchlists.rules.evidence import Agreement, Evidence, Field, Finding, Hit, Rule, Settler, Topic
from platform_app.watchlists.rules.facts import Party, PartyKind, Tier

_NEEDS_SLIP = {Sound.UNKNOWN, Sound.DOUBTFUL, Sound.GENERATED, Sound.LENGTH}
_BY_SOUND = {Rule.READING, Rule.READING_NEARLY}
_AGREEMENT_POINTS = {Agreement.AGREES: 1, Agreement.ABSENT: 0, Agreement.DIFFERS: -1}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A party with everything about it that comparing needs; prepare once, compare often."""

    party: Party
    names: Names
    number: str
    address: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The candidate keys, sorted."""
        return keys_of_names(self.party, self.names)


def prepare(party: Party) -> Prepared:
    """Read a party's names, number and address."""
    return Prepared(party, names_of(party), number_of(party.corporate_number), key_of_address(party.address))


def compare(subject: Prepared, entry: Prepared, *, weakest: Tier = Tier.C) -> Hit | None:
    """The hit between a subject and an entry; None where it would be weaker than the weakest tier that is wanted."""
    is_person = PartyKind.PERSON in (subject.party.kind, entry.party.kind)
    seen, heard = _looked_and_heard(subject, entry, is_person=is_person)
    facts = _facts(subject, entry, seen, heard, is_person=is_person)
    judgement = judge(facts)
    if judgement is None or not judgement.tier.at_least(weakest):
        return None
    evidence = _evidence(subject, entry, facts, judgement, seen, heard)
    return Hit(subject.party.ref, entry.party.ref, judgement.tier, _score(facts), evidence)


def tier_of(subject: Prepared, entry: Prepared) -> Tier | None:
    """Only the tier, for counting."""
    is_person = PartyKind.PERSON in (subject.party.kind, entry.party.kind)
    seen, heard = _looked_and_heard(subject, entry, is_person=is_person)
    judgement = judge(_facts(subject, entry, seen, heard, is_person=is_person))
    return judgement.tier if judgement else None


def _looked_and_heard(subject: Prepared, entry: Prepared, *, is_person: bool) -> tuple[Look | None, Hearing]:
    """How two parties look and sound. Where a former name is the one that meets, a reading of today's name says nothing against it."""
    seen, heard = look(subject.names, entry.names, is_person=is_person), hear(subject.names, entry.names, is_person=is_person)
    is_former = seen is not None and Field.FORMER_NAME in (seen.ours.field, seen.theirs.field) and seen.likeness >= Likeness.CONFUSABLE
    return seen, Hearing(Sound.UNKNOWN) if is_former and heard.sound is Sound.DIFFERENT else heard


def _facts(subject: Prepared, entry: Prepared, seen: Look | None, heard: Hearing, *, is_person: bool) -> Likenesses:
    likeness = seen.likeness if seen else Likeness.NONE
    form, is_form_changed = _form(seen)
    birth = _agreement(subject.party.birth_on, entry.party.birth_on)
    is_elsewhere = are_elsewhere(subject.address, entry.address)
    is_written_by_sound = seen is not None and not is_person and Script.MIXED not in (seen.ours.script, seen.theirs.script)
    may_be_slip = heard.sound in _NEEDS_SLIP or (is_written_by_sound and heard.sound is Sound.DIFFERENT)
    needs_slip = seen is not None and likeness is Likeness.ONE_EDIT and may_be_slip and birth is not Agreement.AGREES
    return Likenesses(
        likeness=likeness,
        sound=heard.sound,
        form=form,
        is_form_changed=is_form_changed,
        has_kanji_on_both_sides=_has_kanji(subject.names) and _has_kanji(entry.names),
        is_likely_slip=bool(needs_slip and seen and is_likely_slip(seen, sound=heard.sound, is_person=is_person, is_elsewhere=is_elsewhere)),
        is_written_by_sound=is_written_by_sound,
        is_part_of_reading=heard.is_part,
        is_partial=bool(seen and (seen.ours.is_partial or seen.theirs.is_partial)),
        is_turned_body=bool(seen and seen.is_turned and not is_person),
        birth=birth,
        number=_agreement(subject.number, entry.number),
        address=agreement_of_addresses(subject.address, entry.address),
        is_same_kind=subject.party.kind is entry.party.kind,
    )


def _form(seen: Look | None) -> tuple[Agreement, bool]:
    """Whether the legal forms agree, and whether one side lacks its form."""
    if seen is None or not (seen.ours.form or seen.theirs.form):
        return Agreement.ABSENT, False
    if not (seen.ours.form and seen.theirs.form):
        return Agreement.ABSENT, True
    return (Agreement.AGREES if seen.ours.form == seen.theirs.form else Agreement.DIFFERS), False


def _agreement(ours: object, theirs: object) -> Agreement:
    if not ours or not theirs:
        return Agreement.ABSENT
    return Agreement.AGREES if ours == theirs else Agreement.DIFFERS


def _has_kanji(names: Names) -> bool:
    return bool(names.spellings) and names.spellings[0].script is Script.MIXED


def _score(facts: Likenesses) -> int:
    points = 100 * facts.likeness + 30 * facts.sound
    points += 60 * _AGREEMENT_POINTS[facts.birth] + 40 * _AGREEMENT_POINTS[facts.number] + 20 * _AGREEMENT_POINTS[facts.address]
    points += 10 * (facts.form is Agreement.AGREES) - 10 * facts.is_form_changed
    return max(0, min(1000, points + 100))


def _evidence(subject: Prepared, entry: Prepared, facts: Likenesses, judgement: Judgement, seen: Look | None, heard: Hearing) -> Evidence:
    ours, theirs, ours_field, theirs_field = _compared(subject, entry, judgement.rule, seen, heard)
    return Evidence(
        rule=judgement.rule,
        ours=ours,
        theirs=theirs,
        ours_field=ours_field,
        theirs_field=theirs_field,
        marks=() if (seen and seen.is_turned) or not _are_of_one_script(ours, theirs) else marks_between(ours, theirs),
        findings=_findings(subject, entry, facts, seen),
        is_generated=heard.is_generated and (judgement.rule in _BY_SOUND or judgement.rule is Rule.ONE_EDIT),
        settlers=_settlers(subject, facts),
        chance=judgement.chance,
    )


def _are_of_one_script(ours: str, theirs: str) -> bool:
    return script_of(squeeze(tidy(ours))) is script_of(squeeze(tidy(theirs)))


def _compared(subject: Prepared, entry: Prepared, rule: Rule, seen: Look | None, heard: Hearing) -> tuple[str, str, Field, Field]:
    """The strings to show: names where characters met or could have, else what was read aloud."""
    by_sound = rule in _BY_SOUND or (rule is Rule.PART_OF_NAME and heard.is_part)
    if by_sound and heard.ours and heard.theirs:
        ours, theirs = heard.ours, heard.theirs
        is_guess = ours.is_generated or theirs.is_generated
        if not is_guess and Field.KANA in (ours.field, theirs.field) and _has_kanji(subject.names) and _has_kanji(entry.names):
            return subject.party.name, entry.party.name, Field.NAME, Field.NAME
        return ours.raw, theirs.raw, ours.field, theirs.field
    if seen is None:
        return subject.party.name, entry.party.name, Field.NAME, Field.NAME
    return seen.ours.raw, seen.theirs.raw, seen.ours.field, seen.theirs.field


def _findings(subject: Prepared, entry: Prepared, facts: Likenesses, seen: Look | None) -> tuple[Finding, ...]:
    is_person = subject.party.kind is PartyKind.PERSON
    found = [Finding(Topic.READING, _agreement_of_sound(facts.sound))]
    if is_person:
        found.append(Finding(Topic.BIRTH_DATE, facts.birth))
        if seen and seen.is_turned:
            found.append(Finding(Topic.ORDER_OF_NAME, Agreement.DIFFERS))
    else:
        found += [Finding(Topic.LEGAL_FORM, facts.form), Finding(Topic.CORPORATE_NUMBER, facts.number)]
    found.append(Finding(Topic.ADDRESS, facts.address))
    if seen and Field.FORMER_NAME in (seen.ours.field, seen.theirs.field) and seen.likeness:
        found.append(Finding(Topic.FORMER_NAME, Agreement.AGREES))
    if not facts.is_same_kind:
        found.append(Finding(Topic.KIND, Agreement.DIFFERS))
    return tuple(found)


def _agreement_of_sound(sound: Sound) -> Agreement:
    if sound in (Sound.UNKNOWN, Sound.DOUBTFUL):
        return Agreement.ABSENT
    return Agreement.DIFFERS if sound in (Sound.DIFFERENT, Sound.VOICING) else Agreement.AGREES


def _settlers(subject: Prepared, facts: Likenesses) -> tuple[Settler, ...]:
    """What would settle the pair: what is missing first, then the register."""
    if subject.party.kind is PartyKind.PERSON:
        is_guess = facts.sound in (Sound.UNKNOWN, Sound.DOUBTFUL, Sound.GENERATED)
        wanted = [(Settler.BIRTH_DATE, facts.birth is Agreement.ABSENT), (Settler.READING, is_guess)]
    else:
        wanted = [(Settler.CORPORATE_NUMBER, facts.number is Agreement.ABSENT), (Settler.REGISTRY_EXTRACT, True)]
    wanted.append((Settler.ADDRESS, facts.address is Agreement.ABSENT))
    return tuple(settler for settler, is_wanted in wanted if is_wanted) or (Settler.REGISTRY_EXTRACT,)
