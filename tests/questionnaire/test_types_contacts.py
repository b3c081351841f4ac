"""Contacts: every bad value has a good twin."""

from __future__ import annotations

import pytest

from tests.questionnaire.kinds import Twin, assert_twin, person, problems

_PERSON_HINT = 'write {"name": "…", "role": "…", "email": "…"}'
CONTACTS = (
    Twin(
        "text",
        "person",
        person(),
        "Olena",
        "expected a contact (got 'Olena')",
        _PERSON_HINT,
    ),
    Twin(
        "null", "person", person(), None, "expected a contact (got None)", _PERSON_HINT
    ),
    Twin(
        "no_name",
        "person",
        person(),
        {"email": "o@example.ua"},
        "the contact has no 'name'",
    ),
    Twin(
        "empty_name",
        "person",
        person(),
        person(name=""),
        "'name' is text of 1 to 200 characters",
        place="/name",
    ),
    Twin(
        "no_way",
        "person",
        {"name": "O", "phone": "1"},
        {"name": "O", "role": "CISO"},
        "neither 'email' nor 'phone'",
    ),
    Twin(
        "empty_phone",
        "person",
        {"name": "O", "phone": "1"},
        {"name": "O", "phone": ""},
        "'phone' is text of 1 to 200",
        place="/phone",
    ),
    Twin(
        "long_role",
        "person",
        person(role="r" * 200),
        person(role="r" * 201),
        "'role' is text of 1 to 200",
        place="/role",
    ),
    Twin(
        "number_phone",
        "person",
        person(phone="+380"),
        person(phone=380),
        "'phone' is text",
        place="/phone",
    ),
    Twin(
        "null_role",
        "person",
        person(),
        person(role=None),
        "'role' is text",
        place="/role",
    ),
    Twin(
        "unknown_key",
        "person",
        person(role="CISO"),
        person(title="CISO"),
        "unknown key 'title'; known: name, role, email, phone",
        place="/title",
    ),
    Twin(
        "key_with_slash",
        "person",
        person(),
        {**person(), "a/b~": "x"},
        "unknown key 'a/b~'",
        place="/a~1b~0",
    ),
    Twin(
        "hidden",
        "person",
        person(name="Olena"),
        person(name="Ole\u202ena"),
        "hidden characters: U+202E",
        place="/name",
    ),
    Twin(
        "no_at",
        "person",
        person(),
        person(email="example.ua"),
        "this is no e-mail address",
        place="/email",
    ),
    Twin(
        "no_local",
        "person",
        person(),
        person(email="@example.ua"),
        "this is no e-mail address",
        place="/email",
    ),
    Twin(
        "no_dot",
        "person",
        person(),
        person(email="o@localhost"),
        "this is no e-mail address",
        place="/email",
    ),
    Twin(
        "space",
        "person",
        person(),
        person(email="o @example.ua"),
        "this is no e-mail address",
        place="/email",
    ),
)
TWINS = (*CONTACTS,)


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
def test_a_bad_contact_is_refused_for_one_reason_and_its_twin_is_not(
    twin: Twin,
) -> None:
    assert_twin(twin)


def test_an_empty_contact_lacks_a_name_and_a_way_to_reach_it() -> None:
    assert [p.message for p in problems("person", {})] == [
        "the contact has no 'name'",
        "the contact has neither 'email' nor 'phone'",
    ]
