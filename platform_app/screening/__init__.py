"""Admission screening: from "we would like to join" to a released decision.

Owns the application with its answers, officers, attachments, recommendations, checks and decisions.
Words: application, draft, return for correction, recommendation, check, held decision, release (see the glossary).
Use cases: start, save, ask, replace and remind a recommender, recommend, hand on, take back, submit, take up, return, resubmit, withdraw,
satisfy a check, send to the board,
record the board's decision, release it.
Neighbours: `members` (admits the body, knows who may recommend), `committees` (deliberates), `documents` (files, letters, numbers),
`accounts` (the person who applies), `mail` (links), `bylaws` (what is required). Mails follow from events, see `handlers`.
"""
