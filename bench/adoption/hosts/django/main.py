"""Reads one command per line of standard input, and answers each with one line of JSON."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")

import django

if __name__ == "__main__":
    # The settings name this module for its routes, so it must not be loaded twice.
    sys.modules["main"] = sys.modules["__main__"]
    django.setup()

from django.contrib.auth import authenticate, get_user_model, login
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

User = get_user_model()
by_address = User.USERNAME_FIELD == "email"


def sign_in_page(request):
    user = authenticate(
        request, username=request.POST["username"], password=request.POST["password"]
    )
    if user is None:
        return HttpResponse("refused", status=401)
    login(request, user)
    return HttpResponse("in")


def me_page(request):
    return HttpResponse(status=200 if request.user.is_authenticated else 401)


urlpatterns = [path("login", sign_in_page), path("me", me_page)]


def person(email):
    return User.objects.get(email=email)


def prepare(_):
    call_command("migrate", verbosity=0, interactive=False)
    return {}


def add_people(command):
    hashes, people = {}, []
    for one in command["people"]:
        password = one["password"]
        # What set_password() stores, computed once: a thousand of them would take minutes.
        if password not in hashes:
            hashes[password] = make_password(password)
        user = User(email=User.objects.normalize_email(one["email"]), password=hashes[password])
        if not by_address:
            user.username = one["email"].replace("@", "-at-")[:150]
        people.append(user)
    User.objects.bulk_create(people)
    return {"ids": [str(user.pk) for user in people]}


def sign_in(command):
    # People sign in with a user name where the application has one, and know it by heart.
    username = command["email"]
    if not by_address:
        found = User.objects.filter(email__iexact=command["email"]).first()
        username = found.username if found else "nobody"
    client = Client()
    answer = client.post("/login", {"username": username, "password": command["password"]})
    if answer.status_code != 200:
        return {"refused": answer.content.decode()}
    return {"session": {name: morsel.value for name, morsel in client.cookies.items()}}


def is_signed_in(command):
    client = Client()
    for name, value in command["session"].items():
        client.cookies[name] = value
    return {"signedIn": client.get("/me").status_code == 200}


def change_password(command):
    user = person(command["email"])
    user.set_password(command["password"])
    user.save()
    return {}


def change_email(command):
    User.objects.filter(email=command["email"]).update(email=command["to"])
    return {}


def disable(command):
    user = person(command["email"])
    user.is_active = False
    user.save()
    return {}


def delete(command):
    person(command["email"]).delete()
    return {}


def without_password(command):
    user = person(command["email"])
    user.set_unusable_password()
    user.save()
    return {}


def own_reset_token(command):
    return {"token": default_token_generator.make_token(person(command["email"]))}


def use_own_reset(command):
    return {"accepted": default_token_generator.check_token(person(command["email"]), command["token"])}


commands = {
    "prepare": prepare,
    "addPeople": add_people,
    "signIn": sign_in,
    "isSignedIn": is_signed_in,
    "changePassword": change_password,
    "changeEmail": change_email,
    "disable": disable,
    "delete": delete,
    "withoutPassword": without_password,
    "ownResetToken": own_reset_token,
    "useOwnReset": use_own_reset,
}


def answer(line):
    command = json.loads(line)
    try:
        return {"ok": commands[command["do"]](command)}
    except Exception as error:
        connection.close_if_unusable_or_obsolete()
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(line)), flush=True)
