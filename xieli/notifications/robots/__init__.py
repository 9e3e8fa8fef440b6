"""Robots in groups of 企业微信, 钉钉 and 飞书: what they may say, when, and what became of it."""
