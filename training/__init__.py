"""Fitting what is fitted: run from the top of the checkout, for example ``python -m training.pronouns``."""
