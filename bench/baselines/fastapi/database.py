import os
from typing import Optional

import boto3
from boto3.dynamodb.conditions import Key

dynamodb = boto3.resource("dynamodb")
events = dynamodb.Table(os.environ["BASELINE_EVENTS_TABLE"])
users = dynamodb.Table(os.environ["BASELINE_USERS_TABLE"])
registrations = dynamodb.Table(os.environ["BASELINE_REGISTRATIONS_TABLE"])


def get_event(event_id: str) -> Optional[dict]:
    return events.get_item(Key={"eventId": event_id}).get("Item")


def put_event(event: dict) -> None:
    events.put_item(Item=event)


def set_count(event_id: str, counter: str, count: int, now: str) -> None:
    events.update_item(
        Key={"eventId": event_id},
        UpdateExpression="SET #counter = :count, updatedAt = :now",
        ExpressionAttributeNames={"#counter": counter},
        ExpressionAttributeValues={":count": count, ":now": now},
    )


def get_user(user_id: str) -> Optional[dict]:
    return users.get_item(Key={"userId": user_id}).get("Item")


def put_user(user: dict) -> None:
    users.put_item(Item=user)


def get_registration(event_id: str, user_id: str) -> Optional[dict]:
    return registrations.get_item(Key={"eventId": event_id, "userId": user_id}).get("Item")


def put_registration(registration: dict) -> None:
    registrations.put_item(Item=registration)


def list_registrations(event_id: str) -> list[dict]:
    return registrations.query(KeyConditionExpression=Key("eventId").eq(event_id))["Items"]
