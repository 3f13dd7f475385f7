"""What Slack refuses in a message, and whom a message would ping.

Blocks are checked twice: by the limits in `slack_sdk.models.blocks`, and by what those models let pass (unknown fields,
the inside of rich text, emptiness, repeated ids, the size of all). Where Slack documents no limit we are stricter than
it is likely to be: 3,000 characters a rich text element, 13,200 characters of JSON for all blocks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

Json = dict[str, Any]

MOST_BLOCKS = 50
LARGEST_BLOCKS = 13_200
LONGEST_TEXT = 40_000
IN_MESSAGES = frozenset({"actions", "context", "divider", "file", "header", "image", "rich_text", "section", "table"})
FIELDS = {
    "rich_text": {"elements"},
    "rich_text_section": {"elements"},
    "rich_text_quote": {"elements", "border"},
    "rich_text_preformatted": {"elements", "border"},
    "rich_text_list": {"elements", "style", "indent", "offset", "border"},
    "text": {"text", "style"},
    "link": {"url", "text", "style", "unsafe"},
    "user": {"user_id", "style"},
    "usergroup": {"usergroup_id", "style"},
    "channel": {"channel_id", "style"},
    "broadcast": {"range", "style"},
    "emoji": {"name", "unicode", "skin_tone", "style"},
    "actions": {"elements"},
    "button": {"text", "action_id", "value", "url", "style", "confirm", "accessibility_label"},
    "context": {"elements"},
    "section": {"text", "fields", "accessory", "expand"},
    "header": {"text"},
    "divider": set[str](),
    "plain_text": {"text", "emoji"},
    "mrkdwn": {"text", "verbatim"},
    "image": {"image_url", "slack_file", "alt_text", "title"},
}
CONTAINERS = {
    "rich_text": {"rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list"},
    "rich_text_list": {"rich_text_section"},
    "rich_text_preformatted": {"text", "link"},
    "rich_text_section": {"text", "link", "user", "usergroup", "channel", "broadcast", "emoji"},
    "rich_text_quote": {"text", "link", "user", "usergroup", "channel", "broadcast", "emoji"},
    "actions": {"button"},
    "context": {"plain_text", "mrkdwn", "image"},
}
_STYLES = {"bold", "italic", "strike", "code", "underline"}
_CALLS = re.compile(r"<(?:!(?:channel|here|everyone|group|subteam)\b[^>]*|@[^>]*)>")
_NAMES = re.compile(r"@(?:channel|here|everyone|group)\b", re.IGNORECASE)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def refusal(message: Json) -> tuple[str, list[str]] | None:
    """The error code Slack answers for `message`, with its reasons; None where it takes it."""
    text, blocks = message.get("text") or "", message.get("blocks")
    if isinstance(blocks, str):
        blocks = json.loads(blocks)
    if not isinstance(text, str):
        return "invalid_arguments", ["text must be a string"]
    if not text.strip() and not blocks:
        return "no_text", []
    if len(text) > LONGEST_TEXT:
        return "msg_too_long", []
    if _FORBIDDEN.search(text):
        return "invalid_arguments", ["text holds control characters"]
    if not blocks:
        return None
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return "invalid_blocks_format", []
    problems = list(_problems(blocks))
    if problems:
        return "invalid_blocks", problems
    return ("msg_blocks_too_long", []) if len(json.dumps(blocks, ensure_ascii=False)) > LARGEST_BLOCKS else None


def pings(message: Json) -> list[str]:
    """Everybody whom `message` would notify, as written in it."""
    found = list(_calls(message.get("text") or "", names=_looks_for_names(message)))
    for node in _nodes(message.get("blocks") or []):
        if node.get("type") in {"user", "usergroup", "broadcast"}:
            found.append(json.dumps(node))
        elif node.get("type") == "mrkdwn":
            found += _calls(node["text"], names=not node.get("verbatim"))
    return found


def _looks_for_names(message: Json) -> bool:
    return bool(message.get("link_names")) or message.get("parse", "none") != "none"


def _calls(markup: str, *, names: bool) -> list[str]:
    return _CALLS.findall(markup) + (_NAMES.findall(markup) if names else [])


def _nodes(tree: Any) -> Iterator[Json]:
    if isinstance(tree, list):
        for branch in tree:
            yield from _nodes(branch)
    elif isinstance(tree, dict):
        yield tree
        for branch in tree.values():
            yield from _nodes(branch)


def _problems(blocks: list[Json]) -> Iterator[str]:
    if len(blocks) > MOST_BLOCKS:
        yield f"no more than {MOST_BLOCKS} items allowed"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "block_id is not unique"
    for number, block in enumerate(blocks):
        place = f"/blocks/{number}"
        if block.get("type") not in IN_MESSAGES:
            yield f"unsupported type: {block.get('type')} [{place}]"
            continue
        yield from (f"{problem} [{place}]" for problem in (*_limits(block), *_inside(block, frozenset({"block_id"}))))


def _limits(block: Json) -> Iterator[str]:
    """What the SDK's own models say."""
    try:
        parsed = Block.parse(block)
        if parsed is None:
            yield "unknown block"
        else:
            parsed.to_dict()
    except (SlackObjectFormationError, TypeError) as error:
        yield str(error)


def _inside(node: Json, also: frozenset[str] = frozenset()) -> Iterator[str]:
    kind = str(node.get("type"))
    if kind not in FIELDS:
        yield f"unsupported type: {kind}"
        return
    yield from (f"invalid additional property: {name}" for name in node.keys() - FIELDS[kind] - also - {"type"})
    yield from _words(node, kind)
    yield from _look(node.get("style"), kind)
    if kind == "link":
        yield from _address(node.get("url"))
    if kind == "button":
        yield from _button(node)
    if kind == "section" and "text" not in node and not node.get("fields"):
        yield "section has neither text nor fields"
    if kind in CONTAINERS:
        yield from _children(node, kind)
    for part in (node.get("text"), node.get("accessory"), *node.get("fields", ())):
        if isinstance(part, dict):
            yield from _inside(part)


def _children(node: Json, kind: str) -> Iterator[str]:
    elements = node.get("elements")
    if not isinstance(elements, list) or not elements:
        yield f"{kind} needs elements"
        return
    actions = [element["action_id"] for element in elements if "action_id" in element]
    if len(actions) != len(set(actions)):
        yield "action_id is not unique"
    for element in elements:
        if element.get("type") not in CONTAINERS[kind]:
            yield f"{element.get('type')} may not stand in {kind}"
        else:
            yield from _inside(element)


def _words(node: Json, kind: str) -> Iterator[str]:
    if kind in {"text", "plain_text", "mrkdwn"} or (kind == "link" and "text" in node):
        text = node.get("text")
        if not isinstance(text, str) or not text:
            yield f"{kind} must be more than 0 characters"
            return
        if len(text) > 3000:
            yield f"{kind} must be less than 3001 characters"
        if _FORBIDDEN.search(text):
            yield f"{kind} holds control characters"
        if kind != "text" and not text.strip():
            yield f"{kind} is blank"


def _look(style: Any, kind: str) -> Iterator[str]:
    if style is None:
        return
    if kind == "rich_text_list":
        if style not in {"bullet", "ordered"}:
            yield f"unknown list style: {style}"
    elif kind == "button":
        if style not in {"primary", "danger"}:
            yield f"unknown button style: {style}"
    elif not isinstance(style, dict) or not style or not all(value is True for value in style.values()):
        yield "style must name what is on"
    else:
        yield from (f"unknown style: {name}" for name in style.keys() - _STYLES)


def _address(url: Any) -> Iterator[str]:
    if not isinstance(url, str) or len(url) > 3000 or re.search(r'[\s<>|"]', url):
        yield f"invalid url: {url!r}"
        return
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        yield f"invalid url: {url!r}"


def _button(node: Json) -> Iterator[str]:
    text = node.get("text")
    if not isinstance(text, dict) or text.get("type") != "plain_text":
        yield "a button's text is plain_text"
    if not isinstance(node.get("action_id"), str) or not 0 < len(node["action_id"]) <= 255:
        yield "a button needs an action_id"
    if len(node.get("value", "")) > 2000:
        yield "value must be less than 2001 characters"
