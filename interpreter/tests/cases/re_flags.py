import re

for flag in (re.A, re.ASCII, re.I, re.IGNORECASE, re.M, re.MULTILINE, re.S, re.DOTALL, re.U, re.UNICODE, re.X, re.VERBOSE, re.NOFLAG):
    print(repr(flag), str(flag), f"{flag}", int(flag), flag.value, flag == flag.value, bool(flag), isinstance(flag, int))
both = re.I | re.M
print(both, repr(both), both & re.I, both ^ re.M, re.I in both, re.S in both, both == 10, both | 16, 16 | both, re.I | 1 << 14, type(both).__name__)
print(~re.I & (re.I | re.M), re.I & re.M, re.I + 1, re.I == 2, hash(re.I) == hash(2), re.I < re.M, [re.I, re.M].index(re.M))
print(f"{re.I!r:>16}|", "%s %d" % (re.I, re.I), re.compile("a", re.I | re.S).flags, re.compile("a", both | re.X), isinstance(re.I, re.RegexFlag))
flags = re.NOFLAG
for each in (re.I, re.X):
    flags |= each
print(flags, re.findall("A b", "ab", flags))
print(list(both), re.RegexFlag(10), re.RegexFlag.I, re.RegexFlag["MULTILINE"], re.I.name, both.name, re.I is re.IGNORECASE, list(re.RegexFlag), len(re.RegexFlag))
print(~re.I, repr(~(re.I | re.S | re.X)), re.RegexFlag(4096), re.RegexFlag.__module__, f"{re.I:>20}|", f"{re.I:d}")
print(re.compile("a", ~re.M & re.I), re.I ^ 1 << 12, {re.I: 1}[2], re.RegexFlag(0), re.NOFLAG is re.RegexFlag(0))
