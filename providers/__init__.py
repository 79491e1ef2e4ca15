"""The outside world: one folder a capability, each behind a small Protocol from `providers.base`."""
