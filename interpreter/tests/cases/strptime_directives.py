"""Every directive of strptime, alone and together, and what does not match."""

import time
from datetime import datetime


def show(text, form):
    try:
        print(form, repr(datetime.strptime(text, form)), time.strptime(text, form)[:])
    except Exception as error:
        print(form, type(error).__name__, error)


show("2024-02-29", "%Y-%m-%d")
show("24/2/9", "%y/%m/%d")
show("68 69", "%y %H")
show("Mon 12 Feb 2024", "%a %d %b %Y")
show("monday 12 february 2024", "%A %d %B %Y")
show("2024 060", "%Y %j")
show("2023 366", "%Y %j")
show("2024 5 3", "%Y %U %w")
show("2024 05 Mon", "%Y %W %a")
show("2024 0 0", "%Y %U %w")
show("2024 00 1", "%Y %W %w")
show("2024 53 6", "%Y %W %w")
show("2024 09 4", "%G %V %u")
show("2020 53 5", "%G %V %u")
show("2021 53 5", "%G %V %u")
show("2024 09", "%G %V")
show("2024 09 4", "%Y %V %u")
show("2024 060 1", "%G %j %u")
show("09 4", "%V %u")
show("12:34:56.789", "%H:%M:%S.%f")
show("12:34:56.1234567", "%H:%M:%S.%f")
show("12 AM", "%I %p")
show("12 pm", "%I %p")
show("11 PM", "%I %p")
show("13 PM", "%I %p")
show("61", "%S")
show("62", "%S")
show("Tue Feb 13 01:02:03 2024", "%c")
show("02/13/24", "%x")
show("01:02:03", "%X")
show("+0130", "%z")
show("-01:30:15.5", "%z")
show("Z", "%z")
show("UTC", "%Z")
show("100%", "100%%")
show("2024", "%Y-%m")
show("2024-01x", "%Y-%m")
show("2024", "%Q")
show("2024", "%Y%")
show("2024-13", "%Y-%m")
show("2023-02-29", "%Y-%m-%d")
show("  2024\t01 ", " %Y %m ")
show("2024.1", "%Y.%m")
show("(2024)", "(%Y)")
show("2024 1", "%Y %Y")
