# Properties and other descriptors: their texts, their subclasses, what is read and set by whom.
def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


class Plain:
    @property
    def size(self):
        "how large"
        return self._size

    @size.setter
    def size(self, value):
        "not shown"
        self._size = value

    @property
    def fixed(self):
        return 1

    own = property(doc="its own text")


print(Plain.size.__doc__, Plain.fixed.__doc__, Plain.own.__doc__, Plain.size.fset.__doc__)
plain = Plain()
Plain.size.__set__(plain, 5)
print(plain.size, Plain.size.__get__(plain), Plain.size.__get__(None, Plain) is Plain.size)
attempt(lambda: Plain.fixed.__set__(plain, 1))
attempt(lambda: Plain.fixed.__delete__(plain))
attempt(lambda: plain.own)


class Outer:
    class Inner:
        @property
        def held(self):
            return 1


def set_held():
    Outer.Inner().held = 2


def delete_held():
    del Outer.Inner().held


attempt(set_held)
attempt(delete_held)


class Derived(Plain):
    @Plain.size.getter
    def size(self):
        "how large, twice"
        return 2 * self._size


derived = Derived()
derived.size = 4
print(derived.size, Derived.size.__doc__)
Derived.size.__doc__ = "said again"
print(Derived.size.__doc__, Plain.size.__doc__)


class Checked(property):
    def described(self):
        return self.fget.__name__


class User:
    @Checked
    def name(self):
        return self._name

    @name.setter
    def name(self, value):
        self._name = value.strip()


user = User()
user.name = "  ada "
print(user.name, User.name.described(), type(User.name).__name__, isinstance(User.name, property))
attempt(lambda: User.name.__delete__(user))


class SetOnly:
    def __set__(self, instance, value):
        instance.__dict__["kept"] = value + 1


class Keeps:
    kept = SetOnly()


keeps = Keeps()
print(type(keeps.kept).__name__)
keeps.kept = 41
print(keeps.kept)


class Methods:
    @classmethod
    def of_class(cls):
        "of the class"

    @staticmethod
    def of_nothing():
        "of nothing"
        return 3


kept = Methods.__dict__
print(kept["of_class"].__name__, kept["of_class"].__doc__, kept["of_class"].__qualname__, kept["of_class"].__wrapped__.__name__)
print(kept["of_nothing"].__name__, kept["of_nothing"].__doc__, kept["of_nothing"](), kept["of_nothing"].__isabstractmethod__)
print(repr(kept["of_nothing"]).split(" at ")[0], sorted(kept["of_class"].__dict__))


def closes():
    one, two = 1, [2]

    def inner():
        return one, two

    return inner


inner = closes()
cells = inner.__closure__
print([cell.cell_contents for cell in cells], closes.__closure__)
cells[0].cell_contents = "changed"
print(inner())


class Unhashed:
    __hash__ = None

    def __eq__(self, other):
        return True

    def method(self):
        pass


a, b = Unhashed(), Unhashed()
print(a.method == a.method, a.method == b.method, hash(a.method) == hash(a.method))


class Blocked:
    __bool__ = None

    def __len__(self):
        return 1


attempt(lambda: bool(Blocked()))
attempt(lambda: int.__new__(bool, 0))
attempt(lambda: object.__new__(int))
attempt(lambda: int.__new__(str))
