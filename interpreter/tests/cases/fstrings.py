name, n, f, big, neg = "Ann", 42, 3.14159265, 10**20, -7
print(f"{name}", f"{name!r}", f"{name!s:>6}|", f"{'é'!a}", f"{{literal}}", f"{n=}", f"{n = }", f"{f=:.2f}", f"{name=!s}")
print(f"{n:5}|{n:<5}|{n:^5}|{n:>5}|{n:05}|{n:+}|{n: }|{neg:05}|{neg:=6}|{n:*^9}|{n:x}|{n:#x}|{n:X}|{n:#b}|{n:o}|{n:c}|{n:e}|{n:%}")
print(f"{f:.2f}|{f:10.3f}|{f:<10.1f}|{f:+.0f}|{f:e}|{f:.3e}|{f:g}|{f:.3g}|{f:010.2f}|{f:.1%}|{f:n}|{f}|{-f:8.2f}|{1e10:g}|{1e-7:g}|{123456789.0:g}")
print(f"{big:,}|{big:_}|{n:,}|{1234567.891:,.2f}|{1234567:_x}|{-1234567:,}|{0:,}|{999:,}|{1000:,}")
print(f"{name:10}|{name:>10}|{name:^10}|{name:-^11}|{name:.2}|{name:5.1}|{'':5}|{name:s}")
print(f"{True}|{True:5}|{None}|{[1, 'a']}|{ {'k': 1} }|{(1,)}|{True:d}")
width, precision, fill = 10, 3, "*"
print(f"{f:{width}.{precision}}|{name:{fill}^{width}}|{n:{'0' + str(width)}}")
print(f"{'nested ' + f'{name}'}")
print(f"{n + 1} {n * 2 if n else 0} {[x for x in range(3)]} {(lambda q: q + 1)(2)} {name.upper()} {name[0]} {len(name):03}")
print(f"a" "b" f"{n}" "c{n}", f"", f"{''}", f"{name}{n}{f:.1f}")
print(f"""multi
{name}
  line""")
print(f"{n:>{width}}" + f"{name!r:>{width}}", rf"\n{n}\t", f"\t{n}\\")


class Formatted:
    def __format__(self, spec):
        return f"<{spec}>"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


o = Formatted()
print(f"{o}", f"{o:abc}", f"{o!s}", f"{o!r:>6}", f"{o!s:{width}}|", "{:x}".format(o), format(o, "q"), str(o), repr([o]))


class Plain:
    def __repr__(self):
        return "Plain()"


print(f"{Plain()}", f"{Plain()!s:>10}", "%s %r" % (Plain(), Plain()))
print("{} {}".format(1, 2), "{1} {0}".format(1, 2), "{a} {b:>4}".format(a=1, b=2), "{0[1]} {1.real}".format([5, 6], 7), "{:{}}".format("x", 4) + "|")
print("%d %5.2f %s %r %x %o %e %% %c %05d %-5d| %+d" % (n, f, name, name, n, n, f, "z", n, n, n))
print("%(a)s and %(b)03d" % {"a": 1, "b": 2}, "%-6s|%6s" % ("ab", "cd"), "%s" % [1, 2], "%5s%%" % 50)
for spec in ("d", "z", ".", "10q", "<<<"):
    try:
        print(f"{name:{spec}}")
    except ValueError as error:
        print(error)
try:
    f"{f:d}"
except ValueError as error:
    print(error)
try:
    f"{Plain():>5}"
except TypeError as error:
    print(error)
try:
    f"{None:5}"
except TypeError as error:
    print(error)
try:
    f"{[]:5}"
except TypeError as error:
    print(error)
def say(x):
    print("eval", x)
    return x
print(f"{say(1)}{say(2)!r:{say(3)}}{say(4)}")
