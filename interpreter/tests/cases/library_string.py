"""string: templates, formatters, capwords, constants."""
import string
from string import Formatter, Template, capwords


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


print(string.ascii_letters, string.digits, repr(string.whitespace), repr(string.printable), string.punctuation)
print(capwords("hello  wORLD\tagain "), capwords("a-b-cd", "-"), capwords(""))
t = Template("$who likes ${what} for $$5, ${who}s and $_x1 $WHO")
print(t.substitute(who="tim", what="kung pao", _x1=3, WHO="W"), t.template)
print(t.safe_substitute(who="tim"), t.safe_substitute({"who": 1}, what=2))
show(t.substitute, who="x")
show(Template("cost: $ 5").substitute)
show(Template("line one\nline $-two").substitute)
show(Template("${unclosed").substitute)
show(Template("$").substitute)
print(Template("cost: $ 5 ${").safe_substitute(), Template("plain").substitute(), Template("$a$b").substitute({"a": 1, "b": 2}, b=3))
show(Template("$é").substitute, é=1)


class Percent(Template):
    delimiter = "%"
    idpattern = "[a-z]+_[a-z]+"


print(Percent("%with_under %% %{a_b} %not").safe_substitute(with_under="yes", a_b="braced"))
f = Formatter()
print(f.format("{} {} {a} {0!r:>5}", 1, "x", a=[1]) if False else f.format("{0} {1} {a} {1!r:>5}", 1, "x", a=[1]))
print(f.format("{} and {}", 1, 2), f.format("{0[1]} {a.real} {b[k][0]}", [1, 2], a=5, b={"k": "v"}), f.format("{{literal}} {0:{1}}", 3.14159, ".2f"))
show(f.format, "{} {0}", 1)
show(f.format, "{0} {}", 1)
show(f.format, "{missing}")
show(f.format, "{")
show(f.format, "}")
show(f.format, "{0!x}", 1)
show(f.format, "{0")
print(list(f.parse("a{b!r:>{w}}c{{d}}{}")), f.vformat("{x}", (), {"x": 1}))


class Default(Formatter):
    def get_value(self, key, args, kwargs):
        if isinstance(key, str):
            return kwargs.get(key, f"<{key}>")
        return super().get_value(key, args, kwargs)

    def format_field(self, value, spec):
        return super().format_field(value, spec).upper() if spec == "" else format(value, spec)

    def check_unused_args(self, used, args, kwargs):
        print("used", sorted(map(str, used)))


print(Default().format("{a} {b} {0:>4}", 7, a="x"))
