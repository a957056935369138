"""time: struct_time and what makes, reads and writes it, in UTC."""
import time
from datetime import date, datetime, timedelta, timezone


def a(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for seconds in (0, 1.9, -1, -1.5, 951782400, 1709210096, 4102444800.999):
    print(time.gmtime(seconds), time.asctime(time.gmtime(seconds)))
print(a(time.gmtime, 1e20), a(time.gmtime, "x"), a(time.gmtime, float("nan")), time.gmtime(None) >= time.gmtime(0), time.gmtime() >= time.gmtime(0))
made = time.struct_time((2024, 2, 29, 12, 30, 5, 3, 60, 0))
print(made, made.tm_year, made.tm_mon, made.tm_mday, made.tm_hour, made.tm_min, made.tm_sec, made.tm_wday, made.tm_yday, made.tm_isdst, made[0], made[:3], len(made), tuple(made))
print(made == tuple(made), made < (2025,), hash(made) == hash(tuple(made)), isinstance(made, tuple), time.struct_time, type(made).n_fields, made.n_sequence_fields, time.struct_time(range(9)))
print(a(time.struct_time, (1, 2)), a(time.struct_time, 5), a(time.struct_time, range(12)), len(time.struct_time(range(11))))
year, month, *rest = made
print(year, month, rest)
for code in "aAbBcdHIjmMpSUwWxXyYZ%":
    if code != "Z":
        print(code, time.strftime("%" + code, made), time.strftime("%" + code, (2023, 1, 1, 0, 0, 0, 6, 1, 0)), time.strftime("%" + code, (99, 12, 31, 23, 59, 61, 1, 365, -1)))
for wrong in (
    (2024, 13, 1, 0, 0, 0, 0, 0, 0), (1, 2), (2024, 1, 32, 0, 0, 0, 0, 1, 0), (2024, 1, 1, 24, 0, 0, 0, 1, 0), (2024, 1, 1, 0, 60, 0, 0, 1, 0), (2024, 1, 1, 0, 0, 62, 0, 1, 0),
    (2024, 1, 1, 0, 0, 0, -2, 1, 0), (2024, 1, 1, 0, 0, 0, 0, 367, 0), (0,) * 9, [2024] * 9, (2024, 1, 1, 0, 0, 0, 7, 1, 0), (2024, -1, 1, 0, 0, 0, 0, 1, 0),
):
    print(wrong, a(time.strftime, "%Y %m %d %j %w", wrong), a(time.asctime, wrong))
print(a(time.strftime, 5), a(time.asctime, "x"), time.ctime(0), time.ctime(1709210096.5), time.asctime((2024, 2, 29, 12, 0, 0, 3, 60, 0)))
print(time.mktime((1970, 1, 1, 0, 0, 0, 0, 0, 0)) - time.mktime((1970, 1, 2, 0, 0, 0, 0, 0, 0)), a(time.mktime, (2024, 1, 1)), a(time.mktime, 5))
for text, format in (
    ("2024-02-29", "%Y-%m-%d"), ("Thu Feb 29 12:30:05 2024", "%a %b %d %H:%M:%S %Y"), ("10:00", "%H:%M"), ("29/02/24 01 PM", "%d/%m/%y %I %p"), ("x", "%Y"), ("2024 060", "%Y %j"), ("20240229", "%Y%m%d"),
):
    print(a(time.strptime, text, format))
print(a(time.strptime, "Thu Feb 29 12:30:05 2024"), a(time.strptime, "2024x", "%Y"), a(time.strptime, "1", "%Q"))
print(date(2024, 2, 29).timetuple(), datetime(2024, 2, 29, 1, 2, 3, 4).timetuple(), datetime(2024, 2, 29, 1, 2, 3, tzinfo=timezone.utc).timetuple())
print(datetime(2024, 1, 1, 1, tzinfo=timezone(timedelta(hours=2))).utctimetuple(), datetime(2024, 2, 29, 1, 2, 3, 4).utctimetuple(), a(datetime.min.replace(tzinfo=timezone(timedelta(hours=2))).utctimetuple))
