import re

CASES = [
    (r"a.c", "abc a\nc", 0), (r"a.c", "a\nc", re.S), (r"(?s)a.c", "a\nc", 0), (r"(?s:.)b.", "\nb\n", 0), (r"^b", "a\nb", 0), (r"^b", "a\nb", re.M),
    (r"a$", "a\n", 0), (r"a$", "a\nb", 0), (r"a$", "a\nb", re.M), (r"a\Z", "a\n", 0), (r"\Aa", "ba", re.M), (r"$", "a\n", 0), (r"(?m)$", "a\nb\n", 0),
    (r"\bfoo\b", "a foo.", 0), (r"\Boo\b", "foo", 0), (r"\b", "", 0), (r"\B", "", 0), (r"\B", "a", 0), (r"[a-c]+", "xabcd", 0), (r"[^a-c]+", "abxyc", 0),
    (r"[]]", "a]", 0), (r"[^]]", "]a", 0), (r"[a\]]+", "]a]", 0), (r"[-a]+", "a-b", 0), (r"[a-]+", "a-b", 0), (r"[\w-]+", "a-b.", 0), (r"[\d\s]+", "a1 2b", 0),
    (r"[\D]+", "12ab", 0), (r"[^\W\d_]+", "12ab_c", 0), (r"a{2}", "aaa", 0), (r"a{2,}", "aaaa", 0), (r"a{,2}", "aaaa", 0), (r"a{1,2}?", "aaa", 0),
    (r"a{2,3}+a", "aaa", 0), (r"a{2,3}a", "aaa", 0), (r"a*?b", "aab", 0), (r"a+?", "aaa", 0), (r"a??", "a", 0), (r"a??b", "ab", 0), (r"a*+a", "aaa", 0), (r"a++b", "aab", 0),
    (r"a?+a", "a", 0), (r"(?>a+)b", "aab", 0), (r"(?>a+)ab", "aab", 0), (r"(?:ab)*+ab", "abab", 0), (r"(?:a|ab)++c", "abc", 0), (r"(?:ab|a)++c", "aabc", 0),
    (r"x{", "x{", 0), (r"x{}", "x{}", 0), (r"x{1", "x{1", 0), (r"x{a}", "x{a}", 0), (r"{", "{", 0), (r"}]", "}]", 0),
    (r"foo|bar", "xbar", 0), (r"foo|", "xbar", 0), (r"|foo", "foo", 0), (r"ab|ac|ad", "xad", 0), (r"a|b|[cd]|\d", "7", 0), (r"(?:a|b)c|bd", "bd", 0), (r"abc|ab|a", "ab", 0),
    (r"(?=a)\w", "ba", 0), (r"(?!a)\w", "ab", 0), (r"(?<=a)b", "bab", 0), (r"(?<!a)b", "abb", 0), (r"(?<=\d{3})x", "12x123x", 0), (r"(?<=^a)b", "ab", 0),
    (r"(?<=a|b)c", "bc", 0), (r"(?<=(?:a|b)c)d", "acd", 0), (r"(?<!^)a", "aa", 0), (r"(?<=)a", "a", 0), (r"(?!)", "a", 0), (r"(?=)", "a", 0), (r"(?!(?!a))a", "a", 0),
    (r"(?i)ABC", "xabc", 0), (r"(?i:a)b", "Ab AB", 0), (r"(?i)a(?-i:b)", "Ab", 0), (r"(?i)a(?-i:b)", "AB", 0), (r"a(?i:b)c", "aBc", 0), (r"(?x) a b # c", "ab", 0),
    ("a b # comment\n c", "abc", re.X), (r"a\ b [ ]c", "a b c", re.X), (r"(?x: a )b ", "ab ", 0), ("(?x)a#\\\nb\nc", "ac", 0), ("a (?-x: b)", "a b", re.X),
    (r"\x41\u0042\U00000043\103\07\0", "ABCC\x07\0", 0), (r"[\x41-\103]+", "xABC", 0), (r"\a\f\n\r\t\v\\", "\a\f\n\r\t\v\\", 0), (r"[\b]", "\b", 0), (r"\.\*\-\ \_"[:8], ".*- ", 0),
    (r"(a)\01", "a\x01", 0), (r"(a)\141", "aa", 0), (r"(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\10", "abcdefghijj", 0), (r"\d+\D+\s\S\w\W", "12ab c.", 0),
    (r"(?#comment)a(?#another)b", "ab", 0), (r"(?P<name>a)(?P=name)", "aa", 0), (r"(?a)\w+", "aé", 0), (r"(?u)\w+", "aé", 0), (r"\w+", "aé", re.A), (r"(?a:\w)\w", "éaé", 0),
    (r"\d", "٣", 0), (r"\d", "٣", re.A), (r"\s", "\u3000", 0), (r"\s", "\u3000", re.A), (r"\s", "\x1c", re.A), (r"\w", "²", 0), (r"\bé", " é", re.A),
    (r"(?:a*)*", "aa", 0), (r"(?:a*)+", "b", 0), (r"(?:a|)*b", "aab", 0), (r"(?:)*", "a", 0), (r"(?:a?){3}", "a", 0), (r"(?:a?){3,5}?b", "aab", 0), (r"(?:|a)*", "aa", 0),
    (r"(?:|a)+", "aa", 0), (r"(?:a??)*b", "aab", 0), (r"(?:x|(?:y|z))*", "xyzw", 0), (r"(?:(?:ab){2})*c", "ababababc", 0), (r"a{0}b", "ab", 0), (r"(?:a){0}b", "ab", 0),
    (r"(.*)-(.*)", "a-b-c", 0), (r"(.*?)-(.*)", "a-b-c", 0), (r"<.*>", "<a><b>", 0), (r"<.*?>", "<a><b>", 0), (r"\\", "\\", 0), (r"a\
b", "a\nb", 0), (r"^$", "", 0), (r"^\s*$", "  \n ", 0), (r"(^|,)a", "b,a", 0),
]
for pattern, text, flags in CASES:
    m = re.search(pattern, text, flags)
    print(ascii(pattern), ascii(text), int(flags), m and (m.span(), m.groups()), re.findall(pattern, text, flags))
    print("   ", re.sub(pattern, "<>", text, flags=flags).encode(), [p and p.encode() for p in re.split(pattern, text, flags=flags)])
