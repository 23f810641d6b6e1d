"""A question of one's own over the marts: read, guarded, and answered by a process of its own.

`guard` and `worker` run in that process and import nothing of ours but each other; `answered`
starts it and reads what it says.
"""
