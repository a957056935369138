"""What `except*` raises again, what it raises anew, and how often it asks a group to derive another."""


class G(ExceptionGroup):
    def derive(self, excs):
        print("derive", excs)
        return G(self.message, excs)


def run(make, body):
    g = make("g", [ValueError(1), TypeError(2)])
    try:
        body(g)
    except BaseException as e:
        print(repr(e), e is g, getattr(e, "__notes__", None))


def b1(g):
    try:
        raise g
    except* KeyError:
        pass


def b2(g):
    try:
        raise g
    except* ValueError:
        raise


def b3(g):
    try:
        raise g
    except* Exception:
        raise


def b4(g):
    try:
        raise g
    except* Exception as eg:
        raise eg


def b5(g):
    try:
        raise g
    except* ValueError as eg:
        raise eg


def b6(g):
    try:
        raise g
    except* ValueError as eg:
        eg.add_note("n")
        raise


def b7(g):
    try:
        raise g
    except* KeyError:
        pass
    except* ValueError as eg:
        raise
    except* TypeError as eg:
        eg.add_note("m")
        raise


def b8(g):
    g.add_note("x")
    try:
        raise g
    except* ValueError as eg:
        raise
    except* TypeError as eg:
        eg.add_note("m")
        raise


def b9(g):
    try:
        raise g
    except* ValueError as eg:
        try:
            raise eg
        except* ValueError:
            raise


def b10(g):
    try:
        raise g
    except* ValueError as eg:
        try:
            raise KeyError
        except KeyError:
            raise eg


def b11(g):
    try:
        try:
            raise g
        except* ValueError as eg:
            raise
        except* TypeError as eg:
            raise KeyError("k")
    except* ValueError as eg:
        print("inner", repr(eg), eg.__context__)


for make in (ExceptionGroup, G):
    for b in (b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11):
        print(b.__name__)
        run(make, b)
