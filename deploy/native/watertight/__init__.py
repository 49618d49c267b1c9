"""Runs Watertight natively: tools from language registries, processes under supervisor, state in one folder."""
