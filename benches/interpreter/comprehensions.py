"""Lists, sets, dicts and generators made by comprehensions."""


def make(size):
    squares = [i * i for i in range(size)]
    even = [n for n in squares if n % 2 == 0]
    pairs = [(a, b) for a in range(40) for b in range(40) if a != b]
    residues = {n % 1009 for n in squares}
    index = {n: i for i, n in enumerate(even)}
    total = sum(n + 1 for n in even)
    texts = [str(n) for n in range(100)]
    return len(squares) + len(even) + len(pairs) + len(residues) + len(index) + total % 1000 + len(texts)


def main():
    total = 0
    for _ in range(400):
        total += make(5000)
    assert total == 5_066_000, total


main()
