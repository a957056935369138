"""Building texts: concatenation, join, f-strings, and reading them character by character."""


def build(lines):
    text = ""
    parts = []
    for i in range(lines):
        text += "line "
        text += str(i)
        parts.append(f"{i}:{i * 2:>8}|{text[-3:]}")
    return text, ",".join(parts)


def vowels(text):
    count = 0
    for char in text:
        if char in "aeiou":
            count += 1
    for i in range(len(text)):
        if text[i] == "e":
            count += 1
    return count


def main():
    total = 0
    for _ in range(10):
        text, joined = build(40_000)
        total += vowels(text) + len(joined) + len(joined.upper().replace("|", "").split(","))
    assert total == 9_088_890, total


main()
