"""Arithmetic with printed numbers as intervals: what a rate can be, given the digits that were printed.

A printed number stands for every number that rounds to it: 17.31 is [17.305, 17.315]. Only SQL functions belong here. All
of them are exact: comparisons multiply across instead of dividing, and bounds that are shown are rounded outwards.

| function | gives |
|--|--|
| ``last_digit(text)`` | what one unit of the last digit of a printed number is worth: '17.31' 0.01, '1,200' 1 |
| ``printed(value, digit)`` | the interval ``{low, high}`` of a printed number |
| ``plus(a, b)``, ``minus(a, b)`` | sum and difference of intervals |
| ``meet(a, b)`` | whether two intervals have a number in common |
| ``rate_fits(part, whole, rate)`` | whether ``rate`` (in percent, an interval) can be part of whole; NULL when whole may be 0 |
| ``rate_low(part, whole)``, ``rate_high`` | bounds of part of whole in percent, four decimals, rounded outwards |
"""

from __future__ import annotations

_BOUND = "decimal(24,6)"
_WHOLE_MAY_BE_ZERO = "whole is null or part is null or whole.low <= 0"

INTERVALS = (
    # Powers of ten as text, so that no floating power comes in.
    r"""create or replace temp macro last_digit(number_text) as
      cast('1e-' || length(regexp_extract(number_text, '\.(\d+)', 1)) as decimal(18,9))""",
    f"""create or replace temp macro printed(value, digit) as
      case when value is null or digit is null then null
           else {{'low': cast(value - digit * 0.5 as {_BOUND}), 'high': cast(value + digit * 0.5 as {_BOUND})}} end""",
    f"""create or replace temp macro plus(a, b) as
      {{'low': cast(a.low + b.low as {_BOUND}), 'high': cast(a.high + b.high as {_BOUND})}}""",
    f"""create or replace temp macro minus(a, b) as
      {{'low': cast(a.low - b.high as {_BOUND}), 'high': cast(a.high - b.low as {_BOUND})}}""",
    "create or replace temp macro meet(a, b) as a.low <= b.high and b.low <= a.high",
    # Thousandths of a 元 and millionths of a percent as whole numbers: exact products without overflow.
    "create or replace temp macro whole_number(value) as cast(cast(value as decimal(32,6)) * 1000000 as hugeint)",
    f"""create or replace temp macro rate_fits(part, whole, rate) as
      case when {_WHOLE_MAY_BE_ZERO} then null
           else whole_number(rate.high) * whole_number(if(part.low >= 0, whole.high, whole.low))
               >= 100000000 * whole_number(part.low)
             and whole_number(rate.low) * whole_number(if(part.high >= 0, whole.low, whole.high))
               <= 100000000 * whole_number(part.high)
      end""",
    """create or replace temp macro floor_divide(n, d) as
      n // d - case when n % d <> 0 and (n < 0) <> (d < 0) then 1 else 0 end""",
    f"""create or replace temp macro rate_low(part, whole) as
      case when {_WHOLE_MAY_BE_ZERO} then null
           else cast(floor_divide(whole_number(part.low) * 1000000, whole_number(if(part.low >= 0, whole.high, whole.low)))
             as decimal(28,0)) * 0.0001 end""",
    f"""create or replace temp macro rate_high(part, whole) as
      case when {_WHOLE_MAY_BE_ZERO} then null
           else cast(-floor_divide(-whole_number(part.high) * 1000000, whole_number(if(part.high >= 0, whole.low, whole.high)))
             as decimal(28,0)) * 0.0001 end""",
)
