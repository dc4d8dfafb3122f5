import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.explain import explain
from chapter_desk.core.safekeeping.recovery_code import GROUPS, RecoveryCode, Typed, checked
from chapter_desk.errors import WrongRecoveryCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
secrets_of_16_bytes = st.binary(min_size=16, max_size=16)
CODE = RecoveryCode(bytes(range(16)))


@given(secrets_of_16_bytes)
def test_every_code_comes_back_from_paper(secret):
    code = RecoveryCode(secret)

    assert len(code.groups) == GROUPS
    assert all(len(group) == 4 and set(group) <= set(ALPHABET) for group in code.groups)
    assert RecoveryCode.from_text(str(code)) == code
    assert RecoveryCode.from_groups(code.groups) == code


@given(secrets_of_16_bytes)
def test_lower_case_spaces_and_look_alike_letters_are_forgiven(secret):
    code = RecoveryCode(secret)
    sloppy = " ".join(code.groups).lower().replace("0", "o").replace("1", "l")

    assert RecoveryCode.from_text(sloppy) == code
    assert RecoveryCode.from_text(sloppy.replace("l", "I").replace("o", "O")) == code


def test_a_group_is_checked_as_it_is_typed():
    group = CODE.groups[5]

    assert [checked(6, group[:length]) for length in range(4)] == [Typed.UNFINISHED] * 4
    assert checked(6, group) is checked(6, f" {group.lower()} ") is Typed.RIGHT
    assert checked(6, group + "7") is Typed.MISTYPED
    assert checked(6, "8U") is Typed.MISTYPED
    assert checked(6, "ñ") is Typed.MISTYPED


def test_a_slip_in_a_group_is_noticed_nearly_always():
    slips = noticed = 0
    for number, group in enumerate(CODE.groups, start=1):
        for at in range(4):
            for letter in set(ALPHABET) - {group[at]}:
                slips += 1
                noticed += checked(number, group[:at] + letter + group[at + 1 :]) is Typed.MISTYPED
    assert noticed / slips > 0.9


def test_swapped_groups_are_noticed_nearly_always():
    code = RecoveryCode(bytes([7, 9] * 8))
    noticed = sum(
        checked(place, group) is Typed.MISTYPED
        for place in range(1, GROUPS + 1)
        for number, group in enumerate(code.groups, start=1)
        if number != place
    )

    assert noticed / (GROUPS * (GROUPS - 1)) > 0.8


def test_a_whole_code_with_a_slip_names_the_group():
    groups = list(CODE.groups)
    wrong = next(letter for letter in ALPHABET if checked(3, groups[2][:3] + letter) is Typed.MISTYPED)
    groups[2] = groups[2][:3] + wrong

    with pytest.raises(WrongRecoveryCode) as refused:
        RecoveryCode.from_groups(groups)

    assert refused.value.group == 3
    assert "3" in explain(refused.value).happened


@pytest.mark.parametrize("typed", ["", "ABCD", "-", str(CODE)[:-5], str(CODE) + "-0000", "\udcff" * 32])
def test_what_is_not_eight_groups_is_no_code(typed):
    with pytest.raises(WrongRecoveryCode):
        RecoveryCode.from_text(typed)


def test_one_group_typed_back_proves_that_it_was_copied():
    assert CODE.has_group(6, CODE.groups[5].lower())
    assert not CODE.has_group(6, CODE.groups[4])
    assert not CODE.has_group(6, "")
    assert not CODE.has_group(6, "\udcff")


def test_the_code_on_old_papers_stays_readable():
    assert str(CODE) == "000P-081N-0G2S-0R3N-104M-185X-1G6J-1R7P"


def test_a_code_does_not_show_itself_in_a_log():
    assert CODE.groups[0] not in repr(CODE)
