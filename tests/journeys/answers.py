"""What an invented applicant writes on the pages of the form, by the names of the fields."""

from collections.abc import Mapping

Fields = Mapping[str, str | list[str]]

APPLICANT = "shinsei@hidamari.example"
CONTACT = "tanto@hidamari.example"
NAME = "特定非営利活動法人 見本𠮷野の縁側"

BODY: Mapping[str, Fields] = {
    "membership": {"membership_class": "regular", "kind": "organisation", "corporate_number": "5835678256246"},
    "body": {
        "name": NAME, "kana": "ミホンヨシノノエンガワ", "body_kind": "npo", "postal_code": "１００－０００１", "prefecture": "東京都",
        "address": "千代田区見本町1-2-3 見本ビル4階", "phone": "03-0000-0000", "website": "https://engawa.example", "founded_on": "2015-04-01",
    },
    "people": {
        "representative_name": "見本 花子", "representative_kana": "ミホン ハナコ", "representative_title": "代表理事",
        "contact_name": "見本 担太", "contact_email": CONTACT, "contact_phone": "090-0000-0000",
    },
    "activities": {
        "purpose": "ひとりで悩む人が、安心して話せる場所を地域につくること。",
        "activities": "週に3回の居場所の開設、電話とチャットによる相談、見守りの訪問。",
        "areas": ["consultation", "place_to_be"],
        "activity_record-0-what": "居場所「見本の縁側」を週3回開き、年間のべ1,200人が利用した。",
        "activity_record-0-since": "2018-04",
        "activity_record-0-address": "https://engawa.example/record",
    },
    "officers": {
        "officers-0-name": "見本 花子", "officers-0-kana": "ミホン ハナコ", "officers-0-role": "代表理事", "officers-0-birth_on": "1970-01-02",
        "officers-1-name": "髙橋 見本", "officers-1-kana": "タカハシ ミホン", "officers-1-role": "理事", "officers-1-birth_on": "1980-03-04",
    },
}
PERSON: Mapping[str, Fields] = {
    "membership": {"membership_class": "supporting", "kind": "individual"},
    "body": {
        "name": "見本 見識", "kana": "ミホン ケンシキ", "postal_code": "600-0000", "prefecture": "京都府", "address": "見本市1-1",
        "phone": "075-000-0000",
    },
    "people": {"contact_name": "見本 見識", "contact_email": CONTACT, "contact_phone": "075-000-0000"},
    "activities": {
        "purpose": "孤独・孤立の研究と助言。", "activities": "調査研究と、団体への助言。", "areas": ["research"],
        "activity_record-0-what": "調査を行い、報告を公表した。", "activity_record-0-since": "2020",
        "activity_record-0-address": "https://kenshiki.example/report",
    },
}
PAPERS: Mapping[str, str] = {
    "articles": "https://engawa.example/articles",
    "officer_roster": "https://engawa.example/officers",
    "annual_report_or_activities": "https://engawa.example/report",
}
PLEDGE: Fields = {"notice": "y", "publication": ["name", "prefecture", "website"], "pledge": "y", "pledged_by": "見本 花子"}
