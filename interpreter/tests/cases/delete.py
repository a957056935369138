x = 1
del x
try:
    x
except NameError as error:
    print(error)


class Thing:
    shared = 1


def local(a, b):
    del a
    try:
        return a
    except UnboundLocalError as error:
        print(error)
    a = 5
    del (a, b)
    try:
        del b
    except UnboundLocalError as error:
        print(error)
    return "end"


print(local(1, 2))
t = Thing()
t.own = 2
del t.own
try:
    del t.own
except AttributeError as error:
    print(error)
try:
    del t.shared
except AttributeError as error:
    print(error)
del Thing.shared
print(hasattr(t, "shared"))
xs, d = [1, 2, 3, 4], {"a": 1, "b": 2}
del xs[0], d["a"], xs[1:]
print(xs, d)
for i in range(2):
    pass
del i
try:
    i
except NameError as error:
    print(error)
try:
    del never_defined
except NameError as error:
    print(error)
