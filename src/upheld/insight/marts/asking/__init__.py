"""A question of one's own over the marts: read, guarded, and answered by a process of its own.

`guard`, `shown`, `views` and `worker` run in that process and import nothing of ours but each other
and what marts there are; `answered` starts it and reads what it says.
"""
