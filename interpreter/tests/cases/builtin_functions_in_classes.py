# Which functions of the library become methods where a class has them.
import base64, bisect, copy, dataclasses, functools, heapq, json, math, operator, random, re, statistics, warnings
from dataclasses import dataclass


class C:
    push = heapq.heappush
    left = bisect.bisect_left
    add = operator.add
    get = operator.itemgetter(0)
    nl = heapq.nlargest
    pi = math.floor
    key = functools.partial(max, 3)
    red = functools.reduce
    rnd = random.randint
    mean = statistics.mean
    enc = base64.b64encode
    dumps = json.dumps
    cp = copy.copy
    srt = sorted
    warn = warnings.warn
    cmp = functools.cmp_to_key
    low = str.lower
    match = re.compile("a").match
    search = re.search

    def __iter__(self): return iter([4, 5])


c = C()
h = []
c.push(h, 3)
for f in (lambda: h, lambda: c.left([1, 2], 2), lambda: c.add(1, 2), lambda: c.get([7]), lambda: c.pi(3.5), lambda: c.key(9), lambda: c.red(lambda a, b: a + b, [1, 2]),
          lambda: c.rnd(3, 3), lambda: c.mean(), lambda: c.enc(b"x"), lambda: c.dumps(indent=3), lambda: type(c.cp()), lambda: c.srt([2, 1]), lambda: c.match("abc").group(), lambda: c.search("x"),
          lambda: c.nl(2, [1, 2]), lambda: c.nl(), lambda: C.push(h, 1), lambda: C.search("b", "abc").group(), lambda: c.low("ABC"), lambda: c.cmp(lambda a, b: 0) is None):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


@dataclass
class P:
    x: int = 1
    y: int = 2
    replace = dataclasses.replace
    as_dict = dataclasses.asdict
    as_tuple = dataclasses.astuple
    fields = dataclasses.fields
    is_dc = dataclasses.is_dataclass
    to_copy = copy.deepcopy


p = P()
print(p.replace(x=5), p.as_dict(), p.as_tuple(), [f.name for f in p.fields()], p.is_dc(), p.to_copy())


class Later:
    def __iter__(self):
        return iter([1])


Later.push = heapq.heappush
Later.total = statistics.mean
later = Later()
heap = [2]
later.push(heap, 1)
print(heap, later.total())
push = later.push
push(heap, 0)
print(heap)
