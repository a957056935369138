import re

TEXT = "Żółw — 3 ноги, 日本語 и naïve café; emoji 😀😁 x"
print(re.findall(r"\w+", TEXT), re.findall(r"[^\x00-\x7f]+", TEXT), re.search(r"日本", TEXT).span(), re.search("😁", TEXT).span())
print([m.span() for m in re.finditer(r"\b\w", TEXT)], re.sub(r"[а-я]", "*", TEXT), re.split(r"\W+", TEXT))
print(re.compile(r"\w").match(TEXT, 3), re.compile(r"$").search(TEXT, 5, 7), re.compile(r"(?<=本)語").search(TEXT, 12), re.compile("x").search(TEXT, len(TEXT) - 1))
print(re.search(r"(?<=😀).", TEXT), re.search(r".(?=😀)", TEXT), re.findall(r"(?<![a-z])[a-zï]+", TEXT), re.search(r"é{1,2};?", TEXT))
print(re.findall(r".{3}", TEXT), re.findall(r".+?,", TEXT), re.match(r"(.*)語(.*)", TEXT).groups(), re.findall(r"[😀-😂]", TEXT), re.findall("", "é😀"))
print(re.match(r"(.)\1", "éé"), re.match(r"(?i)(é)\1", "éÉ"), re.match(r"[^a]*a", "ééé"), re.match(r"é*+é", "éé"), re.sub("", "-", "é😀"), re.fullmatch(r"é.*?", "ébc"))
m = re.search("(?P<größe>ó.)", TEXT)
print(m, m["größe"], m.groupdict(), m.start(), m.end("größe"), TEXT[m.start() : m.end()])
print(re.match("\ud7ff", "\ud7ff"), re.match(r"\ud800", "a"), re.match(r"[\ud800-\udfff]", "a"), re.findall(r"\u00e9|\U0001F600", TEXT))
