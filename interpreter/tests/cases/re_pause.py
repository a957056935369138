import asyncio
import re

WORD = re.compile(r"(?P<first>\w)(\w*)", re.I)
BYTES = re.compile(rb"(\d)(x)?")


async def main():
    inner = re.compile(r"(?<=é)\w+")
    match = WORD.search("- héllo wörld")
    other = BYTES.match(b"12")
    found = WORD.finditer("ab çd ef")
    print(next(found))
    empty = re.finditer(r"x*", "éxé")
    print(next(empty))
    await asyncio.sleep(1)
    print(match, match.groups(), match.re, match.re is WORD, match.string, match.span(2), match.lastgroup)
    print(other, other.groups(), other.re == BYTES)
    print(next(found))
    await asyncio.sleep(1)
    print(list(found), list(empty), inner.search("éab"), inner)
    print(WORD.sub(lambda m: m["first"].upper() + m[2], "ab çd"))
    seen = {inner: 1, WORD: 2}
    await asyncio.sleep(1)
    print(seen[re.compile(r"(?<=é)\w+")], seen[WORD], inner.groupindex == {}, dict(WORD.groupindex))


asyncio.run(main())
