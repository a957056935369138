# Texts that are built by appending share room; none of them may see what another one appended.
text = "x" * 200
kept = [text]
for i in range(300):
    text += str(i)
    if i % 50 == 0:
        kept.append(text)
print(len(text), [len(each) for each in kept], hash(text) == hash("".join(["x" * 200] + [str(i) for i in range(300)])))
first = kept[2]
one, other = first, first
one += "one"
other += "other"
print(one[-5:], other[-5:], first[-5:], one == first + "one", other == first + "other")
first += first
print(len(first), first == kept[2] * 2, kept[3].startswith(kept[2]))
wide = "\u00e9" * 150
for char in "a\u20acz":
    wide = wide + char
print(len(wide), wide[-3:], wide[149], wide[150], [c for c in wide[-4:]], wide.encode()[-5:])
both = kept[-1]
left, right = both + "l", both + "r"
print(left[-1], right[-1], both[-1], {left: 1, right: 2}[both + "l"])
s = ""
for i in range(2000):
    s += "ab"
    assert s[-2:] == "ab" and len(s) == 2 * (i + 1)
print(len(s), s.count("ab"), s[1000:1004])

counts = {}
for number in [1, 1.0, True, "a", ("a",), ("a", 1), ("a", 1.0), None, 10**30, 10**30]:
    counts[number] = counts.get(number, 0) + 1
print(counts)
print(sorted([3, 1, 2]), sorted("bca", reverse=True), sorted([2.5, -1.0, 0.0, -0.0]), sorted([(2, "b"), (1, "z"), (2, "a")]))
print(sorted([1, 2.5, True, 0], reverse=True), sorted(["b", "a", "B"], key=str.lower), sorted([(1, 2), (1,)], key=len))
try:
    sorted([1, "a"])
except TypeError as error:
    print(error)
nan = float("nan")
print(sorted([2.0, 1.0]), [str(x) for x in sorted([nan, 1.0])], 7 / 2, 0 / -5, -7 // 2, -7 % 3, 7 % -3, 1 << 62, 1 << 63, -1 << 63, 4.0**-1.5)
print(2 + 0.5, 0.5 - 2, 3 * 1.5, 2**53 + 1 + 0.0, (2**53 + 1) * 1.0, 10**17 / 3, 1 / 3.0)
