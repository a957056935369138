import asyncio

RATES = {"de": 19, "fr": 20}
LIMIT = 3
history = []


def rate(country):
    return RATES.get(country, 0)


def gross(cents, country="de"):
    return cents + cents * rate(country) // 100


def classify(amount):
    if amount > 1000:
        return "large"
    elif amount > 100:
        return "medium"
    return "small"


async def fetch(record):
    await asyncio.sleep(0.001)
    history.append(record["id"])
    return {**record, "gross": gross(record["cents"], record.get("country", "xx"))}


class Report:
    def __init__(self, title):
        self.title = title
        self.groups = {}

    def add(self, record):
        self.groups.setdefault(classify(record["gross"]), []).append(record["id"])

    async def fill(self, records):
        for record in records:
            self.add(await fetch(record))
            if len(history) >= LIMIT and not self.more():
                return "full"
        return "done"

    def more(self):
        return self.title != "short"

    def __str__(self):
        return f"{self.title}: " + ", ".join(f"{k}={v}" for k, v in sorted(self.groups.items()))


async def main():
    records = [{"id": i, "cents": 10**i, "country": c} for i, c in enumerate(["de", "fr", "us", "de", "fr"])]
    long, short = Report("long"), Report("short")
    print(await long.fill(records), long)
    print(await short.fill(records), short)
    print(history, RATES)

    def total(key):
        return sum(len(v) for k, v in long.groups.items() if key(k))

    print(total(lambda k: k != "small"), total(bool))


if __name__ == "__main__":
    asyncio.run(main())
