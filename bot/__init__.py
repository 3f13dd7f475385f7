"""Vedette, a news sentry: watches feeds for named military equipment and actors, and tells the right chat."""
