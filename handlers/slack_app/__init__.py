"""Vigie on Slack, over Socket Mode: no public address is needed.

platform    what people type or press -> Desk -> replies; alerts out
people      who asks, and what they may do
layout      Card or Reply -> Block Kit; pure
answers     what Slack's refusals mean, in French
connection  what Slack speaks through: acknowledge first, end cleanly
pacer       one message a second in each channel
"""

from __future__ import annotations

from handlers.slack_app.layout import blocks
from handlers.slack_app.platform import SlackPlatform

__all__ = ["SlackPlatform", "blocks"]
