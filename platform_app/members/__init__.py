"""Who belongs: the register of members with its periods and numbers, their people with terms, and the ministries with their desks.

Words: member, membership class, membership period, member number, representative, voting delegate, contact, ministry, desk.
Use cases: admit, correct_particulars, appoint, end_term, link_user, add_ministry, close_ministry, add_desk, close_desk, load_ministries;
for operators check_file and import_rows (`members import`) and export_rows (`members export`).
Neighbours: `accounts` owns who signs in (a person here may be linked to a user), `bylaws` says which class has which right;
`committees` seats the people of members, `screening` admits new members. The register of any past day is answered from period rows.
"""
