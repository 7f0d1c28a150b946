"""Reads of the register, for this package and for those above it."""

from platform_app.members.queries.known import KnownBody, find_expulsion, find_known_body
from platform_app.members.queries.ministries import DeskFacts, MinistryFacts, get_desk, list_desks, list_ministries
from platform_app.members.queries.names import members_not_ended, names_of
from platform_app.members.queries.people import (
    PersonFacts,
    PersonInOffice,
    contact_address_of,
    delegate_of,
    derived_grants,
    get_person,
    people_of,
    people_with_terms,
    person_ids_of_user,
    persons_by_id,
)
from platform_app.members.queries.register import (
    MemberFilter,
    active_members,
    bodies_like,
    ended_members,
    find_by_corporate_number,
    find_member_by_number,
    get_member,
    list_members,
    list_recommenders,
    members_by_id,
    peek_member_number,
    taken_corporate_numbers,
)
from platform_app.members.rules import MemberSummary

__all__ = [
    "DeskFacts",
    "KnownBody",
    "MemberFilter",
    "MemberSummary",
    "MinistryFacts",
    "PersonFacts",
    "PersonInOffice",
    "active_members",
    "bodies_like",
    "contact_address_of",
    "delegate_of",
    "derived_grants",
    "ended_members",
    "find_by_corporate_number",
    "find_expulsion",
    "find_known_body",
    "find_member_by_number",
    "get_desk",
    "get_member",
    "get_person",
    "list_desks",
    "list_members",
    "list_ministries",
    "list_recommenders",
    "members_by_id",
    "members_not_ended",
    "names_of",
    "peek_member_number",
    "people_of",
    "people_with_terms",
    "person_ids_of_user",
    "persons_by_id",
    "taken_corporate_numbers",
]
