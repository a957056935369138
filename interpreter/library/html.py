"""Texts in HTML."""

import html
import re


def escape(s, quote=True):
    """A text whose `&`, `<` and `>` stand for themselves in HTML, and quotes too."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;").replace("'", "&#x27;") if quote else s


def unescape(s):
    """A text with the characters that `&name;` and `&#number;` stand for."""
    if "&" not in s:
        return s
    return re.sub(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)", _character, s)


# What browsers read for the numbers from 128 on, which are no characters.
_WINDOWS = "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178"


def _character(found):
    name = found.group(1)
    if name[0] == "#":
        digits = name[1:].rstrip(";")
        return _numbered(int(digits[1:], 16) if digits[0] in "xX" else int(digits))
    known = html._entity(name)
    if known is not None:
        return known
    # Some names need no `;`: the longest that it begins with.
    for end in range(len(name) - 1, 1, -1):
        known = html._entity(name[:end])
        if known is not None:
            return known + name[end:]
    return "&" + name


def _numbered(number):
    if number == 0 or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
        return "\ufffd"
    if number == 13:
        return "\r"
    if 128 <= number <= 159:
        return _WINDOWS[number - 128]
    if number < 32 and number not in (9, 10, 12) or number == 127 or 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE:
        return ""
    return chr(number)
