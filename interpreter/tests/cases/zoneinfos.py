import asyncio
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

KEYS = [
    "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata",
    "Pacific/Apia", "UTC", "Etc/GMT+5", "Asia/Tokyo", "America/St_Johns", "Pacific/Auckland", "Europe/Moscow", "Asia/Tehran", "EST5EDT",
]


def attempt(label, function):
    try:
        print(label, repr(function()))
    except Exception as error:
        print(label, type(error).__name__, error)


for key in KEYS:
    zone = ZoneInfo(key)
    print(zone, repr(zone), zone.key, zone == ZoneInfo(key), hash(zone) == hash(ZoneInfo(key)))
    for year in (1950, 1985, 2007, 2024, 2039, 2090):
        for month in range(1, 13):
            there = datetime(year, month, 15, 12, 30, tzinfo=zone)
            print(there, there.tzname(), there.dst(), there.utcoffset(), there.astimezone(timezone.utc))
    for stamp in range(1_698_000_000, 1_715_000_000, 450_000):
        local = datetime.fromtimestamp(stamp, zone)
        print(local.isoformat(), local.fold, local.timestamp() == stamp)

berlin, york = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
for hour, minute in [(1, 59), (2, 0), (2, 30), (2, 59), (3, 0)]:
    for day in (datetime(2024, 3, 31), datetime(2024, 10, 27), datetime(2050, 3, 27), datetime(2050, 10, 30)):
        for fold in (0, 1):
            moment = day.replace(hour=hour, minute=minute, fold=fold, tzinfo=berlin)
            print(moment, moment.fold, moment.tzname(), moment.dst(), moment.astimezone(timezone.utc), moment == moment.astimezone(timezone.utc), repr(moment))
utc = datetime(2024, 10, 27, 0, 0, tzinfo=timezone.utc)
for step in range(5):
    local = (utc + timedelta(minutes=30 * step)).astimezone(berlin)
    print(local, local.fold, local.strftime("%Z %z"))
a, b = datetime(2024, 7, 1, 12, tzinfo=berlin), datetime(2024, 7, 1, 6, tzinfo=york)
print(a - b, a == b, a < b, a > b, hash(a) == hash(b), (a + timedelta(days=180)).isoformat(), a - datetime(2024, 1, 1, tzinfo=berlin))
print(datetime(2024, 3, 31, 3, tzinfo=berlin) - datetime(2024, 3, 31, 1, tzinfo=berlin))
print(berlin.utcoffset(None), berlin.tzname(None), berlin.dst(None), ZoneInfo("UTC").utcoffset(None), ZoneInfo("UTC").tzname(None), ZoneInfo("Asia/Kolkata").utcoffset(None))
print(time(12, tzinfo=berlin), time(12, tzinfo=berlin).utcoffset(), time(12, tzinfo=ZoneInfo("UTC")), time(12, tzinfo=berlin).tzname())
print(datetime.combine(date(2024, 7, 1), time(9), tzinfo=berlin), a.replace(tzinfo=york), a.date(), a.timetz(), a.astimezone(berlin) is a)
print(datetime.fromisoformat("2024-07-01T12:00:00+02:00") == a, f"{a:%H:%M %Z}")
for key in ["Nowhere/City", "europe/berlin", "/etc/localtime", "../etc", "Europe//Berlin", "", 5, None]:
    attempt(f"{key!r}", lambda: ZoneInfo(key) and None)
try:
    ZoneInfo("Mars/Base")
except KeyError as error:
    print(type(error), error, isinstance(error, ZoneInfoNotFoundError))
names = available_timezones()
print(type(names).__name__, len(names) > 400, "Europe/Berlin" in names, "Mars/Base" in names)


class Half(tzinfo):
    def utcoffset(self, moment):
        return timedelta(hours=5, minutes=30)

    def dst(self, moment):
        return timedelta(0)

    def tzname(self, moment):
        return "half"


class Bad(tzinfo):
    def utcoffset(self, moment):
        return 5


half = Half()
moment = datetime(2024, 1, 1, 12, tzinfo=half)
print(moment.isoformat(), moment.tzname(), moment.dst(), moment.astimezone(timezone.utc), datetime(2024, 1, 1, tzinfo=timezone.utc).astimezone(half).isoformat())
print(moment == datetime(2024, 1, 1, 6, 30, tzinfo=timezone.utc), datetime.fromtimestamp(0, half).isoformat())
attempt("bad", lambda: datetime(2024, 1, 1, tzinfo=Bad()).isoformat())
attempt("bad dst", lambda: datetime(2024, 1, 1, tzinfo=Bad()).dst())
attempt("base", lambda: tzinfo().utcoffset(None))
attempt("not a zone", lambda: datetime.fromtimestamp(0, "UTC"))
print(date(2024, 12, 30).isocalendar(), date(2024, 12, 30).isocalendar().week, tuple(date(2021, 1, 3).isocalendar()), date(2021, 1, 3).isocalendar()[0])


async def main():
    there = datetime(2024, 7, 1, 12, tzinfo=berlin)
    await asyncio.sleep(0)
    print(there, there.tzinfo, there.tzinfo == berlin)


asyncio.run(main())
