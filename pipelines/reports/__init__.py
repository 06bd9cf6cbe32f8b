"""Pages for people, in Chinese, from relations and findings: what was read, what does not balance, and where it is printed.

A number in a report is a number in the warehouse. Belongs here: queries for pages (``queries``), pictures of pages with the
cells boxed (``pictures``), what a page shows (``content``), templates and writing (``site``). Does not belong here: judging,
and any figure of its own.
"""

from pipelines.reports.site import write_report

__all__ = ["write_report"]
