"""JSON, dates, addresses and patterns, as services use them."""

import json, re, copy, base64, html, uuid
from datetime import datetime, date, time, timedelta, timezone
from zoneinfo import ZoneInfo
from urllib.parse import urlencode, urlparse, parse_qs, quote, urljoin

data = json.loads(
    '{"users": [{"id": 1, "name": "Ada \\u00e9", "tags": ["x", null, true], "score": 1.50}, {"id": 2, "name": "Bob", "address": {"city": "K\\u00f6ln", "zip": "50667"}}], "big": 123456789012345678901234567890, "e": 1e5}'
)


def get(obj, path, default=None):
    for part in path.split("."):
        try:
            obj = obj[int(part)] if isinstance(obj, list) else obj[part]
        except (KeyError, IndexError, TypeError, ValueError):
            return default
    return obj


print(get(data, "users.1.address.city"), get(data, "users.5.x", "?"), data["big"] + 1, data["e"])
print(json.dumps(data, sort_keys=True, ensure_ascii=False, indent=2))
print(json.dumps({1: None, True: [float("inf")], "k": (1, 2)}), json.dumps('é\n"\\'), json.dumps([1, 2], separators=(",", ":")))
for bad in ("{", "[1,]", '{"a" 1}', "nul", '"\x01"', "[1] 2", ""):
    try:
        json.loads(bad)
    except json.JSONDecodeError as e:
        print(e, e.pos, e.lineno, e.colno)
try:
    json.dumps({"a": {1, 2}})
except TypeError as e:
    print(e)


def flatten(obj, prefix=()):
    match obj:
        case dict():
            for k, v in obj.items():
                yield from flatten(v, (*prefix, k))
        case [*items]:
            for i, v in enumerate(items):
                yield from flatten(v, (*prefix, i))
        case leaf:
            yield ".".join(map(str, prefix)), leaf


flat = dict(flatten(data))
print(flat)


def merge(a, b):
    out = copy.deepcopy(a)
    for k, v in b.items():
        out[k] = merge(out[k], v) if isinstance(out.get(k), dict) and isinstance(v, dict) else v
    return out


print(merge({"a": {"b": 1, "c": [1]}, "d": 2}, {"a": {"b": {"x": 1}}, "d": {"e": 1}}))
m = re.fullmatch(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:T(?P<t>[\d:]+))?", "2024-02-29T10:11:12")
print(m.groupdict(), m["y"], m.span("t"), date(*map(int, m.group("y", "m", "d"))))
print(
    re.sub(r"\b(\w)(\w*)", lambda m: m[1].upper() + m[2], "hello big world"), re.split(r"[,;]\s*", "a, b;c"), re.findall(r"(\w+)=(\d+)", "a=1 b=22")
)
berlin = ZoneInfo("Europe/Berlin")
t = datetime(2024, 3, 31, 1, 30, tzinfo=berlin)
print(t + timedelta(hours=1), (t.astimezone(timezone.utc) + timedelta(hours=1)).astimezone(berlin), t.utcoffset(), t.tzname(), t.timestamp())
print(
    datetime.fromisoformat("2024-05-06T07:08:09.123456+02:00"),
    datetime.strptime("06/May/2024 07:08", "%d/%b/%Y %H:%M"),
    date(2024, 1, 1).isocalendar(),
    date.fromisocalendar(2024, 9, 4),
    (date(2024, 3, 1) - date(2023, 3, 1)).days,
)
print(
    timedelta(days=1.5, seconds=-1),
    repr(timedelta(-1, 5)),
    timedelta(hours=25) / timedelta(hours=1),
    divmod(timedelta(hours=25), timedelta(days=1)),
    str(timedelta(microseconds=5)),
)
print(
    sorted([date(2024, 5, 1), date(2023, 1, 1)]),
    f"{date(2024, 5, 1):%A %d %B %Y %j %U}",
    datetime.min,
    datetime.combine(date(2024, 1, 2), time(3, 4)),
)
print(
    urlencode({"q": "a b&c", "n": [1, 2]}, doseq=True),
    urlparse("https://u:p@h.com:8080/p/a?q=1#f"),
    parse_qs("a=1&a=2&b="),
    quote("a/b c"),
    urljoin("http://x/a/b", "../c"),
)
u = urlparse("https://u:p@h.com:8080/p/a?q=1#f")
print(u.hostname, u.port, u.username, u._replace(scheme="ftp").geturl())
print(base64.b64encode(b"hi there"), base64.urlsafe_b64decode("aGk_"), html.escape("<a href='x'>&"), html.unescape("&lt;&eacute;&#39;"))
print(uuid.UUID("12345678123456781234567812345678"), uuid.UUID(int=5), uuid.UUID("12345678-1234-5678-1234-567812345678").hex)
