"""Stored files, document numbers and letters.

Owns the upload gate (size while streaming, name, first bytes and structure agree), the bytes in storage with their rows, the virus scan,
the numbers of letters and applications, and letters as frozen data set with typst. Use cases: `receive_upload`, `send`, `forget_file`,
`next_number`, `freeze_letter`, `send_letter`. It has no pages: the owner of a file checks the permission and calls `send`.
A letter's legal form is Japanese; it is not translated. Neighbours: `audit` below; screening and the packages above keep file ids.
"""
