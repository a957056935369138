"""difflib: what two sequences have in common, and how one becomes the other."""

import heapq
import re
from collections import namedtuple
from types import GenericAlias


Match = namedtuple("Match", "a b size", module="difflib")


def _share(matches, length):
    return 2.0 * matches / length if length else 1.0


class SequenceMatcher:
    """Compares two sequences of hashable items by their longest common runs."""

    __module__ = "difflib"

    def __init__(self, isjunk=None, a="", b="", autojunk=True):
        self.isjunk = isjunk
        self.a = self.b = None
        self.autojunk = autojunk
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        """Both sequences."""
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        """The first sequence; what is known of the second stays."""
        if a is not self.a:
            self.a = a
            self.matching_blocks = self.opcodes = None

    def set_seq2(self, b):
        """The second sequence, of which is kept where each item stands."""
        if b is not self.b:
            self.b = b
            self.matching_blocks = self.opcodes = None
            self.fullbcount = None
            self._find_places()

    def _find_places(self):
        places = {}
        for place, item in enumerate(self.b):
            places.setdefault(item, []).append(place)
        junk = set()
        if self.isjunk:
            junk = {item for item in places if self.isjunk(item)}
        popular, count = set(), len(self.b)
        if self.autojunk and count >= 200:
            many = count // 100 + 1
            popular = {item for item, held in places.items() if item not in junk and len(held) > many}
        self.b2j = {item: held for item, held in places.items() if item not in junk and item not in popular}
        self.bjunk, self.bpopular = junk, popular

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        """The longest run in `a[alo:ahi]` and `b[blo:bhi]`, the first of equally long ones."""
        a, b, junk = self.a, self.b, self.bjunk
        ahi = len(a) if ahi is None else ahi
        bhi = len(b) if bhi is None else bhi
        best_a, best_b, best = alo, blo, 0
        ending = {}
        for i in range(alo, ahi):
            now = {}
            for j in self.b2j.get(a[i], ()):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                size = now[j] = ending.get(j - 1, 0) + 1
                if size > best:
                    best_a, best_b, best = i - size + 1, j - size + 1, size
            ending = now
        # Popular items make a run longer, and then junk does; neither begins one.
        for wanted in (False, True):
            while best_a > alo and best_b > blo and (b[best_b - 1] in junk) is wanted and a[best_a - 1] == b[best_b - 1]:
                best_a, best_b, best = best_a - 1, best_b - 1, best + 1
            while (
                best_a + best < ahi
                and best_b + best < bhi
                and (b[best_b + best] in junk) is wanted
                and a[best_a + best] == b[best_b + best]
            ):
                best += 1
        return Match(best_a, best_b, best)

    def get_matching_blocks(self):
        """All the common runs in order; the last one is empty and stands at the ends."""
        if self.matching_blocks is not None:
            return self.matching_blocks
        ends = len(self.a), len(self.b)
        waiting, found = [(0, ends[0], 0, ends[1])], []
        while waiting:
            alo, ahi, blo, bhi = waiting.pop()
            i, j, size = match = self.find_longest_match(alo, ahi, blo, bhi)
            if not size:
                continue
            found.append(match)
            if alo < i and blo < j:
                waiting.append((alo, i, blo, j))
            if i + size < ahi and j + size < bhi:
                waiting.append((i + size, ahi, j + size, bhi))
        joined = []
        for i, j, size in sorted(found):
            if joined and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == j:
                joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + size)
            else:
                joined.append((i, j, size))
        self.matching_blocks = [Match(*each) for each in (*joined, (*ends, 0))]
        return self.matching_blocks

    def get_opcodes(self):
        """How the first sequence becomes the second: (what, a from, a to, b from, b to)."""
        if self.opcodes is not None:
            return self.opcodes
        i = j = 0
        self.opcodes = made = []
        for at_a, at_b, size in self.get_matching_blocks():
            if i < at_a or j < at_b:
                kind = "insert" if i == at_a else "delete" if j == at_b else "replace"
                made.append((kind, i, at_a, j, at_b))
            i, j = at_a + size, at_b + size
            if size:
                made.append(("equal", at_a, i, at_b, j))
        return made

    def get_grouped_opcodes(self, n=3):
        """The changes, each with so many equal items around; those that are near each other in one list."""
        codes = list(self.get_opcodes()) or [("equal", 0, 1, 0, 1)]
        kind, i1, i2, j1, j2 = codes[0]
        if kind == "equal":
            codes[0] = kind, max(i1, i2 - n), i2, max(j1, j2 - n), j2
        kind, i1, i2, j1, j2 = codes[-1]
        if kind == "equal":
            codes[-1] = kind, i1, min(i2, i1 + n), j1, min(j2, j1 + n)
        group = []
        for kind, i1, i2, j1, j2 in codes:
            if kind == "equal" and i2 - i1 > n + n:
                group.append((kind, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group = []
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((kind, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == "equal"):
            yield group

    def ratio(self):
        """How much they have in common, from 0 to 1."""
        return _share(sum(match[-1] for match in self.get_matching_blocks()), len(self.a) + len(self.b))

    def quick_ratio(self):
        """Not less than `ratio()`, and sooner known: by how often each item occurs."""
        if self.fullbcount is None:
            self.fullbcount = {}
            for item in self.b:
                self.fullbcount[item] = self.fullbcount.get(item, 0) + 1
        left, matches = {}, 0
        for item in self.a:
            count = left.get(item, self.fullbcount.get(item, 0))
            left[item] = count - 1
            if count > 0:
                matches += 1
        return _share(matches, len(self.a) + len(self.b))

    def real_quick_ratio(self):
        """Not less than `quick_ratio()`: by the lengths alone."""
        sizes = len(self.a), len(self.b)
        return _share(min(sizes), sum(sizes))

    __class_getitem__ = classmethod(GenericAlias)


def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    """The possibilities that are most like the word, the best first."""
    if not n > 0:
        raise ValueError(f"n must be > 0: {n!r}")
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError(f"cutoff must be in [0.0, 1.0]: {cutoff!r}")
    matcher, found = SequenceMatcher(), []
    matcher.set_seq2(word)
    for each in possibilities:
        matcher.set_seq1(each)
        if matcher.real_quick_ratio() >= cutoff and matcher.quick_ratio() >= cutoff and matcher.ratio() >= cutoff:
            found.append((matcher.ratio(), each))
    return [each for _, each in heapq.nlargest(n, found)]


def _marks(text, marks):
    """Marks that stand below a text with tabs in it."""
    return "".join([letter if mark == " " and letter.isspace() else mark for letter, mark in zip(text, marks)])


class Differ:
    """Shows how lines became others, and within lines that are alike what changed."""

    __module__ = "difflib"

    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk = linejunk
        self.charjunk = charjunk

    def compare(self, a, b):
        """Lines, each behind two letters that say where it is from."""
        for kind, i1, i2, j1, j2 in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if kind == "replace":
                yield from self._changed(a, i1, i2, b, j1, j2)
            elif kind == "delete":
                yield from _lines("-", a[i1:i2])
            elif kind == "insert":
                yield from _lines("+", b[j1:j2])
            else:
                yield from _lines(" ", a[i1:i2])

    def _changed(self, a, i1, i2, b, j1, j2):
        if i1 >= i2 or j1 >= j2:
            yield from _lines("-", a[i1:i2])
            yield from _lines("+", b[j1:j2])
            return
        best, at, same = 0.74, None, None
        matcher = SequenceMatcher(self.charjunk)
        for j in range(j1, j2):
            matcher.set_seq2(b[j])
            for i in range(i1, i2):
                if a[i] == b[j]:
                    same = same or (i, j)
                    continue
                matcher.set_seq1(a[i])
                if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                    best, at = matcher.ratio(), (i, j)
        if best < 0.75:
            if same is None:
                removed, added = _lines("-", a[i1:i2]), _lines("+", b[j1:j2])
                for each in (added, removed) if j2 - j1 < i2 - i1 else (removed, added):
                    yield from each
                return
            at = same
        else:
            same = None
        i, j = at
        yield from self._changed(a, i1, i, b, j1, j)
        if same is None:
            yield from self._pair(matcher, a[i], b[j])
        else:
            yield "  " + a[i]
        yield from self._changed(a, i + 1, i2, b, j + 1, j2)

    def _pair(self, matcher, old, new):
        below_old = below_new = ""
        matcher.set_seqs(old, new)
        for kind, i1, i2, j1, j2 in matcher.get_opcodes():
            below_old += {"replace": "^", "delete": "-", "equal": " "}.get(kind, "") * (i2 - i1)
            below_new += {"replace": "^", "insert": "+", "equal": " "}.get(kind, "") * (j2 - j1)
        for sign, line, below in ("-", old, below_old), ("+", new, below_new):
            yield f"{sign} {line}"
            marks = _marks(line, below).rstrip()
            if marks:
                yield f"? {marks}\n"


def _lines(sign, lines):
    for line in lines:
        yield f"{sign} {line}"


_BLANK = re.compile(r"\s*(?:#\s*)?$")


def IS_LINE_JUNK(line, pat=_BLANK.match):
    """Whether a line is blank, or has a lone `#`."""
    return pat(line) is not None


def IS_CHARACTER_JUNK(ch, ws=" \t"):
    """Whether a letter is a blank or a tab."""
    return ch in ws


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """What `Differ.compare` gives."""
    return Differ(linejunk, charjunk).compare(a, b)


def restore(delta, which):
    """The first or the second of the texts of which `ndiff` made a delta."""
    sign = {1: "- ", 2: "+ "}.get(int(which))
    if sign is None:
        raise ValueError(f"unknown delta choice (must be 1 or 2): {which!r}")
    for line in delta:
        if line[:2] in ("  ", sign):
            yield line[2:]


def _check_texts(a, b, *args):
    for lines in (a, b):
        if lines and not isinstance(lines[0], str):
            raise TypeError(f"lines to compare must be str, not {type(lines[0]).__name__} ({lines[0]!r})")
    for each in args:
        if not isinstance(each, str):
            raise TypeError(f"all arguments must be str, not: {each!r}")


def _head(sign, file, date, lineterm):
    return f"{sign} {file}{f'{chr(9)}{date}' if date else ''}{lineterm}"


def _unified_range(start, stop):
    length = stop - start
    if length == 1:
        return f"{start + 1}"
    return f"{start + 1 if length else start},{length}"


def unified_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """The changes between two lists of lines, with a few lines around."""
    _check_texts(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    begun = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not begun:
            begun = True
            yield _head("---", fromfile, fromfiledate, lineterm)
            yield _head("+++", tofile, tofiledate, lineterm)
        first, last = group[0], group[-1]
        yield f"@@ -{_unified_range(first[1], last[2])} +{_unified_range(first[3], last[4])} @@{lineterm}"
        for kind, i1, i2, j1, j2 in group:
            if kind == "equal":
                for line in a[i1:i2]:
                    yield " " + line
                continue
            if kind != "insert":
                for line in a[i1:i2]:
                    yield "-" + line
            if kind != "delete":
                for line in b[j1:j2]:
                    yield "+" + line


def _context_range(start, stop):
    length = stop - start
    begin = start + 1 if length else start
    return f"{begin}" if length <= 1 else f"{begin},{begin + length - 1}"


def context_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """The same in the form in which each change is shown twice, as it was and as it is."""
    _check_texts(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    signs = {"insert": "+ ", "delete": "- ", "replace": "! ", "equal": "  "}
    begun = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not begun:
            begun = True
            yield _head("***", fromfile, fromfiledate, lineterm)
            yield _head("---", tofile, tofiledate, lineterm)
        first, last = group[0], group[-1]
        kinds = {code[0] for code in group}
        yield "***************" + lineterm
        yield f"*** {_context_range(first[1], last[2])} ****{lineterm}"
        if "replace" in kinds or "delete" in kinds:
            for kind, i1, i2, _, _ in group:
                if kind != "insert":
                    for line in a[i1:i2]:
                        yield signs[kind] + line
        yield f"--- {_context_range(first[3], last[4])} ----{lineterm}"
        if "replace" in kinds or "insert" in kinds:
            for kind, _, _, j1, j2 in group:
                if kind != "delete":
                    for line in b[j1:j2]:
                        yield signs[kind] + line
