"""Demonstration data, built by calling the services: what a newcomer sees after `make run`.

The founding bodies of the source stand as regular members and nothing more; seats, conflicts, refusals and applications belong to clearly
invented bodies (見本団体…). Refused in production.
"""
