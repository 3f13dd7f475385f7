"""The verbs: collect a feed, deliver a message, answer a question."""
