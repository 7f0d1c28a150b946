"""Pure Python that every package stands on: time, errors, reasons, lifecycles, events, thresholds, roles, actors.

Imports the standard library (and the calendar of Japanese holidays) only; knows no database, no web and no package of the house.
"""
