"""Clients of services outside: one folder per capability, each behind a Protocol of `providers.base`."""
