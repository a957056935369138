"""Algorithms as they are written by hand."""

from collections import defaultdict, Counter
from heapq import heappush, heappop, heapify
from itertools import chain, groupby, permutations, count, compress
from math import inf, lcm, isqrt, comb, perm, prod
from string import ascii_lowercase
import string, textwrap


def dijkstra(graph, start):
    dist = defaultdict(lambda: inf, {start: 0})
    prev = {}
    heap = [(0, start)]
    while heap:
        d, u = heappop(heap)
        if d > dist[u]:
            continue
        for v, w in graph.get(u, {}).items():
            if (nd := d + w) < dist[v]:
                dist[v], prev[v] = nd, u
                heappush(heap, (nd, v))
    return dict(dist), prev


g = {"a": {"b": 7, "c": 9, "f": 14}, "b": {"c": 10, "d": 15}, "c": {"d": 11, "f": 2}, "d": {"e": 6}, "f": {"e": 9}}
print(dijkstra(g, "a"))


def queens(n, row=0, cols=(), d1=frozenset(), d2=frozenset()):
    if row == n:
        yield cols
        return
    for c in range(n):
        if c not in cols and row + c not in d1 and row - c not in d2:
            yield from queens(n, row + 1, cols + (c,), d1 | {row + c}, d2 | {row - c})


print(next(queens(8)), sum(1 for _ in queens(6)))


def huffman(text):
    heap = [[n, i, c] for i, (c, n) in enumerate(sorted(Counter(text).items()))]
    heapify(heap)
    k = len(heap)
    while len(heap) > 1:
        a, b = heappop(heap), heappop(heap)
        heappush(heap, [a[0] + b[0], k, (a[2], b[2])])
        k += 1
    codes = {}

    def walk(node, prefix=""):
        if isinstance(node, str):
            codes[node] = prefix or "0"
        else:
            for bit, child in zip("01", node):
                walk(child, prefix + bit)

    walk(heap[0][2])
    return codes


print(huffman("abracadabra"))


def levenshtein(a, b):
    row = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        old, row[0] = row[0], i
        for j, cb in enumerate(b, 1):
            old, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, old + (ca != cb))
    return row[-1]


print(levenshtein("kitten", "sitting"))


def life(cells, steps):
    for _ in range(steps):
        near = Counter((x + dx, y + dy) for x, y in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)
        cells = {c for c, n in near.items() if n == 3 or n == 2 and c in cells}
    return cells


print(sorted(life({(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}, 8)))


def brainf(code, data=""):
    jumps, stack = {}, []
    for i, c in enumerate(code):
        if c == "[":
            stack.append(i)
        elif c == "]":
            j = stack.pop()
            jumps[i], jumps[j] = j, i
    tape, p, i, out = [0] * 30, 0, 0, []
    while i < len(code):
        match code[i]:
            case ">":
                p += 1
            case "<":
                p -= 1
            case "+" | "-" as c:
                tape[p] = (tape[p] + (1 if c == "+" else -1)) % 256
            case ".":
                out.append(chr(tape[p]))
            case "[" if not tape[p]:
                i = jumps[i]
            case "]" if tape[p]:
                i = jumps[i]
        i += 1
    return "".join(out)


print(brainf("++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++."))


def roman(n):
    out = ""
    for v, s in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split()):
        q, n = divmod(n, v)
        out += s * q
    return out


print(*map(roman, (1994, 2024, 49)))


def sieve(n):
    flags = bytearray([1]) * (n + 1)
    flags[:2] = b"\0\0"
    for i in range(2, isqrt(n) + 1):
        if flags[i]:
            flags[i * i :: i] = bytes(len(range(i * i, n + 1, i)))
    return list(compress(count(), flags))


print(sieve(60), lcm(4, 6, 10), comb(10, 3), perm(5), prod([1.5, 2]))


def caesar(s, k):
    return s.translate(str.maketrans(ascii_lowercase, ascii_lowercase[k:] + ascii_lowercase[:k]))


print(caesar("hello, world", 3), caesar(caesar("abc", 3), -3))


def spiral(m):
    while m:
        yield from m[0]
        m = list(zip(*m[1:]))[::-1]


print(list(spiral([[1, 2, 3], [4, 5, 6], [7, 8, 9]])))


def intervals(xs):
    out = []
    for lo, hi in sorted(xs):
        if out and lo <= out[-1][1]:
            out[-1][1] = max(out[-1][1], hi)
        else:
            out.append([lo, hi])
    return out


print(intervals([(1, 3), (8, 10), (2, 6), (15, 18), (17, 20)]))


class Trie:
    def __init__(self):
        self.root = {}

    def add(self, w):
        n = self.root
        for c in w:
            n = n.setdefault(c, {})
        n["$"] = w

    def __getitem__(self, prefix):
        n = self.root
        for c in prefix:
            n = n[c]
        stack = [n]
        while stack:
            n = stack.pop()
            for k, v in sorted(n.items(), reverse=True):
                if k == "$":
                    yield v
                else:
                    stack.append(v)


t = Trie()
for w in "to tea ted ten inn in".split():
    t.add(w)
print(list(t["te"]), list(t["i"]))
rows = [("name", "qty", "price"), ("apple", 3, 1.5), ("banana split", 12, 0.25)]
widths = [max(len(str(c)) for c in col) for col in zip(*rows)]
for row in rows:
    print(" | ".join(f"{c:<{w}}" if isinstance(c, str) else f"{c:>{w}}" for c, w in zip(row, widths)))
print(textwrap.fill("The quick brown fox jumps over the lazy dog " * 3, width=40, initial_indent="* ", subsequent_indent="  "))
print(
    textwrap.dedent("""
    a
      b
    c""")
    .strip()
    .splitlines(),
    string.Template("$a and ${b}!").substitute(a=1, b="x"),
)
print([list(g) for k, g in groupby([1, 1, 2, 3, 3], key=lambda x: x % 2)], list(chain.from_iterable(permutations("ab"))), dict(zip("ab", count(1))))
x = list(range(10))
x[2:5] = "abc"
del x[::3]
x.insert(-1, "z")
x[1:1] = [x.pop(0)]
print(
    x,
    x[::-1],
    x[-3:],
    sorted("bCa", key=str.casefold),
    "a,b,,c".split(","),
    " a  b ".split(),
    "x".join("abc"),
    "%-5s|%05d|%x|%.3e" % ("ab", 42, 255, 12345.678),
)
print(
    int("0x1f", 16),
    int("z", 36),
    bin(10),
    oct(8),
    hex(-255),
    f"{255:#010b} {1234567.891:,.1f} {0.1 + 0.2} {1e16} {1e-5} {-0.0} {2**70:_}",
    round(2.5),
    round(-1.25, 1),
    divmod(-7, 3),
    -7 // 2,
    (-7) % 3,
    7 % -3,
)
print(
    b"\x00\xff".hex(),
    bytes.fromhex("00 ff"),
    "é".encode(),
    "日本".encode("utf-16-le"),
    b"caf\xc3\xa9".decode(),
    (1000).to_bytes(2, "big"),
    int.from_bytes(b"\x03\xe8", "little"),
)
