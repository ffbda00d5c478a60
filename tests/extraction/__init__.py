"""A package, so that a module here may bear the name of one elsewhere under tests/ (test_money.py)."""
