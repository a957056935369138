import re

PAIRS = [
    ("k", "\u212a"), ("K", "\u212a"), ("\u212a", "k"), ("s", "ſ"), ("ſ", "S"), ("ß", "ẞ"), ("ẞ", "ß"), ("i", "İ"), ("İ", "i"), ("ı", "I"), ("I", "ı"), ("σ", "ς"), ("Σ", "ς"),
    ("ς", "Σ"), ("µ", "μ"), ("µ", "Μ"), ("é", "É"), ("Å", "\u212b"), ("ﬅ", "ﬆ"), ("ǅ", "ǆ"), ("ǅ", "Ǆ"), ("Ω", "\u2126"), ("θ", "ϑ"), ("ι", "\u0345"), ("в", "ᲀ"), ("Ა", "ა"),
    ("\U00010400", "\U00010428"), ("\U00010428", "\U00010400"), ("ﬁ", "FI"), ("1", "1"), ("Ⅷ", "ⅷ"), ("ꭰ", "Ꭰ"), ("ᏸ", "Ᏸ"), ("ŉ", "ʼN"),
]
for pattern, text in PAIRS:
    row = []
    for form in ("{}", "[{}]", "[^{}]", "[{}x]", "[^{}x]", "({})\\1", "{}+", "[{}-{}]", "(?a:{})"):
        compiled = re.compile(form.format(pattern, pattern), re.I)
        row.append(bool(compiled.match(text + text)))
    print(ascii(pattern), ascii(text), row)
for pattern in ("[a-z]", "[A-Z]", "[^a-z]", "[à-ö]", "[Α-Ω]", "[\U00010400-\U00010410]", "[^\U00010400-\U00010410]", "[\U00010400x]", "[Z-a]", r"[\Wk]", r"[^\w]", r"[\d-]", "[\u0100-\uffff]"):
    compiled = re.compile(pattern, re.I)
    ascii_one = re.compile(pattern, re.I | re.A)
    texts = "aZkK\u212asſ_-5éÉωΩςıİ\U00010405\U0001042d\U00010400\u4e00"
    print(ascii(pattern), ascii(compiled.findall(texts)), ascii(ascii_one.findall(texts)))
print(re.findall(rb"[a-z\xe0]+", b"AbC\xc0\xe0", re.I), re.match(b"\xe9", b"\xc9", re.I))
print(re.sub("straße", "x", "STRASSE Straße STRAẞE", flags=re.I), re.findall(r"(?i)(\w)\1", "aA éÉ sſ kK"))
print([hex(c) for c in range(0x250) if re.match("(?i)[a-z]", chr(c)) and not chr(c).isascii()])
