"""json: encoders, decoders, hooks, options."""
import json
from datetime import date


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, (date, complex)):
            return str(o)
        if isinstance(o, set):
            return sorted(o)
        return super().default(o)


print(json.dumps({"d": date(2024, 1, 2), "s": {3, 1}}, cls=Encoder), Encoder().encode([date(2024, 1, 2)]), Encoder(indent=2, sort_keys=True).encode({"b": 1, "a": [1j]}))
show(json.dumps, object(), cls=Encoder)
show(json.JSONEncoder().encode, {1, 2})
print(json.JSONEncoder(separators=(",", ":")).encode({"a": [1, 2]}), "".join(json.JSONEncoder().iterencode([1, "x"])), json.dumps({"a": 1}, indent=1, separators=(", ", " = ")))
print(json.dumps([1], default=str), json.dumps({"x": 1j}, default=str), json.dumps("é\u2028", ensure_ascii=False), json.dumps([[], {}, [1]], indent=2), json.dumps({"b": 1, "a": 2}, sort_keys=True, indent="\t"))
text = '{"a": [1, 2.5, -3e2, "x\\"y"], "b": {"c": null, "d": true}, "e": NaN, "f": [], "g": {}, "a2": "\\u00e9 }]"}'
print(json.loads(text, object_pairs_hook=lambda pairs: pairs))
print(json.loads(text, object_hook=lambda found: sorted(found)))
print(json.loads(text, parse_float=lambda t: "f" + t, parse_int=lambda t: "i" + t, parse_constant=lambda t: "c" + t))
print(json.loads(' [ { "a" : 1 } , 2 ] ', object_hook=lambda found: ("hooked", found)), json.loads("5", parse_int=str), json.loads(b'{"a": 1}', object_hook=list))
print(json.loads('{"a": 1, "a": 2}', object_pairs_hook=list), json.loads('{"a": 1, "a": 2}'))
show(json.loads, '{"a": 1,}', object_hook=dict)
show(json.loads, "", parse_int=str)
show(json.loads, 5, parse_int=str)


class Decoder(json.JSONDecoder):
    def __init__(self, **options):
        super().__init__(object_hook=self.hook, **options)

    def hook(self, found):
        return {key.upper(): value for key, value in found.items()}


print(json.loads('{"a": {"b": 1}}', cls=Decoder), Decoder().decode('{"x": 1}'), json.JSONDecoder().raw_decode('{"a": 1} rest'), json.JSONDecoder().raw_decode('[1, "]"] x'), json.JSONDecoder().raw_decode("12 x"))
show(json.JSONDecoder().decode, "{} x")
try:
    json.loads('{"a": \n bad}')
except json.JSONDecodeError as error:
    print(error.msg, error.pos, error.lineno, error.colno, repr(error.doc))
