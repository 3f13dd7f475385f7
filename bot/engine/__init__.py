"""What makes things happen in time. It only says "look now"; rows know what is due."""
