import types, typing
from typing import Any, TypeVar, List, Dict, Optional, Union, Generic, NewType, Callable, Literal, Annotated, Tuple, Type, TypedDict, NamedTuple, Protocol, runtime_checkable, get_origin, get_args, cast, ForwardRef, TypeVarTuple, ParamSpec, Unpack, Concatenate
print(list[int], list[int][...] if False else 0, dict[str, list[int]], list[int] | None, int | None, type(list[int]), list[int] == list[int], hash(int|str)==hash(str|int))
T = TypeVar("T"); K = TypeVar("K")
print(T, list[T][int], dict[K, T][str, int], List[int], Dict[str, T][int], Optional[int], Union[int, str, int], Union[int|str, None])
for f in (lambda: list[int][int], lambda: isinstance([], list[int]), lambda: isinstance('', int|list[int]), lambda: List[int][str], lambda: Union[()], lambda: Any(), lambda: isinstance(1, Any), lambda: list[int]().x, lambda: list[int].foo):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Box(Generic[T]):
    def __init__(self, x): self.x = x
print(Box[int], Box[int](3).x, Box[int](3).__orig_class__, Box.__parameters__, Box.__orig_bases__)
class Sub(Box[int], Generic[K]): pass
print(Sub[str], Sub.__mro__)
UserId = NewType("UserId", int)
print(UserId, UserId(5), UserId | None)
print(Callable[[int, str], None], Callable[..., int], Literal[1, 2, "a"], Annotated[int, "x"], Tuple[int, ...], Type[int])
class TD(TypedDict, total=False):
    a: int
print(TD(a=1), TD.__total__)
class NT(NamedTuple):
    a: int
    b: str = "x"
print(NT(1), NT._fields)
@runtime_checkable
class HasClose(Protocol):
    def close(self): ...
class F:
    def close(self): pass
print(isinstance(F(), HasClose), isinstance(1, HasClose), issubclass(F, HasClose))
print(get_origin(List[int]), get_args(Dict[str,int]), get_args(Callable[[int],str]), cast(int, 3), ForwardRef("a.b[int]"), get_origin(int|str))
Ts = TypeVarTuple("Ts"); P = ParamSpec("P")
print(Tuple[Unpack[Ts]], Tuple[Unpack[Ts]][int, str], Callable[P, T][[int], str], Callable[Concatenate[int, P], T], P.args)
class Z(Generic[P, T]): ...
print(Z[[int, str], bool], Z[..., int], Z[int, str] if False else 0)
