"""calendar: months as lists, text and HTML."""
import calendar
from calendar import Calendar, HTMLCalendar, TextCalendar


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print([year for year in (1900, 1904, 2000, 2023, 2024, 2100) if calendar.isleap(year)], calendar.leapdays(1900, 2001), calendar.leapdays(2000, 2000))
print([calendar.monthrange(2024, month) for month in range(1, 13)], calendar.monthrange(2023, 2), attempt(calendar.monthrange, 2024, 13), attempt(calendar.monthrange, 2024, 0))
print(calendar.weekday(2024, 2, 29), calendar.weekday(10000, 1, 1), calendar.weekday(0, 3, 1), attempt(calendar.weekday, 2023, 2, 29))
print(list(calendar.day_name), list(calendar.day_abbr), list(calendar.month_name), list(calendar.month_abbr), calendar.month_name[3:5], calendar.day_name[-1], len(calendar.month_abbr))
for first in (0, 6, 3):
    made = Calendar(first)
    print(first, list(made.iterweekdays()), made.getfirstweekday(), list(made.itermonthdays(2024, 2)), list(made.itermonthdays2(2023, 10)))
    print(list(made.itermonthdays3(2024, 12)), list(made.itermonthdays4(2024, 1)))
    print(made.monthdayscalendar(2021, 2), made.monthdays2calendar(2024, 9), made.monthdatescalendar(2024, 3))
print(Calendar().yeardayscalendar(2024, 5), len(Calendar().yeardatescalendar(2023)), Calendar().yeardays2calendar(2023, 4)[0][0])
print([str(each) for each in Calendar().itermonthdates(2024, 2)])
text = TextCalendar(6)
print(text.formatmonth(2024, 2), text.formatmonth(2024, 2, w=5, l=2), text.formatweekheader(3), text.formatweekheader(10), text.formatmonthname(2024, 2, 20), text.formatmonthname(2024, 2, 5, False))
print(text.formatyear(2024), text.formatyear(2023, w=3, l=2, c=2, m=5))
text.prmonth(2024, 5)
text.pryear(2025, m=4)
text.prweek([(0, 0), (1, 1)], 3)
print()
html = HTMLCalendar()
print(html.formatmonth(2024, 2), html.formatyear(2024, 4)[:500], html.formatyearpage(2024, encoding="ascii")[:700], html.formatmonth(2024, 2, withyear=False)[:120])
print(calendar.month(2024, 7), calendar.calendar(2024, m=6)[:400], calendar.monthcalendar(2024, 7), calendar.firstweekday())
calendar.prmonth(2024, 8)
calendar.setfirstweekday(calendar.SUNDAY)
print(calendar.firstweekday(), calendar.monthcalendar(2024, 7), calendar.weekheader(2), attempt(calendar.setfirstweekday, 7), calendar.week([(1, 0), (2, 1)], 2))
print(calendar.timegm((2024, 2, 29, 12, 30, 5)), calendar.timegm((1970, 1, 1, 0, 0, 0, 0, 0, 0)), calendar.timegm((1900, 1, 1, 0, 0, -1)))
print(calendar.MONDAY, calendar.SUNDAY, calendar.January, calendar.February, calendar.mdays, calendar.EPOCH)
print(str(calendar.IllegalMonthError(5)), calendar.IllegalWeekdayError(9).weekday, calendar.IllegalMonthError.__mro__[1].__name__)


class Own(HTMLCalendar):
    cssclasses = [name + " big" for name in HTMLCalendar.cssclasses]


print(Own(6).formatweek([(1, 6), (2, 0)]), Own().formatweekheader())
