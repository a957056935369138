from datetime import date, datetime, time, timedelta, timezone


def show(call):
    try:
        value = call()
        print(repr(value), value)
    except Exception as error:
        print(type(error).__name__, error)


d = datetime(2024, 2, 29, 12, 30, 15, 250)
u = datetime(2024, 2, 29, 12, 30, tzinfo=timezone.utc)
z = timezone(timedelta(hours=5, minutes=30))
for call in [
    lambda: d, lambda: u, lambda: d.date(), lambda: d.time(), lambda: d + timedelta(days=1, hours=13), lambda: d - timedelta(weeks=1), lambda: d - datetime(2024, 1, 1), lambda: d.replace(year=2025, day=1),
    lambda: d.replace(year=2025), lambda: d.isoformat(), lambda: d.isoformat(" ", "seconds"), lambda: u.isoformat(), lambda: d.weekday(), lambda: d.isoweekday(), lambda: tuple(d.isocalendar()), lambda: d.strftime("%Y-%m-%d %H:%M:%S.%f %a %A %b %B %j %p %I %y %U %W %%"),
    lambda: f"{d:%d/%m/%y}", lambda: u.timestamp(), lambda: datetime.fromtimestamp(1.5, timezone.utc), lambda: u.astimezone(z), lambda: u.astimezone(z) == u, lambda: u - u.astimezone(z), lambda: d < u, lambda: d == u, lambda: d - u,
    lambda: datetime.fromisoformat("2024-02-29T12:30:00+05:30"), lambda: datetime.fromisoformat("2024-02-29"), lambda: datetime.fromisoformat("nope"), lambda: datetime.strptime("29/02/2024 13:05", "%d/%m/%Y %H:%M"), lambda: datetime.strptime("x", "%d"),
    lambda: date(2024, 2, 30), lambda: date(2024, 13, 1), lambda: datetime(2024, 1, 1, 25), lambda: date(2024, 1, 31) + timedelta(days=1), lambda: date(2024, 3, 1) - date(2024, 2, 1), lambda: date.fromisoformat("2024-12-30"), lambda: date.fromordinal(1), lambda: date(2024, 1, 1).toordinal(),
    lambda: timedelta(days=1, seconds=-1), lambda: timedelta(hours=25.5), lambda: timedelta(milliseconds=1.5), lambda: timedelta(1) * 1.5, lambda: timedelta(1) / 2, lambda: timedelta(1) / timedelta(hours=1), lambda: timedelta(1) // timedelta(hours=5), lambda: timedelta(1) % timedelta(hours=5), lambda: -timedelta(1), lambda: abs(timedelta(-1)), lambda: timedelta(seconds=90).total_seconds(),
    lambda: timedelta(0), lambda: bool(timedelta(0)), lambda: timedelta(1) > timedelta(hours=23), lambda: timedelta(1) + 1, lambda: sum([timedelta(1), timedelta(2)], timedelta()), lambda: timedelta(days=10**10), lambda: divmod(timedelta(hours=5), timedelta(hours=2)), lambda: timedelta(1).days, lambda: timedelta.max,
    lambda: time(12, 30), lambda: time(12, 30) < time(13), lambda: time.fromisoformat("12:30:15.5"), lambda: datetime.combine(date(2024, 1, 1), time(1, 2)), lambda: timezone.utc, lambda: z, lambda: z.utcoffset(None), lambda: timezone(timedelta(days=1)), lambda: datetime.max, lambda: datetime.max + timedelta(1),
    lambda: {d: 1}[datetime(2024, 2, 29, 12, 30, 15, 250)], lambda: u.tzname(), lambda: max(date(2024, 1, 1), date(2023, 1, 1)), lambda: isinstance(d, date), lambda: date(2024, 1, 1) == datetime(2024, 1, 1), lambda: date(2024, 1, 1) < datetime(2024, 1, 1), lambda: d.year + d.month + d.day + d.hour + d.minute + d.second + d.microsecond,
]:
    show(call)
