"""The shape of feeds.yaml and of a catalogue file: pydantic models, from which the JSON Schema for editors is made.

The docstrings of the attributes are what an editor shows.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.config.fields import (
    Answering,
    ChannelText,
    Country,
    Endpoint,
    Every,
    FirstSight,
    GroupWait,
    Leaning,
    Link,
    PerDay,
    PerHour,
    PersonText,
    Sentences,
    Slug,
    Variable,
    Words,
    wrong,
)
from bot.model.entity import Case, Context, Kind


class Shape(BaseModel):
    """Refuses keys that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class AliasShape(Shape):
    """A name with flags; a plain string is a name that is proof enough by itself."""

    t: Words
    """The name, as it stands in a dictionary."""
    ctx: Context = Context.OFF
    """`required`: an everyday word too, the words around it decide; `weak`: a little evidence is asked for."""
    case: Case = Case.ANY
    """`exact`: letter case matters (GRU, not Gru)."""
    inflect: bool = True
    """Also match its grammatical forms."""
    variants: bool = True
    """Also match other spellings, dashes and scripts."""
    sure: Words | None = None
    """Why it is proof enough by itself although `vedette lint` doubts it."""


def _flagged(alias: Any) -> Any:
    return {"t": alias} if isinstance(alias, str) else alias


AliasEntry = Annotated[AliasShape, BeforeValidator(_flagged, json_schema_input_type=Words | AliasShape)]


class OrgShape(Shape):
    """A body named by what it is and whose it is."""

    type: Slug
    """Such as `mfa`, `mod`, `intelligence`."""
    country: Country


class EntityShape(Shape):
    """A piece of equipment, an actor or a place."""

    id: Slug
    """Stable; an id of the built-in catalogue replaces that entry."""
    kind: Kind
    class_: Slug = Field(alias="class")
    """Such as `tank`, `sam`, `ministry`, `person`: picks the context cues."""
    name: Words
    """The name by which cards and alerts call it; it is recognised as well."""
    country: Country | None = None
    parent: Slug | None = None
    """Id of its family; a mention of it counts for the family."""
    description: Words | None = None
    """One line for its look-up card."""
    aliases: dict[Literal["en", "uk", "ru", "be"], list[AliasEntry]] = Field(default_factory=dict)
    """Other names, by language."""
    org: OrgShape | None = None
    near: list[Words] = []
    """Words, or ids of entities, that speak for an ambiguous name."""
    avoid: list[Words] = []
    """Words that speak against it."""
    not_: list[Words] = Field(default=[], alias="not")
    """Phrases in which the name is something else."""
    require: list[Words] = []
    """Cues of which at least one must be near."""
    derive: bool = False
    """Also match adjectives and member nouns made from the name."""
    sources: list[Words] = []
    """Where the facts come from."""


class CatalogueShape(Shape):
    """A file of entities."""

    version: Annotated[int, Field(ge=1, le=1)] = 1
    entities: list[EntityShape]


class DefaultsShape(Shape):
    """What holds where a feed or a watch says nothing."""

    every: Every = Field(default="10m", validate_default=True)
    """How often to look at a feed, at most."""
    group_wait: GroupWait = Field(default="30s", validate_default=True)
    """How long an alert waits for more reports of its story."""
    first_sight: FirstSight = Field(default="6h", validate_default=True)
    """Of a feed seen for the first time, only items of this last span alert."""


class FeedShape(Shape):
    """A feed: where to look."""

    url: Link
    """Address of an RSS, Atom, RDF or JSON feed."""
    name: Words | None = None
    """What alerts call it; its host if left out."""
    tags: list[Slug] = []
    """For `from` in watches, and for `leaning`."""
    every: Every | None = None
    """How often to look, at most: 30s to 1d."""
    allow_private: bool = False
    """Let this feed stand at a private address, for an intranet."""
    fulltext: bool = False
    """Where it gives little more than headlines, read the articles themselves; needs the extra `fulltext`."""


class ChannelShape(Shape):
    """A destination, and how to speak there."""

    to: ChannelText
    """Such as slack:C0123456789."""
    lang: Literal["en", "uk", "ru", "be"] | None = None
    """The language of summaries there; what is in another is translated by `summaries: llm`."""


def _destination(channel: Any) -> Any:
    if isinstance(channel, dict) and len(channel) == 1:
        ((platform, address),) = channel.items()
        if platform in {"slack", "telegram"} and isinstance(address, str):
            raise wrong("this should be text", f"without a space after the colon, {platform}:{address}")
    return {"to": channel} if isinstance(channel, str) else channel


ChannelEntry = Annotated[ChannelShape, BeforeValidator(_destination, json_schema_input_type=ChannelText | ChannelShape)]


class LlmShape(Shape):
    """A language model behind an endpoint that speaks like OpenAI's chat completions."""

    url: Endpoint
    """Such as https://api.example.org/v1; /chat/completions is added."""
    model: Words
    """Its name there."""
    key_env: Variable | None = None
    """The environment variable that holds its key (or NAME_FILE, the path of a file); none where it asks for none."""
    write: bool = True
    """Let it write the summaries; false: it translates only, for channels with a `lang`."""
    patience: Answering = Field(default="20s", validate_default=True)
    """How long one answer may take: 1s to 60s. No alert waits for one: it goes out with the reports' own words."""
    per_hour: PerHour = 60
    """Questions an hour, at most."""
    per_day: PerDay = 500
    """Questions a day, at most."""


class SummariesShape(Shape):
    """How the gist of a story is told."""

    sentences: Sentences = 2
    """How many of the reports' sentences: 1 to 4."""
    llm: LlmShape | None = None
    """A language model that writes and translates; its answers are checked, and ours go out where they do not hold."""


class WatchShape(Shape):
    """Which mentions matter to whom."""

    name: Words
    """What alerts and look-ups call it."""
    any: list[Words] = []
    """Entity ids, or "phrases in quotes": one of them must be named."""
    all: list[Words] = []
    """Each of these must be named."""
    none: list[Words] = []
    """None of these may be named."""
    from_: list[Slug] = Field(default=[], alias="from")
    """Feed tags; all feeds if left out."""
    to: Annotated[list[Words], Field(min_length=1)]
    """Names of channels."""
    group_wait: GroupWait | None = None
    """How long an alert waits for more reports of its story: 0s to 1h."""


class PeopleShape(Shape):
    """Who may ask, outside the configured channels, and who may change things."""

    admins: list[PersonText] = []
    """May also change watches and feeds."""
    readers: list[PersonText] = []
    """May ask in private."""


class FeedsFileShape(Shape):
    """Feeds, watches, channels, and a team's own entities."""

    version: Annotated[int, Field(ge=1, le=1)] = 1
    """Of this format: 1."""
    defaults: DefaultsShape = Field(default_factory=DefaultsShape)
    channels: dict[Slug, ChannelEntry] = Field(default_factory=dict)
    """A short name for each destination."""
    feeds: Annotated[list[FeedShape], Field(min_length=1)]
    """Where to look."""
    watches: list[WatchShape] = []
    """What to look for, and whom to tell."""
    entities: list[EntityShape] = []
    """A team's own, or changes to the built-in catalogue."""
    packs: list[Slug] | None = None
    """Packs of the built-in catalogue to use; all if left out."""
    leaning: dict[Slug, Leaning] = Field(default_factory=dict)
    """Feed tags, and what each says for (+) or against (-) an ambiguous name: -3 to 3, where 2 is enough to decide."""
    summaries: SummariesShape = Field(default_factory=SummariesShape)
    """How the gist of a story is told."""
    notices: list[Words] = []
    """Channels that are told when a feed or a destination fails, and when it is well again."""
    people: PeopleShape = Field(default_factory=PeopleShape)
