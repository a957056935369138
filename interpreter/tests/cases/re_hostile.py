import re

# Deep for a matcher that calls itself.
text = "ab" * 20000
print(re.fullmatch(r"(?:a|b)*", text).end(), re.fullmatch(r"(a|b)*", text).lastindex, re.match(r"(?:ab)*?$", text).end(), re.fullmatch(r"(?:(?:a|b)+)+", text).end())
print(re.match(r"(?:.|\n)*c", text), re.match(r"(?:(a)|(b)|c)*", text).groups(), re.fullmatch(r"(?:ab)*+", text).end(), re.fullmatch(r"(?:a(?=b)b)*", text).end())
print(re.match("(?:" * 90 + "a" + ")*" * 90, "aaa"), re.match("(" * 90 + "a" + ")" * 90, "a").lastindex)
print(len(re.compile("|".join(f"word{i}" for i in range(3000))).findall("word1 word2999 word3000")))
print(re.search(r"(a+)+$", "a" * 18 + "b"), re.match(r"(?:a?){20}a{20}", "a" * 20).end(), re.sub(r"\s+$", "", "x" + " " * 2000 + "x")[:3])
print(re.match(r"(a{1,100}){1,100}b", "a" * 12), re.compile("x" * 5000).search("x" * 5000).end(), len(re.findall("a{0,3}?", "aaaa")))
