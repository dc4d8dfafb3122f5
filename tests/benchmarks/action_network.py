"""A list of people as Action Network exports it, for measuring: some of them on file already."""

import csv
from pathlib import Path
from random import Random

from tests.benchmarks.crowd import crowd

HEADERS = (
    "uuid", "first_name", "last_name", "email", "can2_phone", "can2_user_address", "can2_user_city",
    "can2_state_abbreviated", "zip_code", "country", "can2_user_tags", "can2_subscription_status",
    "can2_subscription_date", "can2_sms_status",
)  # fmt: skip
_STREETS = ("Colonial Ave", "Granby St", "Llewellyn Ave", "Little Creek Rd")


def export(path: Path, rows: int, on_file: int) -> Path:
    """Write a list of `rows` people; the first `on_file` are those of `crowd` that a large chapter has."""
    random = Random(rows)
    people = [*crowd(on_file), *crowd(rows - on_file, seed=2)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        for number, person in enumerate(people):
            phone = person.phones[0] if person.phones else ""
            # in `crowd` everybody's e-mail goes by their number: those of the second crowd are others
            email = person.emails[0] if person.emails else ""
            writer.writerow(
                [
                    f"0190c0de-{number:012d}", person.given_name, person.family_name,
                    email if number < on_file else email.replace("person", "list"),
                    phone and f"({phone[2:5]}) {phone[5:8]}-{phone[8:]}",
                    f"{number % 900} {random.choice(_STREETS)}", "Norfolk", "VA", person.postal_code, "US",
                    "volunteer, phone bank" if number % 7 == 0 else "canvass",
                    "unsubscribed" if number % 9 == 0 else "subscribed", "2024-03-02", "",
                ]
            )  # fmt: skip
    return path
