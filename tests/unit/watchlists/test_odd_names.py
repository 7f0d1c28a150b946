"""Whatever stands in a list or a form is read, keyed and compared: nothing breaks, and a pair weighs the same from both sides."""

from hypothesis import given, settings
from hypothesis import strategies as st

from platform_app.watchlists.matching import compare, prepare
from platform_app.watchlists.matching.keys import MAX_KEYS, MAX_LENGTH
from platform_app.watchlists.rules.facts import Party, PartyKind

_PIECES = (
    *("山田", "髙﨑邉", "一二壱々〓", "株式会社", "認定npo法人", "(特非", "㊩", "六代目", "旧姓", "こと", "様"),
    *("アイウ", "ッーヴュ", "ﾀﾅｶﾊﾞ", "かんゅが", "・", " ", "\u3000"),
    *("ohno", "Ō'-.,", "()（〈」", "\u0301\u3099", "\u200b\ufe0f\U000e0100", "\x00\x1f\u202e", "😀👨\u200d👩", "١٢กжф한", "１２㍻"),
)
_TEXT = st.lists(st.sampled_from(_PIECES), max_size=6).map("".join) | st.text(max_size=8) | st.sampled_from(_PIECES).map(lambda piece: (piece * 200)[:200])
_PARTY = st.builds(
    Party, st.just("1"), st.sampled_from(PartyKind), _TEXT, st.just("") | _TEXT, st.just(()) | st.tuples(_TEXT), birth_on=st.none() | st.dates(), address=st.just("") | _TEXT
)  # fmt: skip


@settings(max_examples=60)
@given(ours=_PARTY, theirs=_PARTY)
def test_any_two_parties_are_compared_and_weigh_the_same_from_both_sides(ours, theirs) -> None:
    one, other = prepare(ours), prepare(theirs)
    forward, backward = compare(one, other), compare(other, one)
    assert (forward and forward.tier) == (backward and backward.tier)
    assert all(len(party.keys) <= MAX_KEYS and max(map(len, party.keys), default=0) <= MAX_LENGTH for party in (one, other))


@settings(max_examples=60)
@given(party=_PARTY)
def test_any_party_with_a_name_meets_itself(party) -> None:
    prepared = prepare(party)
    assert (compare(prepared, prepared) is not None) == bool(prepared.names.spellings or prepared.names.readings)
