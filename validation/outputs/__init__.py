"""Everything that is made of a package: reports, exports, answers, the site."""


class MisuseError(Exception):
    """What the user asks for cannot be done: commands print the message and end with 2."""
