"""The nouns: frozen values that the rest of the house makes, keeps and moves. Standard library only."""
