"""Owns messages on their way out, and single-use links.

Words: *message* (one mail to one recipient, written when it is sent), *link* (an address that only its addressee knows, good for one
purpose), *undelivered* (given up by the machine, waiting for a person).
Use cases: `enqueue`, `resend`, `issue_link`, `use_link`, `revoke_links`; reads: `find_link`, `link_url`.
Neighbours: handlers of the outbox enqueue; the job `deliver mail` sends. Nothing else in the program speaks SMTP.
"""
