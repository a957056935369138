import re

print(re.match(rb"\w+", b"ab\xe9"), re.findall(rb"[\x80-\xff]+", b"a\x80\xffb"), re.split(rb",", b"a,b"), re.sub(rb"(a)", rb"\1\1", b"banana"))
print(re.match(rb"(?P<n>a)(b)?", b"ac").groups(), re.match(rb"(?P<n>a)", b"ab").groupdict(), re.match(rb".", b"\n"), re.match(rb"(?s).", b"\n"))
print(re.match(rb"a", bytearray(b"abc")), type(re.match(rb"a", bytearray(b"abc")).group()), re.match(b"a", bytearray(b"abc")).string)
print(re.compile(rb"\d+").flags, re.compile(rb"\d+", re.A).flags, re.compile(rb"(?i)a").flags, re.compile(r"(?i)a").flags, re.compile(r"(?a)a").flags)
print(re.sub(rb"a", lambda m: m.group().upper(), b"banana"), re.subn(b"x*", b"-", b"ab"), re.sub(b"a", bytearray(b"z"), b"aa"))
print(re.escape(b"\x00.\xff"), re.fullmatch(rb"[^\n]*", b"\xe9\xff").span(), re.findall(rb"\b", b"a b"), re.sub(rb"(.)", rb"\g<1>\n\377", b"ab"))
for pattern, text in [("a", b"a"), (b"a", "a"), (r"\w", b"\xff")]:
    try:
        print(re.search(pattern, text))
    except TypeError as error:
        print(error)
print(re.compile(b"\xe9"), re.compile("\xe9").pattern.encode(), re.match("\xe9".encode(), "\xe9".encode()))
