from datetime import datetime, timezone

import database
from fastapi import FastAPI, HTTPException
from mangum import Mangum
from models import (
    Event,
    EventAnswer,
    EventCreate,
    Registration,
    RegistrationAnswer,
    RegistrationCreate,
    User,
    UserCreate,
)

app = FastAPI(title="Event Management API")
handler = Mangum(app, lifespan="off")


def now() -> str:
    return datetime.now(timezone.utc).isoformat()


def answer_of(event: dict) -> dict:
    available = max(0, event["capacity"] - event["registeredCount"])
    derived = {"waitlistEnabled": event["hasWaitlist"], "isFull": available == 0, "availableSpots": available}
    return {**event, **derived}


def event_or_404(event_id: str) -> dict:
    event = database.get_event(event_id)
    if not event:
        raise HTTPException(404, "Event not found")
    return event


@app.post("/events", status_code=201, response_model=EventAnswer)
def create_event(body: EventCreate):
    if database.get_event(body.eventId):
        raise HTTPException(409, "Event already exists")
    event = Event(**body.model_dump(), createdAt=now(), updatedAt=now()).model_dump()
    database.put_event(event)
    return answer_of(event)


@app.get("/events/{event_id}", response_model=EventAnswer)
def get_event(event_id: str):
    return answer_of(event_or_404(event_id))


@app.post("/users", status_code=201, response_model=User)
def create_user(body: UserCreate):
    if database.get_user(body.userId):
        raise HTTPException(409, "User already exists")
    user = User(**body.model_dump(), createdAt=now()).model_dump()
    database.put_user(user)
    return user


@app.post("/events/{event_id}/registrations", status_code=201, response_model=RegistrationAnswer)
def register(event_id: str, body: RegistrationCreate):
    """Gets what is there, checks it, puts the registration, and updates the counter, one after the other."""
    if not database.get_user(body.userId):
        raise HTTPException(404, "User not found")
    event = event_or_404(event_id)
    existing = database.get_registration(event_id, body.userId)
    if existing and existing["status"] == "waitlisted":
        raise HTTPException(409, f"User is already on the waitlist at position {existing['waitlistPosition']}")
    if existing:
        raise HTTPException(409, "User is already registered for this event")
    if event["status"] != "active":
        raise HTTPException(409, f"Event is not open for registration (status: {event['status']})")
    capacity = event["capacity"]
    is_full = event["registeredCount"] >= capacity
    if is_full and not event["hasWaitlist"]:
        raise HTTPException(409, f"Event is at full capacity ({capacity}/{capacity}). No waitlist available.")
    position = event["waitlistCount"] + 1 if is_full else None
    registration = Registration(
        eventId=event_id,
        userId=body.userId,
        status="waitlisted" if is_full else "registered",
        registeredAt=now(),
        waitlistPosition=position,
    ).model_dump()
    database.put_registration(registration)
    counter = "waitlistCount" if is_full else "registeredCount"
    database.set_count(event_id, counter, event[counter] + 1, now())
    message = (
        f"Event is full. Added to waitlist at position {position}"
        if is_full
        else "Successfully registered for event"
    )
    return {**registration, "message": message}


@app.get("/events/{event_id}/registrations", response_model=list[Registration])
def list_registrations(event_id: str):
    event_or_404(event_id)
    found = database.list_registrations(event_id)
    return sorted(found, key=lambda one: (one["waitlistPosition"] or 0, one["registeredAt"]))
