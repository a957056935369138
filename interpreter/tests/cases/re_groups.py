import re

m = re.match(r"(?P<first>\w)(\w)?(?P<third>-)?", "ab")
print(m, m.group(), m.group(0), m.group(1, 2, 3), m.group("first", "third"), m[0], m["first"], m[True])
print(m.groups(), m.groups("?"), m.groups(default=0), m.groupdict(), m.groupdict("?"), m.groupdict(default=1))
print(m.start(), m.end(), m.span(), m.start(2), m.end(2), m.span(2), m.span(3), m.start("third"), m.regs)
print(m.lastindex, m.lastgroup, m.string, m.re, m.pos, m.endpos, bool(m))
print(m.expand(r"\1-\2-\3-\g<first>-\g<0>"), type(m), type(m).__name__, type(m.re), re.Match is type(m), re.Pattern is type(m.re))
for wanted in (4, -1, "nope", 1.5, None, 10**30, b"first"):
    try:
        print(m.group(wanted))
    except Exception as error:
        print(type(error).__name__, error)
for name in ("start", "end", "span", "__getitem__"):
    try:
        print(getattr(m, name)(9))
    except Exception as error:
        print(type(error).__name__, error)

p = re.compile(r"(a)(?P<n>b)|(?P<m>c)", re.I | re.M)
print(p, p.pattern, p.flags, p.groups, dict(p.groupindex), p == re.compile(p.pattern, p.flags), p != re.compile("a"), p == 5)
print(hash(p) == hash(re.compile(p.pattern, re.I | re.M)), {p: 1}[re.compile(p.pattern, p.flags)], p in [p], p is re.compile(p))
print(re.compile("a") == re.compile(b"a"), re.compile("a") == re.compile("a", re.A), re.compile("a") == re.compile("a", re.U))
for pattern in (re.compile("x" * 250), re.compile("a", re.A), re.compile(b"a"), re.compile(b"a", re.A), re.compile("a", re.S | re.X), re.compile("'\"\n")):
    print(pattern)
try:
    print(p < p)
except TypeError as error:
    print(error)
for name in ("group", "foo", "__len__"):
    print(name, hasattr(m, name), hasattr(p, name))

# What a group keeps.
for pattern, text in [
    (r"(a|b)*", "ab"), (r"(a)|b", "b"), (r"(?:(a)|b)*", "ab"), (r"(?:(a)|(b))*", "ab"), (r"(a?)*", "aab"), (r"(a*)*", "b"), (r"(a*)+", "b"),
    (r"(a|ab)(c|bcd)(d*)", "abcd"), (r"((a)|(b))*?c", "abc"), (r"(?:(\w)(\d)?)*", "a1b"), (r"(?=(a+))a*b\1", "baaabac"), (r"(?=(a))(?=(a)(b)?)", "ab"),
    (r"(a)?(?(1)b|c)", "ab"), (r"(a)?(?(1)b|c)", "c"), (r"(a)?(?(1)b)", "b"), (r"((?(1)a|b))*", "bab"), (r"(\w+) \1", "the the"), (r"(?P<x>a)(?P=x)", "aa"),
    (r"(a)|b(?!(c)d)", "bce"), (r"(?!(a)b)a", "ac"), (r"(?<=(a))b", "ab"), (r"(?<!(a))b", "b"), (r"(?>(a+))b", "aab"),
    (r"(a(b(c)))", "abc"), (r"(a)(b)?(c)?", "a"), (r"(a(?=b))*", "ab"), (r"(?:(?=(a))a)*", "aa"), (r"(a|b|c)(?:d|(e))*", "aded"), (r"()*", "a"), (r"()+?", "a"),
]:
    m = re.search(pattern, text)
    print(pattern, text, m, m and (m.groups(), m.lastindex, m.regs))
