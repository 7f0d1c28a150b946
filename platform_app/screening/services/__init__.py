"""Use cases of admission screening, by noun: `applications`, `attachments`, `submission`, `recommendations`, `checks`, `decisions`, `release`."""
