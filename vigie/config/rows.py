"""What feeds.yaml may hold, as pydantic's models. It reads no file."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from vigie.config.values import (
    LONGEST_KEPT,
    contact_address,
    days,
    feed_address,
    host_and_port,
    proxy_address,
    public,
    wording,
)

Name = Annotated[str, Field(min_length=1, max_length=80)]
Words = Annotated[list[Name], Field(default_factory=list, max_length=50)]
Minutes = Annotated[int, Field(ge=5, le=1440)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FeedRow(Strict):
    url: Annotated[str, AfterValidator(feed_address)]
    name: Name
    every: Minutes | None = None
    language: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = None
    title_only: bool = False


class CompanyRow(Strict):
    name: Name
    aliases: Words
    context: Words
    exclude: Words


class Defaults(Strict):
    every: Minutes = 15
    contact: Annotated[Name, AfterValidator(contact_address)] | None = None
    texts: Annotated[int, BeforeValidator(days)] = LONGEST_KEPT


Wordings = Annotated[list[Annotated[Name, AfterValidator(wording)]], Field(default_factory=list, max_length=100)]


class TopicRow(Strict):
    words: Wordings
    exclude: Wordings


class Topics(Strict):
    layoffs: TopicRow | None = None
    regulation: TopicRow | None = None


class PushRow(Strict):
    address: Annotated[str, AfterValidator(public)]
    listen: Annotated[str, AfterValidator(host_and_port)] = "127.0.0.1:8480"


class Document(Strict):
    feeds: Annotated[list[FeedRow], Field(min_length=1)]
    companies: Annotated[list[CompanyRow], Field(min_length=1)]
    allow: Annotated[list[Annotated[str, AfterValidator(host_and_port)]], Field(default_factory=list)]
    proxy: Annotated[str, AfterValidator(proxy_address)] | None = None
    push: PushRow | None = None
    topics: Topics = Field(default_factory=Topics)
    defaults: Defaults = Field(default_factory=Defaults)
