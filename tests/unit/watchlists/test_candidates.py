"""The candidate step against brute force, and recall on cases by chance."""

from random import Random

import pytest

from platform_app.watchlists.evaluation.measures import (
    AS_GIVEN,
    BODIES,
    NO_BIRTH_DATE,
    PERSONS,
    clean_by_what_is_known,
    draw_applicants,
    lost_by_candidates,
    recall_by_class,
)
from platform_app.watchlists.evaluation.vocabulary import draw_list
from platform_app.watchlists.matching import keys_of_entry, keys_of_subject, prepare
from platform_app.watchlists.matching.keys import MAX_KEYS, MAX_LENGTH
from platform_app.watchlists.matching.memory import Index, brute_force
from platform_app.watchlists.rules.facts import Party, PartyKind


def test_keys_lose_at_most_one_in_a_thousand_of_the_hits_of_brute_force() -> None:
    found, lost = lost_by_candidates(Random(5), entries=150, subjects=120)
    assert found >= 55
    assert lost <= found * 0.001


def test_every_class_reaches_its_goal_on_names_by_chance() -> None:
    weak = [(recall.label, recall.share) for recall in recall_by_class(Random(17), 16) if recall.share < recall.goal - 0.1]
    assert weak == []


def test_few_clean_applicants_meet_a_list_by_chance() -> None:
    chance = Random(3)
    clean = clean_by_what_is_known(draw_applicants(chance, 45), draw_list(chance, 800))
    assert clean[AS_GIVEN].share <= 0.1
    assert clean[NO_BIRTH_DATE].share <= 0.1
    assert clean[PERSONS].applicants + clean[BODIES].applicants == clean[NO_BIRTH_DATE].applicants == 45


def test_keys_are_few_short_sorted_and_different() -> None:
    for entry in draw_list(Random(2), 200):
        keys = keys_of_entry(entry)
        assert list(keys) == sorted(set(keys))
        assert len(keys) <= MAX_KEYS and max(map(len, keys)) <= MAX_LENGTH
        assert keys == keys_of_subject(entry) == prepare(entry).keys


def test_a_long_name_has_no_more_keys_than_others() -> None:
    assert len(keys_of_entry(Party("1", PartyKind.ORGANISATION, "長" * 200, "ナガ" * 200, tuple("例示" * 90 + str(number) for number in range(90))))) <= MAX_KEYS


@pytest.mark.parametrize("name", ["", " ", "（）", "。", "\U000e0100", "株式会社", "()" * 50, "〓", "１"])
@pytest.mark.parametrize("kind", list(PartyKind))
def test_names_of_nothing_match_nothing_and_break_nothing(name, kind) -> None:
    empty = prepare(Party("1", kind, name))
    assert isinstance(empty.keys, tuple)
    assert brute_force(empty, [prepare(Party("2", PartyKind.PERSON, "例示一郎"))]) == []


def test_both_directions_find_the_same_pair() -> None:
    subject, entry = Party("S", PartyKind.PERSON, "例示髙志"), Party("E", PartyKind.PERSON, "例示 高志")
    [forward], [backward] = Index([entry]).hits(subject), Index([subject]).hits_of_entry(entry)
    assert forward == backward
    assert (forward.subject_ref, forward.entry_ref) == ("S", "E")
