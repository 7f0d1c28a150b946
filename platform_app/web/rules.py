"""Shapes of addresses.

Source: RFC 5321 section 4.5.3.1 for lengths; the WHATWG HTML standard's pattern of an e-mail address, which browsers use too.
"""

import re
from urllib.parse import urlsplit

_EMAIL = re.compile(
    r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+"
)
EMAIL_CHARACTERS = 254
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def is_email(text: str) -> bool:
    """Whether a text is an e-mail address with a domain of at least two labels."""
    return len(text) <= EMAIL_CHARACTERS and _EMAIL.fullmatch(text) is not None


def is_url(text: str) -> bool:
    """Whether a text is an http or https address with a host and without user name or spaces."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and "." in str(host) and "@" not in parts.netloc and not re.search(r"\s", text)


def same_email(text: str) -> str:
    """The form under which addresses are compared: lower case."""
    return text.strip().lower()


def is_reading(text: str) -> bool:
    """Whether a text can be the reading of a name: anything but ideographs, because readings are in kana or in Latin letters."""
    return not _IDEOGRAPH.search(text)
