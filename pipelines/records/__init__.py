"""What passes between rooms: every record is declared once, here.

``pages`` holds what reading produces on the way (words, pages, grids, statements); ``core`` holds the records that
are the relations of schema ``core``; ``column`` and ``relations`` turn those declarations into DDL, comments, keys and
the dictionary. No logic that reads documents belongs here.
"""
