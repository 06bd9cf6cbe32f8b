"""Documents of many forms, set by us with consistent made-up figures, and what a person reads in them.

``*.yml`` says what is printed and what each column means; ``forms`` reads that, ``paper``, ``book`` and ``markup`` set it in
the formats it is published in, ``measure`` compares what is read with what is printed. No name of a real body stands here.
"""
