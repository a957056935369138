"""textwrap: every option of wrapping, shortening, dedent and indent."""
import textwrap
from textwrap import TextWrapper, dedent, fill, indent, shorten, wrap


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


text = "Hello there, how are you this fine day? I'm glad to hear it!\tThat's what the well-known twenty-one-year-old said--or so they say... e.g. foo-bar --option -x a-b-c."
for width in (5, 10, 12, 20, 40, 70, 200):
    print(width, wrap(text, width))
for options in (
    {"break_on_hyphens": False},
    {"break_long_words": False},
    {"break_long_words": False, "break_on_hyphens": False},
    {"fix_sentence_endings": True},
    {"initial_indent": "* ", "subsequent_indent": "  "},
    {"drop_whitespace": False},
    {"expand_tabs": False},
    {"replace_whitespace": False},
    {"tabsize": 2},
    {"max_lines": 2},
    {"max_lines": 1, "placeholder": "..."},
    {"max_lines": 3, "placeholder": " (more)", "subsequent_indent": "    "},
):
    print(options, wrap(text, 15, **options))
print(wrap("supercalifragilistic-expialidocious word", 8), wrap("aaa-bbb-ccc-ddd", 5), wrap("--foo-bar--baz", 6), wrap("a--b---c", 3), wrap("x" * 20, 7))
print(wrap(""), wrap("   "), wrap("   lead"), wrap("one\n\ntwo  three", 40), wrap("trailing   ", 5), fill("a b c d", 3))
print(wrap("  indented start and more", 10), wrap("a\x0bb\x0cc\rd", 3), wrap("naïve café über-cool", 6))
show(wrap, "a", 0)
show(wrap, "abc def", 3, max_lines=1, placeholder="....")
show(wrap, "abc def ghi", 5, max_lines=2)
print(shorten("Hello  world!", 12), shorten("Hello  world!", 11), shorten("Hello world", 10, placeholder="..."), shorten("", 5), shorten("aaaa bbbb", 6, placeholder="."))
print(repr(dedent("\n    one\n      two\n\n    three\n  \n")), repr(dedent("\tx\n    y")), repr(dedent("  a\n b")), repr(dedent("")), repr(dedent("x\n  y")), repr(dedent("   \n  z")), repr(dedent("    a\n    \tb\n")))
print(repr(indent("a\n\n  b\nc", "> ")), repr(indent("a\n\nb\n", "+", lambda line: True)), repr(indent("", "x")), repr(indent("a\r\nb", "- ")))
wrapper = TextWrapper(width=10)
wrapper.initial_indent = ">"
print(wrapper.wrap("some words to wrap"), wrapper.fill("again a few"), wrapper.width)
print(wrap("This is a sentence.  And one more!  'Quoted.' End", 20, fix_sentence_endings=True))
