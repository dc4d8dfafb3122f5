"""Amounts of money in words."""


def dollars(amount_cents: int) -> str:
    """Return an amount: "$10", "$10.50", "-$0.50"."""
    whole, rest = divmod(abs(amount_cents), 100)
    sign = "-" if amount_cents < 0 else ""
    return f"{sign}${whole:,}.{rest:02}" if rest else f"{sign}${whole:,}"
