"""E-mail without content: rows in the transaction of what they tell of, sent by the clockwork until they are gone."""
