"""Sorting by key functions."""


class Order:
    def __init__(self, number, price):
        self.number = number
        self.price = price


def orders(count):
    made, state = [], 7
    for number in range(count):
        state = state * 1_103_515_245 + 12_345 & 0x7FFFFFFF
        made.append(Order(number, (state >> 8) % 10_007))
    return made


def main():
    made = orders(60_000)
    for _ in range(6):
        by_price = sorted(made, key=lambda order: order.price)
        by_both = sorted(made, key=lambda order: (order.price % 100, -order.number))
        by_text = sorted(made, key=lambda order: str(order.number), reverse=True)
    assert all(a.price <= b.price for a, b in zip(by_price, by_price[1:]))
    assert by_both[0].price % 100 == 0 and by_both[-1].price % 100 == 99
    assert by_text[0].number == 9999


main()
