"""`json.dumps` and `json.loads` of nested data."""

import json


def document(size):
    return {
        "orders": [
            {
                "id": i,
                "customer": f"customer {i % 50}",
                "total": i * 1.25,
                "paid": i % 2 == 0,
                "note": None,
                "lines": [{"sku": f"sku-{j}", "count": j, "tags": ["a", "b\n", "\u00e9"]} for j in range(4)],
            }
            for i in range(size)
        ]
    }


def main():
    data = document(400)
    for _ in range(120):
        text = json.dumps(data)
        again = json.loads(text)
    assert again == data
    assert json.loads(json.dumps(again, indent=2, sort_keys=True)) == data
    assert len(text) == 137_334, len(text)


main()
