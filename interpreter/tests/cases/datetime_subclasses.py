"""Classes derived from date, time and datetime: what makes one of them, and what asks a method of its own."""
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo


def a(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


class Day(date):
    def label(self):
        return f"day {self.day}"

    def __str__(self):
        return "A"


class Moment(datetime):
    extra = 7

    def label(self):
        return f"{self.hour}h"

    def __str__(self):
        return "A"

    def strftime(self, format):
        return "B"


class Clock(time):
    pass


day, moment, clock = Day(2024, 2, 28), Moment(2024, 2, 28, 12, 30, 1, 5, fold=1), Clock(1, 2, 3, tzinfo=timezone.utc)
found = [
    day.replace(year=2023), day + timedelta(days=1), timedelta(days=2) + day, day - timedelta(days=1), Day.fromordinal(738000), Day.fromisoformat("2024-05-06"), Day.fromisocalendar(2024, 1, 1),
    Day.fromtimestamp(0), Day.today(), moment.replace(hour=1), moment + timedelta(1), moment - timedelta(1), moment.date(), moment.time(), moment.timetz(), Moment.now(), Moment.now(UTC), Moment.utcnow(),
    Moment.today(), Moment.fromtimestamp(5), Moment.fromtimestamp(5, timezone.utc), Moment.utcfromtimestamp(5), Moment.fromisoformat("2024-05-06T07:08"), Moment.fromordinal(5), Moment.fromisocalendar(2024, 2, 3),
    Moment.combine(date(2024, 1, 1), time(2)), Moment.combine(day, clock), Moment.strptime("2024", "%Y"), moment.astimezone(UTC), moment.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin")), clock.replace(hour=5), Clock.fromisoformat("01:02"), datetime.combine(day, clock), Day.min, Moment.max,
]
print([type(each).__name__ for each in found])
print(day.replace(day=1).label(), (moment + timedelta(hours=5)).label(), (moment + timedelta(hours=5)).fold, moment.replace(hour=3).fold, moment.replace(hour=3).extra, repr(moment.replace(hour=3)), repr(clock.replace(hour=5)))
print(f"{day}", f"{day:%Y}", f"{moment}", f"{moment:%Y}", format(clock), day.isoformat(), repr(day), day == date(2024, 2, 28), hash(day) == hash(date(2024, 2, 28)), day - date(2024, 1, 1), moment - datetime(2024, 1, 1))


class Strict(date):
    def __new__(cls, year, month, day, *rest):
        print("made", year, month, day, rest)
        return super().__new__(cls, year, month, day)


print(Strict(2024, 1, 1) + timedelta(3), Strict.fromordinal(1))

print(timezone.utc is timezone.utc, UTC is timezone.utc, timezone(timedelta(0)) is timezone.utc, timezone(timedelta(0), "x") is timezone.utc, datetime.now(UTC).tzinfo is UTC, datetime.fromisoformat("2024-01-01T00:00Z").tzinfo is UTC)
print(ZoneInfo("Europe/Berlin") is ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Berlin") is not ZoneInfo("Europe/Paris"), UTC is not None, timezone(timedelta(hours=1)) is timezone(timedelta(hours=1)))
print(date(2020, 1, 1) == datetime(2020, 1, 1), date(2020, 1, 1) != datetime(2020, 1, 1), datetime(2020, 1, 1) == date(2020, 1, 1), a(lambda: date(2020, 1, 1) < datetime(2020, 1, 2)), a(lambda: datetime(2020, 1, 1) < date(2020, 1, 2)))
print(a(date), a(date, 1, 2, 3, 4), a(date, 1, 2, 3, x=1), a(datetime, 1), a(date, year=1), a(time, 1, 2, 3, 4, None, 1), a(date, 1, 2, 3, day=4))
print(a(datetime.combine, time(), date(2020, 1, 1)), a(datetime.combine, date(2020, 1, 1), date(2020, 1, 1)), a(datetime.combine, date(2020, 1, 1), time(), 5))
print(a(UTC.utcoffset, ""), a(UTC.dst, 5), a(UTC.tzname, ""), a(UTC.utcoffset), UTC.utcoffset(None), UTC.dst(moment), UTC.tzname(None))
print(a(datetime.fromtimestamp, 1e200), a(datetime.fromtimestamp, 1e15), a(datetime.fromtimestamp, 2**64), a(date.fromtimestamp, 1e300), a(datetime.fromtimestamp, -1e200), a(datetime.fromtimestamp, 10**15))
