from typing import Literal, Optional
from uuid import uuid4

from pydantic import BaseModel, Field

Id = Field(default_factory=lambda: str(uuid4()), min_length=1, max_length=128, pattern=r"^[A-Za-z0-9_-]+$")


class EventCreate(BaseModel):
    eventId: str = Id
    title: str = Field(min_length=1, max_length=200)
    description: str = Field(min_length=1, max_length=2000)
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    location: str = Field(min_length=1, max_length=200)
    organizer: str = Field(min_length=1, max_length=200)
    capacity: int = Field(ge=1, le=100_000)
    hasWaitlist: bool = False


class Event(EventCreate):
    status: Literal["active", "cancelled", "completed"] = "active"
    registeredCount: int = 0
    waitlistCount: int = 0
    createdAt: str
    updatedAt: str


class EventAnswer(Event):
    waitlistEnabled: bool
    isFull: bool
    availableSpots: int


class UserCreate(BaseModel):
    userId: str = Id
    name: str = Field(min_length=1, max_length=200)


class User(UserCreate):
    createdAt: str


class RegistrationCreate(BaseModel):
    userId: str


class Registration(BaseModel):
    registrationId: str = Field(default_factory=lambda: str(uuid4()))
    eventId: str
    userId: str
    status: Literal["registered", "waitlisted"]
    registeredAt: str
    waitlistPosition: Optional[int] = None
    promotedAt: Optional[str] = None


class RegistrationAnswer(Registration):
    message: str
