"""What tests do with `codecs` around what they test."""

BOM_UTF8 = b"\xef\xbb\xbf"


def register(search_function):
    pass


def unregister(search_function):
    pass
