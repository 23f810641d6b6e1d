"""The record: a chain of events, read, anchored, and what a decision is made again from."""
