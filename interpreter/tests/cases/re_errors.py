import re

PATTERNS = [
    "(", ")", "a)", "(a", "(?", "(?P", "(?P<", "(?P<a", "(?P<>x)", "(?P<1a>x)", "(?P<a-b>x)", "(?P<a>x)(?P<a>y)", "(?P=a)", "(?P=", "(?P=1)",
    "(?P>x)", "(?Px)", "(?<a", "(?<", "(?<x)", "(?z)", "(?i", "(?i-", "(?-", "(?-i", "(?i-i:a)", "(?-u:a)", "(?a-x", "(?au)", "(?aL)", "(?L)",
    "(?i)(?z)", "a(?i)b", "(a(?i))", "(?i:a(?s))", "(?#", "(?#abc", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?>a", "(?(", "(?(1", "(?()a)",
    "(?(1)a|b|c)", "(a)(?(1)a|b|c)", "(?(2)a)", "(?(0)a)", "(?(-1)a)", "(?(a)b)", "(?(a b)c)", "(?(99999999999)c)", "(?(1)a", "(a)(?(1)b",
    "*", "+a", "?", "{1}", "{1,2}a", "a**", "a+*", "a?*", "a*+?", "a{2}{3}", "a{2,1}", "a{99999999999}", "a{1,99999999999}", "^*", "$+", r"\b*",
    "(?:)**", "|*", "(*)", "(|*)", "a|*", "[", "[a", "[^", "[]", "[^]", "[a-", "[b-a]", r"[\d-z]", r"[a-\d]", r"[\w-]", "[a-]", "[]a]", r"[\z]",
    "\\", "a\\", r"\1", r"(\1)", r"(a)\2", r"\8", r"(a)\81", r"\400", r"\777", r"[\400]", r"[\8]", r"\x", r"\x1", r"[\xg]", r"\u12", r"\U1234567",
    r"\U00110000", r"[\U00110000]", r"\q", r"[\q]", r"\Q", r"\y", r"\_", r"\é", r"(?<=a*)b", r"(?<=a|bb)c", r"(?<!a+)", r"(?<=(a)\1)b",
    r"(?<=(a)(?(1)b|c))", r"(a)(?<=\1)", r"(a)(?<=(?(1)b|c))", r"((?<=\1)a)", r"(?<=(?P<n>a)(?P=n))", r"(?<=a{3})b", r"(?<=a{2,3})b", "a\n(",
    "ab\ncd\n(e", "x\n\n  *", r"(?x) a ( # comment", "(?P<é>a)(?P=e)", "(?P<a\\>b>c)", "(?i-x", "(?ix", "(?i x)", "(?i-:a)", "(?:a", "(?:a))",
    "(?P<a>(?P=a))", "(?(1)|)", "(?(1)a)(b)", "a{,5}", "a{", "a{}", "a{1", "a{1,", "a{x}", "{", "a{ 1}", "]", "}", "x{,}",
]
for pattern in PATTERNS:
    try:
        print(ascii(pattern), re.compile(pattern).groups)
    except re.error as error:
        print(ascii(pattern), "|", error, "|", error.msg, error.pos, error.lineno, error.colno, error.pattern == pattern, error.args)
    except (OverflowError, ValueError) as error:
        print(ascii(pattern), "|", type(error).__name__, error)

for pattern in [b"(", rb"\u1234", rb"(?u)a", rb"(?P<\xe9>a)", b"(?P<\xe9>a)", b"[\xff-\xf0]", b"a\n(", rb"\N", rb"[\xzz]", rb"(?aL)a"]:
    try:
        print(pattern, re.compile(pattern).groups)
    except re.error as error:
        print(pattern, "|", error, "|", error.pos, error.pattern)

for flags in (re.A | re.U, 4, 1 << 40):
    try:
        print(re.compile("a", flags))
    except Exception as error:
        print(type(error).__name__, error)
for flags in (32, 4 | 256):
    try:
        print(re.compile(b"a", flags))
    except Exception as error:
        print(type(error).__name__, error)

TEMPLATES = [r"\1", r"\2", r"\g<1>", r"\g<2>", r"\g<a>", r"\g<b>", r"\g<", r"\g<>", r"\g", r"\gx", r"\g<a", r"\g<-1>", r"\g< 1>", r"\g<1a>", r"\q",
             r"\400", r"\377", r"\08", r"\0", r"\100", r"\12", "\\", r"a\\", r"\.", r"\&", r"\g<99999999999>", r"\99", r"\x41", r"\u0041", r"\é"]
for template in TEMPLATES:
    try:
        print(ascii(template), ascii(re.sub("(?P<a>x)", template, "axb")))
    except (re.error, IndexError) as error:
        print(ascii(template), type(error).__name__, error, getattr(error, "pos", None), ascii(getattr(error, "pattern", None)))

error = re.error("text")
print(error, error.msg, error.pattern, error.pos, error.lineno, error.colno, repr(error))
error = re.error("text", "a\nbc", 3)
print(error, error.msg, error.pattern, error.pos, error.lineno, error.colno, repr(error), isinstance(error, Exception))
error = re.error("text", "abc", pos=1)
print(error, error.lineno, error.colno, re.error.__name__, re.error.__module__, re.error.__mro__[1])
try:
    re.error()
except TypeError as error:
    print(error)
