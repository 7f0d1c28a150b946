"""What a pair of names weighs, and what a reader is told of it."""

from datetime import date

import pytest

from platform_app.watchlists.matching import compare, prepare
from platform_app.watchlists.rules.evidence import Agreement, Chance, Evidence, Field, MarkKind, Rule, Settler, Topic
from platform_app.watchlists.rules.facts import Party, PartyKind

PERSON, BODY = PartyKind.PERSON, PartyKind.ORGANISATION
BORN, OTHER_DAY = date(1970, 1, 2), date(1981, 3, 4)
NUMBER, OTHER_NUMBER = "5835678256246", "8700110005901"


def hit(ours: Party, theirs: Party):
    """The hit of two parties."""
    return compare(prepare(ours), prepare(theirs))


def weigh(kind, ours, theirs, ours_kana="", theirs_kana=""):
    """Tier and rule of two names, as text; empty for none."""
    found = hit(Party("1", kind, ours, ours_kana), Party("2", kind, theirs, theirs_kana))
    return f"{found.tier.value} {found.evidence.rule.value}" if found else ""


@pytest.mark.parametrize(
    ("ours", "ours_kana", "theirs", "theirs_kana", "weight"),
    [
        ("例示一郎", "", "例示一郎", "", "A identical"),
        ("例示　一郎", "", "例示一郎", "", "A same_when_tidied"),
        ("一郎 例示", "", "例示一郎", "", "A same_when_tidied"),
        ("髙橋一郎", "", "高橋一郎", "", "A same_when_folded"),
        ("齋藤一郎", "", "斉藤一郎", "", "B confusable"),
        ("高橋裕子", "タカハシユウコ", "高橋裕子", "タカハシヒロコ", "B identical"),
        ("高橋〓子", "", "高橋幸子", "", "B unknown_character"),
        ("タカハシ イチロウ", "", "高橋一郎", "タカハシイチロウ", "B reading"),
        ("たかはしいちろう", "", "高橋一郎", "タカハシ イチロウ", "B reading"),
        ("TAKAHASHI Ichiro", "", "高橋一郎", "タカハシイチロウ", "B reading"),
        ("Ichirou Takahashi", "", "高橋一郎", "", "B reading"),
        ("タカハシ イチロウ", "", "高橋一郎", "", "B reading"),
        ("高橋健一", "タカハシケンイチ", "高橋賢一", "タカハシケンイチ", "B one_edit"),
        ("高橋憲壱郎", "タカハシケンイチロウ", "髙橋健一朗", "タカハシケンイチロウ", "B reading"),
        ("高橋健一", "", "高橋健二", "", "C one_edit"),
        ("高橋健一", "タカハシケンイチ", "高橋健二", "タカハシケンジ", "C one_edit"),
        ("高橋一郎", "", "高橋一朗", "タカハシイチロウ", "C one_edit"),
        ("中嶋シゲル", "ナカジマシゲル", "仲島茂", "ナカシマシゲル", "C reading_nearly"),
        ("マイケル・スミス", "", "マイケル・ジョン・スミス", "", "B part_of_name"),
        ("スミス マイケル", "", "マイケル・スミス", "", "A same_when_tidied"),
        ("Michael Smith", "", "Smith, Michael John", "", "B part_of_name"),
        ("大野太郎", "オオノタロウ", "小野太郎", "オノタロウ", "C one_edit"),
        ("高橋健蜂", "", "高橋健一", "", "B one_edit"),
        ("高橋健蜂", "", "高橋健一", "タカハシケンイチ", "B one_edit"),
        ("高橋建一", "", "高橋健一", "", "C one_edit"),
        ("綾小路健二", "", "綾小路健一", "", "C one_edit"),
        ("高線一郎", "", "高橋一郎", "", "B one_edit"),
        ("高橋食健一", "", "高橋健一", "", "B one_edit"),
        ("杉山一郎", "", "椙山一郎", "", "B confusable"),
        ("高橋一郎", "タカハシイチロウ", "山田花子", "ヤマダハナコ", ""),
        ("高橋一郎", "", "山田花子", "", ""),
    ],
)  # fmt: skip
def test_persons(ours, ours_kana, theirs, theirs_kana, weight) -> None:
    assert weigh(PERSON, ours, theirs, ours_kana, theirs_kana) == weight


@pytest.mark.parametrize(
    ("ours", "ours_kana", "theirs", "theirs_kana", "weight"),
    [
        ("㈱例示工房", "", "株式会社例示工房", "", "A same_when_tidied"),
        ("例示工房㈱", "", "株式会社例示工房", "", "A same_when_tidied"),
        ("例示工房", "", "株式会社例示工房", "", "B legal_form_dropped"),
        ("合同会社例示工房", "", "株式会社例示工房", "", "B legal_form_differs"),
        ("レイジコウボウ", "", "株式会社例示工房", "カブシキガイシャレイジコウボウ", "B reading"),
        ("ﾚｲｼﾞｺｳﾎﾞｳ", "", "株式会社例示工房", "", "B reading"),
        ("Reiji Koubou Co., Ltd.", "", "株式会社例示工房", "レイジコウボウ", "B reading"),
        ("例示工芳", "", "株式会社例示工房", "", "B one_edit"),
        ("松山福祉協会", "", "松本福祉協会", "", "C one_edit"),
        ("例示福祉の会", "", "例示福祉協会", "", "C one_edit"),
        ("サンライズ商会", "", "サンライ商会", "", "B one_edit"),
        ("シードアーク", "", "シーズアーク", "", "C one_edit"),
        ("ヘルパーサンライズ", "", "ヘルパーサンラネズ", "", "B one_edit"),
        ("株式会社川祥崎建設", "", "株式会社川崎建設", "", "B one_edit"),
        ("愛徳会", "", "仁徳会", "", "C one_edit"),
        ("ケイアイカイ", "", "社会福祉法人恵愛会", "", "B reading"),
        ("シーズブリッジ", "", "ブリッジシーズ", "", ""),
        ("第一例示産業", "", "第二例示産業", "", "C one_edit"),
        ("つばさの会", "", "つばさの家", "", "C one_edit"),
        ("例示組", "", "六代目例示組", "", "A same_when_tidied"),
        ("例示連合会 東京支部", "", "例示連合会", "", "B part_of_name"),
        ("例示工房（旧：見本工房）", "", "見本工房", "", "A same_when_tidied"),
        ("例示工房", "", "見本商店", "", ""),
    ],
)  # fmt: skip
def test_organisations(ours, ours_kana, theirs, theirs_kana, weight) -> None:
    assert weigh(BODY, ours, theirs, ours_kana, theirs_kana) == weight


@pytest.mark.parametrize(
    ("name", "kana", "born", "tier"),
    [
        ("例示一郎", "", None, "A"), ("例示一郎", "", BORN, "A"), ("例示一郎", "", OTHER_DAY, "B"),
        ("例示壱朗", "レイジイチロウ", None, "B"), ("例示壱朗", "レイジイチロウ", BORN, "B"), ("例示壱朗", "レイジイチロウ", OTHER_DAY, "C"),
        ("例示次郎", "", BORN, "B"), ("例示次郎", "", OTHER_DAY, "C"),
    ],
)  # fmt: skip
def test_a_differing_birth_date_lowers_and_never_clears(name, kana, born, tier) -> None:
    found = hit(Party("1", PERSON, name, kana, birth_on=born), Party("2", PERSON, "例示一郎", "レイジイチロウ" if kana else "", birth_on=BORN))
    assert found is not None and found.tier.value == tier


@pytest.mark.parametrize("home", ["大阪府大阪市1-1", "東京都中央区1-1", ""])
def test_whoever_is_read_alike_is_seen_wherever_they_live(home) -> None:
    ours = Party("1", PERSON, "佐藤博", "サトウ ヒロシ", address="東京都千代田区霞が関1-2-3")
    assert hit(ours, Party("2", PERSON, "佐藤浩", "サトウ ヒロシ", address=home)).tier.value == "B"


def test_evidence_tells_what_was_thought_of_chance() -> None:
    slip = hit(Party("1", PERSON, "高橋健蜂"), Party("2", PERSON, "高橋健一")).evidence
    names = hit(Party("1", PERSON, "高橋健二"), Party("2", PERSON, "高橋健一")).evidence
    assert (slip.chance, names.chance) == (Chance.LIKELY_SLIP, Chance.TWO_NAMES)
    assert Evidence.from_data(slip.as_data()) == slip
    assert Evidence.from_data({key: value for key, value in slip.as_data().items() if key != "chance"}).chance is None


def test_the_same_corporate_number_is_enough_and_another_one_lowers() -> None:
    ours = Party("1", BODY, "例示工房", corporate_number=NUMBER)
    assert hit(ours, Party("2", BODY, "見本商店", corporate_number=f"{NUMBER[:4]}-{NUMBER[4:]}")).tier.value == "A"
    assert hit(ours, Party("2", BODY, "例示工房", corporate_number=OTHER_NUMBER)).tier.value == "B"
    assert hit(ours, Party("2", BODY, "見本商店", corporate_number=NUMBER[:-1] + "0")) is None


@pytest.mark.parametrize("former", ["田中", "田中花子", "田中 花子", "旧姓 田中"])
def test_a_former_name_counts_like_the_name_and_is_told(former) -> None:
    found = hit(Party("1", PERSON, "佐藤 花子", former_names=(former,)), Party("2", PERSON, "田中花子"))
    assert found.tier.value == "A"
    assert (found.evidence.ours_field, found.evidence.theirs_field) == (Field.FORMER_NAME, Field.NAME)
    assert {finding.topic for finding in found.evidence.findings} >= {Topic.FORMER_NAME}


def test_the_reading_of_todays_name_says_nothing_against_a_former_one() -> None:
    found = hit(Party("1", PERSON, "佐藤花子", "サトウハナコ", former_names=("田中花子",)), Party("2", PERSON, "田中花子", "タナカハナコ"))
    assert (found.tier.value, found.evidence.findings[0].agreement) == ("A", Agreement.ABSENT)


def test_evidence_marks_what_differs_in_both_raw_strings() -> None:
    evidence = hit(Party("1", PERSON, "髙橋 建一", "タカハシケンイチ"), Party("2", PERSON, "高橋健一", "タカハシケンイチ")).evidence
    told = [(mark.kind, evidence.ours[mark.ours_from : mark.ours_to], evidence.theirs[mark.theirs_from : mark.theirs_to]) for mark in evidence.marks]
    assert told == [(MarkKind.FOLDED, "髙", "高"), (MarkKind.DIFFERENT, "建", "健")]


def test_evidence_tells_agreement_difference_and_absence_apart() -> None:
    ours = Party("1", PERSON, "例示一郎", birth_on=BORN, address="東京都千代田区霞が関１丁目２番３号")
    found = hit(ours, Party("2", PERSON, "例示一郎", address="東京都千代田区霞が関1-2-3")).evidence
    told = {finding.topic: finding.agreement for finding in found.findings}
    assert (told[Topic.BIRTH_DATE], told[Topic.ADDRESS]) == (Agreement.ABSENT, Agreement.AGREES)
    assert found.settlers[0] is Settler.BIRTH_DATE


def test_a_guessed_reading_is_told_as_one() -> None:
    assert hit(Party("1", PERSON, "タカハシイチロウ"), Party("2", PERSON, "高橋一郎")).evidence.is_generated
    assert not hit(Party("1", PERSON, "タカハシイチロウ"), Party("2", PERSON, "高橋一郎", "タカハシイチロウ")).evidence.is_generated


def test_evidence_survives_as_data() -> None:
    evidence = hit(Party("1", PERSON, "髙橋 建一", "タカハシケンイチ"), Party("2", PERSON, "高橋健一", "タカハシケンイチ")).evidence
    assert Evidence.from_data(evidence.as_data()) == evidence
    assert evidence.rule is Rule.ONE_EDIT
