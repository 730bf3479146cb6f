"""Vigie on Slack, over Socket Mode: no public address is needed.

platform      alerts out; puts the others together
connection    what Slack speaks through: acknowledge first, once each, end cleanly
conversation  what people type or press -> Desk -> replies
leaving       what Slack tells of rooms that go and come back
read_back     what an unclear attempt left; whether a post still stands
layout, told  Card, Reply or Delivery -> Block Kit; pure
asked         Slack's payloads -> a command and its values; pure
people        who asks, and what they may do
identity      who we are there, and what we may do
answers       what Slack's refusals mean, in French
clients, logs slack-sdk as we use it: our proxy or none, no secrets
pacer         one message a second in each channel
"""

from __future__ import annotations

from handlers.slack_app.layout import blocks
from handlers.slack_app.platform import SlackPlatform

__all__ = ["SlackPlatform", "blocks"]
