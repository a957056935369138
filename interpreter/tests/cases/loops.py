for n in range(2, 12):
    for d in range(2, n):
        if n % d == 0:
            print(n, "=", d, "*", n // d)
            break
    else:
        print(n, "is prime")

i = 0
while i < 3:
    i += 1
    if i == 2:
        continue
    print("while", i)
else:
    print("while done")

while True:
    i += 1
    if i > 5:
        break
else:
    print("never")
print(i)

for i in []:
    print("never")
else:
    print("empty for else")
for i in range(3):
    pass
print("after", i)
for i in range(5, 0, -2):
    print(i, end=" ")
print()
for i in range(3):
    i = i * 10
    print(i, end=",")
print()

for outer in "ab":
    for inner in range(4):
        if inner == 1:
            continue
        if inner == 3:
            break
        print(outer, inner)
    else:
        print("never")
        break
    continue

items = [1, 2, 3]
for item in items:
    if item < 3:
        items.append(item + 10)
    print(item, end=" ")
print(items)

d = {"a": 1, "b": 2}
for key in d:
    print(key, d[key])
for key, value in d.items():
    print(key, value)
for index, (key, value) in enumerate(zip("xyz", d.values()), start=5):
    print(index, key, value)
try:
    for key in d:
        d[key + "!"] = 1
except RuntimeError as error:
    print(error)

total = 0
for x in reversed(range(10)):
    if x % 2:
        continue
    total = total * 3 + x
print(total)


def search(rows, wanted):
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell == wanted:
                return number, column
    return None


print(search([[1, 2], [3, 4]], 3), search([[1]], 9))


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


for n in Countdown(3):
    print("down", n)
print(list(Countdown(4)), sum(Countdown(5)), max(Countdown(3)), tuple(Countdown(2)), [*Countdown(2)])


class Indexed:
    def __getitem__(self, index):
        if index > 2:
            raise IndexError
        return index * 11


print(list(Indexed()), 22 in Indexed())
for bad in (5, None, Indexed):
    try:
        for _ in bad:
            pass
    except TypeError as error:
        print(error)
for start in range(10**20, 10**20 + 3):
    print(start)
n = 0
while n < 1000:
    n += 1
    if n % 7:
        continue
    if n % 11:
        continue
    if n % 13 == 0:
        break
print(n)
