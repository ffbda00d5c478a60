"""Communiqué: the web in, a ledger of meetings, pledges and agreements out."""
