"""Counting in a dict, and sorting what was counted."""

WORDS = "the quick brown fox jumps over the lazy dog while seven wizards boxed up five dozen liquor jugs for the king".split()


def text(length):
    chosen, state = [], 1
    for _ in range(length):
        state = state * 1_103_515_245 + 12_345 & 0x7FFFFFFF
        chosen.append(WORDS[(state >> 8) % len(WORDS)] + str((state >> 16) % 97))
    return " ".join(chosen)


def count(words):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    lengths = {}
    for word in words:
        if len(word) in lengths:
            lengths[len(word)] += 1
        else:
            lengths[len(word)] = 1
    return counts, lengths


def main():
    words = text(300_000).split()
    for _ in range(9):
        counts, lengths = count(words)
        assert sum(counts.values()) == sum(lengths.values()) == 300_000
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    assert len(common) == 1843, len(common)
    assert common[0][1] >= common[-1][1]


main()
