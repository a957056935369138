"""Sets out of views of dicts and what is iterated, on both sides."""


def show(f):
    try:
        r = f()
        print(sorted(r, key=repr) if isinstance(r, set) else repr(r), type(r).__name__)
    except BaseException as e:
        print(type(e).__name__, e)


d = {"a": 1, "b": 2}
show(lambda: sorted("a" & d.items(), key=repr))
show(lambda: "a" & d.keys())
show(lambda: [("a", 1), 3] & d.items())
show(lambda: "ab" | d.keys() == {"a", "b"})
show(lambda: ["a", "z"] - d.keys())
show(lambda: ["a", "z"] ^ d.keys() == {"z", "b"})
show(lambda: (1, 2) & d.keys())
show(lambda: 5 & d.keys())
show(lambda: 5 - d.items())
show(lambda: [[]] & d.keys())
show(lambda: [[]] | d.keys())
show(lambda: d.keys() & [[]])
show(lambda: d.keys() & 5)
show(lambda: d.keys() - 5)
show(lambda: {"a"} & d.keys())
show(lambda: frozenset("a") | d.keys())
show(lambda: {"a": 1} & d.keys())
show(lambda: {"a": 1} | d.keys())
show(lambda: b"a" & d.keys())
show(lambda: d.values() & d.keys())
show(lambda: range(3) & d.keys())
show(lambda: iter("ab") & d.keys() == {"a", "b"})
