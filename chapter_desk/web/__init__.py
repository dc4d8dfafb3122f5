"""The phone form: people in the room sign themselves in on their own phones, over the local network.

Off until somebody switches it on (`PhoneForm`); only then are uvicorn, starlette and jinja2 loaded.  It
only takes: no page of it ever shows anything of a member.
"""
