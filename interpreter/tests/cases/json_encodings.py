"""Bytes of every encoding that JSON may have, and indents and separators of every kind."""

import json


def show(function):
    try:
        print(ascii(function()))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)))


TEXT = '{"a": [1, "\u00e9\u65e5"]}'
for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"):
    show(lambda: json.loads(TEXT.encode(encoding)))
    show(lambda: json.loads(bytearray(TEXT.encode(encoding)), object_pairs_hook=list))
    show(lambda: json.loads("7".encode(encoding)))
for data in (b"\x00\xff", b"\xff\x00", b"\x00", b"", b"\xff", b"1\x00", b"\x001", b"[1]\x00", b"\x00\x80" + b"\0" * 7, b"\x80\x00\x00\x00"):
    show(lambda: json.loads(data))
show(lambda: json.loads(5))
show(lambda: json.loads("\ufeff1"))

for indent in (0, 1, True, -3, "", "\t", (), b"x", bytearray(b"x"), 1.5, [], {}):
    show(lambda: json.dumps([1, {"a": []}], indent=indent))
    show(lambda: json.dumps("text", indent=indent))
    show(lambda: json.dumps([], indent=indent))
show(lambda: len(json.dumps([1], indent=250)))
for separators in ((",", ":"), (",",), (), (",", ":", ";"), ";:", 5, (1, ":"), (",", 2), [" , ", " : "]):
    show(lambda: json.dumps({"a": 1, "b": [1, 2]}, separators=separators))
