"""Notices and their deliveries, the robots that carry some of them, and what comes back by mail."""

from .incoming import IncomingMail, IncomingOutcome, Mailbox
from .notices import (
    Attempt,
    Choice,
    Delivery,
    Notification,
    Outgoing,
    OutgoingState,
    Preference,
    SmsMessage,
    Urgency,
)
from .robots import Robot, RobotCall, RobotChoice, Service

__all__ = [
    "Attempt",
    "Choice",
    "Delivery",
    "IncomingMail",
    "IncomingOutcome",
    "Mailbox",
    "Notification",
    "Outgoing",
    "OutgoingState",
    "Preference",
    "Robot",
    "RobotCall",
    "RobotChoice",
    "Service",
    "SmsMessage",
    "Urgency",
]
