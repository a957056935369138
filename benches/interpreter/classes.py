"""Attributes, methods, properties and inheritance."""


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def scaled(self, factor):
        return Vector(self.x * factor, self.y * factor)

    @property
    def norm(self):
        return self.x * self.x + self.y * self.y


class Shape:
    def __init__(self, name):
        self.name = name
        self.moves = 0

    def area(self):
        return 0

    def move(self, vector):
        self.position = self.position + vector
        self.moves += 1


class Box(Shape):
    sides = 4

    def __init__(self, name, width, height):
        super().__init__(name)
        self.width = width
        self.height = height
        self.position = Vector(0, 0)

    def area(self):
        return self.width * self.height


def main():
    total = 0
    step = Vector(1, 2)
    boxes = [Box(f"box {i}", i, i + 1) for i in range(100)]
    for turn in range(8000):
        for box in boxes:
            box.move(step)
            total += box.area() + box.sides
        total += step.scaled(turn).norm
    assert total == 855_842_940_000, total
    assert boxes[0].position.norm == 8000 * 8000 * 5 and boxes[0].moves == 8000


main()
