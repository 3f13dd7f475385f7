"""The ledger: feeds, items, mentions, stories, alerts and deliveries, as rows.

`database` opens it, `schema` draws the tables, and each other module holds the named queries about one noun. A query is
a function of a connection, so that whoever calls it decides which of them stand or fall together in one transaction.
"""
