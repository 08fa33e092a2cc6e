"""Registers a person for an event, and is refused, with the client that openapi-python-client made."""

import json
import sys
from datetime import date

from event_management_api_client import Client
from event_management_api_client.api.events import create_event, get_event
from event_management_api_client.api.registrations import list_event_registrations, register_for_event
from event_management_api_client.api.users import create_user
from event_management_api_client.models import (
    BrokenRule,
    CreateEvent,
    CreateUser,
    Event,
    EventStatus,
    NewRegistration,
    Problem,
    Register,
    Registration,
    RegistrationStatus,
    User,
)


def make_event(client: Client) -> Event:
    body = CreateEvent(
        title="Café",
        description="Cake, and a demo.",
        date=date(2027, 5, 1),
        location="Town hall",
        organizer="Grace",
        capacity=1,
        event_id=None,
        has_waitlist=None,
        expected_people=500,
    )
    event = create_event.sync(client=client, body=body)
    assert isinstance(event, Event), event
    assert event.status is EventStatus.ACTIVE and event.date == body.date and event.expected_people == 500, event
    return event


def make_user(client: Client) -> User:
    user = create_user.sync(client=client, body=CreateUser(name="Ada"))
    assert isinstance(user, User), user
    return user


def refusals(client: Client) -> list[Problem]:
    """A seat is taken twice; what is not there is read; a name is too long."""
    event, user = make_event(client), make_user(client)
    body = Register(user_id=user.user_id)
    seat = register_for_event.sync(event.event_id, client=client, body=body)
    assert isinstance(seat, NewRegistration), seat
    assert seat.status is RegistrationStatus.REGISTERED and seat.waitlist_position is None, seat
    (row,) = list_event_registrations.sync(event.event_id, client=client)
    assert isinstance(row, Registration) and row.registration_id == seat.registration_id, row
    return [
        register_for_event.sync(event.event_id, client=client, body=body),
        get_event.sync("nowhere", client=client),
        create_user.sync(client=client, body=CreateUser(name="Ada" * 67)),
    ]


with Client(base_url=sys.argv[1], raise_on_unexpected_status=True) as client:
    told = []
    for problem in refusals(client):
        assert isinstance(problem, Problem), problem
        rules = problem.errors or []
        assert all(isinstance(rule, BrokenRule) for rule in rules), rules
        told.append([problem.status, problem.code, [rule.path for rule in rules]])
    print(json.dumps(told))
