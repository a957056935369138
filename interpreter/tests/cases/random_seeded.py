import asyncio
import random
from random import Random, randint


def attempt(label, function):
    try:
        print(label, repr(function()))
    except Exception as error:
        print(label, type(error).__name__, error)


def numbers(source):
    print([source.random() for _ in range(3)])
    print([source.getrandbits(k) for k in (0, 1, 7, 31, 32, 33, 64, 100, 200)])
    print([source.randint(1, 6) for _ in range(10)], source.randrange(10), source.randrange(5, 50, 5), source.randrange(10, 0, -3), source.randint(-(10**30), 10**30))
    print(source.choice("abcdef"), source.choice([1, 2, 3]), source.choice(range(100)))
    print(source.choices("abc", k=6), source.choices([1, 2, 3], weights=[1, 5, 2], k=6), source.choices("xy", cum_weights=[1, 4], k=4))
    items = list(range(12))
    source.shuffle(items)
    print(items)
    print(source.sample(range(100), 5), source.sample("abcdefgh", 3), source.sample(range(10**6), 10), source.sample(["a", "b"], counts=[3, 2], k=3))
    print(source.uniform(1, 10), source.uniform(5, -5), source.triangular(0, 10, 3), source.triangular(), source.randbytes(9))


for seed in [0, 1, 42, -7, 2**70, "text", b"bytes", bytearray(b"ba"), 1.5, -0.0, True]:
    print("seed", seed)
    numbers(Random(seed))
random.seed(2024)
print(random.random(), random.getrandbits(40), random.choice("abc"), random.choices([1, 2], k=3), random.sample(range(9), 4))
items = [1, 2, 3, 4]
random.shuffle(items)
print(items, random.uniform(1, 2), random.randrange(100), random.triangular(), random.randbytes(3), random.choices([1, 2], weights=[1, 3]))
print(randint(1, 100), random.random())
random.seed(2024)
print(random.random())
state = random.getstate()
print(state[0], len(state[1]), state[1][:3], state[1][-1], state[2])
before = [random.random() for _ in range(3)]
random.setstate(state)
print(before == [random.random() for _ in range(3)])
old = Random()
old.seed("abc", version=1)
print(old.random())

generator = Random(5)
attempt("choice", lambda: generator.choice([]))
attempt("randrange", lambda: generator.randrange(0))
attempt("randrange", lambda: generator.randrange(5, 5))
attempt("randrange", lambda: generator.randrange(5, 1))
attempt("randrange", lambda: generator.randrange(1, 10, 0))
attempt("randrange", lambda: generator.randrange(1, 10, -1))
attempt("randrange", lambda: generator.randrange(10, step=2))
attempt("randrange", lambda: generator.randrange(1.5))
attempt("randrange", lambda: generator.randrange(3.0))
attempt("randint", lambda: generator.randint(5, 1))
attempt("sample", lambda: generator.sample([1, 2], 3))
attempt("sample", lambda: generator.sample({1, 2}, 1))
attempt("sample", lambda: generator.sample([1], counts=[1, 2], k=1))
attempt("sample", lambda: generator.sample([1], counts=[0], k=1))
attempt("choices", lambda: generator.choices([1, 2], weights=[1], k=1))
attempt("choices", lambda: generator.choices([1, 2], weights=[0, 0]))
attempt("choices", lambda: generator.choices([1, 2], 3))
attempt("choices", lambda: generator.choices([1, 2], [1, 2], cum_weights=[1, 2]))
attempt("getrandbits", lambda: generator.getrandbits(-1))
attempt("seed", lambda: generator.seed([1]))
attempt("seed", lambda: Random((1, 2)))
for name, args in [("gauss", (0, 1)), ("gauss", ()), ("normalvariate", (10, 2)), ("lognormvariate", (0, 1)), ("expovariate", (0.5,)), ("betavariate", (2, 3)),
                   ("gammavariate", (3, 1)), ("gammavariate", (0.5, 2)), ("gammavariate", (1, 2)), ("paretovariate", (3,)), ("weibullvariate", (1, 2)), ("vonmisesvariate", (0, 4)), ("vonmisesvariate", (1, 0))]:
    print(name, [round(getattr(generator, name)(*args), 12) for _ in range(3)])


class Loaded(Random):
    def random(self):
        return 0.25


print(Loaded(1).uniform(0, 4), Loaded(1).choices("abcd", k=2))


async def main():
    random.seed(7)
    own = Random(8)
    await asyncio.sleep(0)
    print(random.random(), own.random(), own.gauss())
    await asyncio.sleep(0.001)
    print(random.randint(1, 1000), own.gauss(), own.sample(range(30), 4))


asyncio.run(main())
values = [random.Random().random() for _ in range(3)]
print(all(0 <= value < 1 for value in values), len(set(values)))
