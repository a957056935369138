import itertools
import json
import math
import operator
from collections import Counter, OrderedDict, defaultdict, deque
from functools import partial, reduce
from itertools import accumulate, chain, combinations, count, cycle, dropwhile, groupby, islice, pairwise, permutations, product, repeat, starmap, takewhile, zip_longest


def show(call):
    try:
        print(repr(call()))
    except Exception as error:
        print(type(error).__name__, error)


for call in [
    lambda: math.sqrt(2), lambda: math.sqrt(-1), lambda: math.floor(-1.5), lambda: math.ceil(1.2), lambda: math.trunc(-1.7), lambda: math.pi, lambda: math.gcd(12, 18), lambda: math.lcm(4, 6), lambda: math.factorial(20), lambda: math.factorial(-1), lambda: math.comb(10, 3),
    lambda: math.perm(5, 2), lambda: math.isqrt(10**20), lambda: math.log(8, 2), lambda: math.log(0), lambda: math.log10(1000), lambda: math.log2(8), lambda: math.exp(0), lambda: math.exp(1000), lambda: math.isclose(0.1 + 0.2, 0.3), lambda: math.isnan(math.nan), lambda: math.fsum([0.1] * 10),
    lambda: math.prod([1, 2, 3]), lambda: math.hypot(3, 4), lambda: math.copysign(1, -0.0), lambda: math.fmod(-7, 3), lambda: math.modf(1.5), lambda: math.dist([0, 0], [3, 4]), lambda: math.sqrt("a"),
    lambda: list(chain([1], "ab")), lambda: list(islice(count(5, 2), 3)), lambda: list(islice(cycle("ab"), 5)), lambda: list(zip_longest([1], "ab", fillvalue=0)), lambda: list(product("ab", [1, 2])), lambda: list(product([0, 1], repeat=2)), lambda: list(permutations("abc", 2)), lambda: list(combinations("abcd", 2)),
    lambda: list(itertools.combinations_with_replacement("ab", 2)), lambda: list(accumulate([1, 2, 3])), lambda: list(accumulate([1, 2, 3], lambda a, b: a * b, initial=10)), lambda: [(k, list(g)) for k, g in groupby("aabbc")], lambda: list(repeat(1, 3)), lambda: list(takewhile(lambda x: x < 3, [1, 2, 5, 1])), lambda: list(dropwhile(lambda x: x < 3, [1, 2, 5, 1])),
    lambda: list(starmap(pow, [(2, 3), (3, 2)])), lambda: list(pairwise([1, 2, 3])), lambda: list(islice("abcdef", 1, None, 2)), lambda: list(permutations([1, 2, 3])), lambda: reduce(operator.add, [1, 2, 3]), lambda: reduce(lambda a, b: a, []), lambda: partial(int, base=2)("101"), lambda: operator.itemgetter(1)([1, 2]), lambda: operator.attrgetter("real")(3),
    lambda: sorted([{"a": 2}, {"a": 1}], key=operator.itemgetter("a")), lambda: json.dumps({"a": [1, 2.5, None, True], "é": "\n"}), lambda: json.dumps([1, {"b": 2}], indent=2), lambda: json.dumps({"b": 1, "a": 2}, sort_keys=True, separators=(",", ":")), lambda: json.dumps("é", ensure_ascii=False), lambda: json.dumps({1}), lambda: json.dumps({(1,): 1}), lambda: json.dumps(float("nan")),
    lambda: json.loads('{"a": [1, 2.5, -3e2, null, true, "\\u00e9\\n"]}'), lambda: json.loads("[1,]"), lambda: json.loads(""), lambda: json.loads('{"a" 1}'), lambda: json.loads("[1] x"), lambda: json.dumps({1: 2, None: 3, True: 4}), lambda: json.dumps([], indent=1), lambda: json.dumps(object, default=str),
    lambda: Counter("abracadabra"), lambda: Counter("abracadabra").most_common(2), lambda: Counter(a=3) + Counter(a=1, b=2), lambda: Counter(a=3) - Counter(a=1, b=2), lambda: Counter("aab")["z"], lambda: sorted(Counter("aab").elements()), lambda: Counter(a=1).total(),
    lambda: deque([1, 2, 3], maxlen=2), lambda: deque([]).pop(), lambda: OrderedDict(a=1), lambda: defaultdict(int)["x"],
]:
    show(call)
groups = defaultdict(list)
for word in ["apple", "avocado", "banana"]:
    groups[word[0]].append(word)
print(groups, dict(groups))
q = deque([1, 2, 3])
q.appendleft(0); q.append(4); q.rotate(1); q.extendleft([9, 8])
print(q, q.popleft(), q.pop(), len(q), q[0], list(reversed(q)), 3 in q)
o = OrderedDict(a=1, b=2)
o.move_to_end("a")
print(list(o), o.popitem(last=False))
