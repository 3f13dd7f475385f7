"""Chat platforms: one adapter a file, each behind `ports.Chat`; rendering is pure, sending and listening are not."""
