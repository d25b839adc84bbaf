"""What a browser would find on a page."""

from html.parser import HTMLParser

VOID = {"br", "input", "link", "meta", "wbr"}
LOADS = {"src", "srcset", "data", "poster", "background", "action", "formaction", "xlink:href"}


class Page(HTMLParser):
    """What a browser would find: anchors, links, what is loaded, text, and how tags nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.parts: list[str] = []
        self.heads: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.language = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a tag and of what it promises or asks for."""
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"<{tag}> has an attribute twice"
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.anchors.append(given["id"])
        if tag == "html":
            self.language = given["lang"]
        if tag == "th":
            self.heads.append((self.open[-3], given["scope"]))
        self.loaded += [value for name, value in given.items() if name in LOADS]
        if tag in {"link", "image", "use"} and given.get("rel") != "alternate":
            self.loaded.append(given["href"])
        elif "href" in given:
            self.links.append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last, and no other."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text that a reader sees."""
        if self.open[-1:] != ["style"]:
            self.parts.append(data)

    @property
    def text(self) -> str:
        """All text of the page."""
        return plain("".join(self.parts))


def plain(text: str) -> str:
    """Text as a reader sees it: no marks of code, and every run of white space one space."""
    return " ".join(text.replace("`", "").split())
