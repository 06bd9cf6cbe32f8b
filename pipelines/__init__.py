"""明账 mingzhang: published Chinese government budgets and final accounts as a warehouse that can be checked.

The flow, one way only::

    data/raw + manifest --intake--> RawFile --documents--> Document --grids--> Grid --statements--> Statement
        --facts--> facts and claims --warehouse--> core -> staging -> mart --checks--> findings --reports--> pages

The words (house rule: one word each, everywhere):

document   one published file, known by the SHA-256 of its bytes
word, line, edge   printed text, a row of text, a drawn stroke, on a page
grid, cell   a table as found on pages, and its cells
statement   a grid recognised as a standard published table (收支总表, 支出总表 ...)
item, measure   a row and a column of a statement in standard terms
fact   one printed amount with its unit, exact decimal and place
claim   one amount, rate or comparison stated in a sentence
relation   a table or view of the warehouse
rule, finding   something that must hold; one case where it was tried and what came out
"""

READER_VERSION = "1"
