import gc
from datetime import date
from random import Random
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_desk.core.members.folding import folded
from chapter_desk.core.members.nicknames import shipped_nicknames
from chapter_desk.core.members.people_index import Findable, HitKind, PeopleIndex
from chapter_desk.core.members.search_tables import SearchTables

NICKNAMES = shipped_nicknames()


def index_of(*people):
    index = PeopleIndex(NICKNAMES)
    index.replace_all(people)
    return index


def names(index, typed):
    return [hit.person.display_name for hit in index.search(typed)]


def underlined(index, typed):
    hit = index.search(typed)[0]
    return [hit.person.display_name[start:end] for start, end in hit.spans]


def person(name, id_=None, **more):
    return Findable(id_ or name, name, **more)


MARIA = person("María Gutiérrez", phones=("+17575550141",), postal_code="23508", emails=("mg@example.org",))
MARIO = person("Mario Guzmán", phones=("+17575550108",), last_seen=date(2026, 1, 13))
MARGARET = person("Margaret Gunn", last_seen=date(2026, 4, 14))


@pytest.mark.parametrize("blank", ["", "  ", "-", "'", "…", "\t"])
def test_nothing_typed_finds_nobody(blank):
    assert index_of(MARIA).search(blank) == []


def test_parts_of_names_are_found_in_any_order():
    index = index_of(MARIA, MARIO, MARGARET, person("Bo Li"))
    assert names(index, "mar gu") == ["Margaret Gunn", "Mario Guzmán", "María Gutiérrez"]
    assert names(index, "gut mar") == ["María Gutiérrez"]
    assert names(index, "MARÍA gutiérrez")[0] == "María Gutiérrez"


def test_people_seen_lately_come_first_and_ties_go_by_sort_name():
    index = index_of(
        person("Ana Zamora", family_name="Zamora", given_name="Ana"),
        person("Ana Abril", family_name="Abril", given_name="Ana"),
        person("Ana Lee", last_seen=date(2025, 1, 1)),
        person("Ana Moss", last_seen=date(2026, 1, 1)),
        person("Ana Older", last_seen=date(2026, 6, 1), archived=True),
    )
    assert names(index, "ana") == ["Ana Moss", "Ana Lee", "Ana Abril", "Ana Zamora", "Ana Older"]


def test_the_surest_way_of_meaning_somebody_comes_first():
    index = index_of(
        person("Rosalía Li"),
        person("Li"),
        person("Linda Moss"),
        person("Moss Linden"),
        person("Julia Frost"),
        person("Ana Moss", tags=("literature table",)),
    )
    kinds = [(hit.person.display_name, hit.kind) for hit in index.search("li")]
    assert kinds == [
        ("Li", HitKind.SAME_NAME),
        ("Rosalía Li", HitKind.WORDS),
        ("Linda Moss", HitKind.NAME_START),
        ("Moss Linden", HitKind.PART_START),
    ]
    assert [hit.kind for hit in index.search("lite")] == [HitKind.DETAIL]
    assert [hit.kind for hit in index.search("ulia")] == [HitKind.TYPO]
    assert [hit.kind for hit in index.search("uli")] == [HitKind.INSIDE]


@pytest.mark.parametrize("typed", ["jo", "ng", "jo ng", "ng jo"])
def test_two_letter_names_are_found_in_a_crowd(typed):
    crowd = [person(f"John Ngata{n}", last_seen=date(2026, 1, 1)) for n in range(30)]
    assert names(index_of(person("Jo Ng"), *crowd), typed)[0] == "Jo Ng"


def test_one_part_never_answers_two_words():
    index = index_of(person("Loretta Poe"), person("Loretta Poe-Lopez"))
    assert names(index, "lor lo") == ["Loretta Poe-Lopez"]
    assert names(index, "loretta l") == ["Loretta Poe-Lopez"]


@pytest.mark.parametrize(
    "typed",
    [
        "gutierez",  # a letter too few
        "guttierrez",  # a letter too many
        "gutierrwz",  # a wrong letter
        "gutierrze",  # two swapped
        "hutierrez",  # the first letter too
        "utierrez",
        "ugtierrez",
        "gutierrezz",
        "gitie",  # while it is being typed
        "mria gutierrez",
        "maria gtierrez",
        "mraia guteirrez",
    ],
)
def test_one_typo_a_word_is_forgiven(typed):
    index = index_of(MARIA, person("Bo Li"), person("Guadalupe Ortega"))
    assert names(index, typed) == ["María Gutiérrez"]


@pytest.mark.parametrize("typed", ["amn", "gutw"])
def test_few_letters_are_not_taken_for_others(typed):
    assert names(index_of(person("Ann Lee"), MARIA), typed) == []


@given(st.data())
@settings(max_examples=60)
def test_any_one_slip_in_a_long_name_is_forgiven(data):
    name = data.draw(st.sampled_from(["gutierrez", "washington", "blaszczyk", "wulandari"]))
    at = data.draw(st.integers(0, len(name) - 2))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    slip = data.draw(
        st.sampled_from(
            [
                name[:at] + name[at + 1 :],
                name[:at] + letter + name[at + 1 :],
                name[:at] + letter + name[at:],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            ]
        )
    )
    crowd = [person(f"X{n} Y{n}") for n in range(3)]
    assert name in index_of(person(name), *crowd).ids(slip)


@pytest.mark.parametrize(
    ("on_file", "typed"),
    [("James Poe", "jim"), ("Jim Poe", "james"), ("Guadalupe Ríos", "lupe"), ("Guadalupe Ríos", "lup rio")],
)
def test_nicknames_find_the_long_name_and_the_other_way_round(on_file, typed):
    hit = index_of(person(on_file), person("Bo Li")).search(typed)[0]
    assert (hit.person.display_name, hit.kind) == (on_file, HitKind.NICKNAME)


def test_what_a_person_is_also_called_finds_them_but_is_never_shown():
    index = index_of(person("Robin Ortiz", other_names=("Rubén Ortiz Vega",), given_name="Robin"))
    assert names(index, "vega") == ["Robin Ortiz"]
    assert index.search("vega")[0].spans == ()


@pytest.mark.parametrize(
    "typed", ["0141", "141", "757 555 0141", "(757) 555-0141", "+1 757-555-0141", "5550141", "757555", "757"]
)
def test_phones_are_found_by_their_last_digits_and_by_any_digits(typed):
    index = index_of(MARIA, person("Bo Li", phones=("+12125550177",)))
    hits = index.search(typed)
    assert [(hit.person.display_name, hit.kind) for hit in hits][:1] == [("María Gutiérrez", HitKind.PHONE)]


def test_the_last_digits_of_a_phone_come_before_the_same_digits_elsewhere():
    index = index_of(
        person("Inside", phones=("+17570141555",), last_seen=date(2026, 1, 1)),
        person("Ends", phones=("+17575550141",)),
    )
    assert names(index, "0141") == ["Ends", "Inside"]


def test_one_or_two_digits_are_no_phone():
    index = index_of(MARIA, person("Guest 4"))
    assert names(index, "41") == []
    assert names(index, "4") == ["Guest 4"]


def test_a_zip_finds_the_people_who_live_there():
    index = index_of(MARIA, person("Bo Li", postal_code="02139"))
    assert [(hit.id, hit.kind) for hit in index.search("02139")] == [("Bo Li", HitKind.POSTAL_CODE)]
    assert names(index, "235") == ["María Gutiérrez"]


def test_a_name_with_a_number_or_a_tag_narrows():
    index = index_of(
        MARIA, person("María Gunn", phones=("+17575550188",)), person("María Poe", tags=("Phone bank",))
    )
    assert names(index, "maria 0188") == ["María Gunn"]
    assert names(index, "mar 23508") == ["María Gutiérrez"]
    assert names(index, "maria bank") == ["María Poe"]
    assert names(index, "23508 0141") == ["María Gutiérrez"]


@pytest.mark.parametrize(
    "typed", ["fk.khan@", "fk.khan@example.org", "FK.Khan@Exa", "fk.kha", "khan", "FK.khan@example.org "]
)
def test_addresses_are_found_from_their_beginning_and_by_the_name_in_them(typed):
    index = index_of(MARIA, person("Fatima", emails=("FK.Khan@example.org",)))
    assert names(index, typed) == ["Fatima"]
    assert names(index, "khan@") == []


@pytest.mark.parametrize("typed", ["王", "小", "小明", "김", "준", "م"])
def test_single_letters_of_other_scripts_find_people(typed):
    people = [person("王小明"), person("김민준"), person("محمد الأحمد")]
    assert len(names(index_of(*people), typed)) == 1


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("mar gu", ["Mar", "Gu"]),
        ("gutierrez", ["Gutiérrez"]),
        ("guttierrez", ["Gutiérrez"]),
        ("maria gutier", ["María", "Gutiér"]),
        ("tierr", ["tiérr"]),
        ("0141", []),
    ],
)
def test_the_letters_that_answer_are_underlined(typed, marked):
    assert underlined(index_of(person("María Gutiérrez", phones=("+17575550141",))), typed) == marked


@pytest.mark.parametrize(
    ("name", "typed", "marked"),
    [
        ("Siobhan O'Neill", "oneil", ["O'Neil"]),
        ("José de la Cruz", "delac", ["de la C"]),
        ("Zoë Faßbinder", "fass", ["Faß"]),
        ("Guadalupe Ríos", "lupe", ["Guadalupe"]),
        ("الأحمد", "احمد", ["أحمد"]),
    ],
)
def test_underlining_follows_the_name_as_written(name, typed, marked):
    assert underlined(index_of(person(name)), typed) == marked


def test_at_most_as_many_as_asked_for():
    index = index_of(*(person(f"Ana {letter}bel") for letter in "abcdefghijklmnopqrstuvwxyz"))
    assert len(index.search("ana")) == 20
    assert len(index.search("ana", limit=5)) == 5
    assert len(index.ids("ana")) == 26


def test_a_crowd_is_answered_in_the_same_order_as_a_few():
    random = Random(3)
    crowd = [
        person(f"Ma{n:05d} Sol", str(n), last_seen=date.fromordinal(737000 + random.randrange(900)))
        for n in range(9000)
    ]
    expected = sorted(crowd, key=lambda p: (-p.last_seen.toordinal(), p.display_name))
    index = index_of(*crowd)
    for typed in ("m", "ma", "s", "sol", "m s"):
        assert index.ids(typed, 20) == [p.id for p in expected[:20]]
    assert index.ids("m") == [p.id for p in expected]


def test_someone_who_signs_in_moves_to_the_front():
    index = index_of(MARIA, MARIO, MARGARET)
    index.put(Findable("María Gutiérrez", "María Gutiérrez", last_seen=date(2026, 11, 23)))
    assert names(index, "mar")[0] == "María Gutiérrez"
    assert names(index, "0141") == []


def test_whoever_is_removed_is_found_no_more_and_leaves_no_words():
    index = index_of(MARIA, MARIO)
    index.remove(MARIA.id)
    index.remove("nobody")
    assert names(index, "mar") == ["Mario Guzmán"]
    assert (len(index), MARIA.id in index, index.get(MARIA.id)) == (1, False, None)
    assert "gutierrez" not in index._tables.parts


def test_what_is_put_in_while_the_index_is_rebuilt_is_not_lost():
    index = index_of(MARIA)

    def meanwhile(_count):
        index.put(person("Bo Li"))
        index.remove(MARIO.id)
        assert names(index, "maria g") == ["María Gutiérrez"]

    worker = Thread(target=index.replace_all, args=([MARIA, MARIO], meanwhile))
    worker.start()
    worker.join()
    assert sorted(index.ids("li") + index.ids("gu")) == ["Bo Li", "María Gutiérrez"]


def test_a_rebuilding_that_is_stopped_leaves_the_index_as_it_was():
    def stop(_count):
        raise InterruptedError

    index = index_of(MARIA)
    with pytest.raises(InterruptedError):
        index.replace_all([MARIO], stop)
    assert names(index, "mar") == ["María Gutiérrez"]


people = st.builds(
    Findable,
    st.sampled_from("abcdef"),
    st.sampled_from(["Ana Li", "Ana Lima", "José de la Cruz", "O'Neill Ana", "Łukasz", "", "王小明"]),
    emails=st.lists(st.sampled_from(["ana.li@example.org", "b@example.org"]), max_size=2).map(tuple),
    phones=st.lists(st.sampled_from(["+17575550141", "+17575550142"]), max_size=2).map(tuple),
    postal_code=st.sampled_from(["", "23508", "02139"]),
    tags=st.lists(st.sampled_from(["phone bank", "ana"]), max_size=2).map(tuple),
    last_seen=st.sampled_from([None, date(2026, 1, 1), date(2026, 2, 2)]),
    archived=st.booleans(),
)
QUERIES = [
    "a",
    "ana",
    "an li",
    "li",
    "delacruz",
    "cruz",
    "oneill",
    "0141",
    "235",
    "ana.li",
    "bank",
    "lukaszz",
    "王",
]


@given(st.lists(st.one_of(people, st.sampled_from("abcdef")), max_size=25))
@settings(max_examples=80)
def test_an_index_kept_in_step_answers_like_one_built_anew(doings):
    kept, held = PeopleIndex(NICKNAMES), {}
    for doing in doings:
        if isinstance(doing, str):
            kept.remove(doing)
            held.pop(doing, None)
        else:
            kept.put(doing)
            held[doing.id] = doing
    built = index_of(*held.values())
    for query in QUERIES:
        assert kept.search(query) == built.search(query)
    assert kept._tables.parts.words == built._tables.parts.words


ranked_people = st.builds(
    Findable,
    st.sampled_from("abcdefghij"),
    st.sampled_from(["Ana Li", "Éva Szabó", "", "王小明"]),
    given_name=st.sampled_from(["", "Ana", "ana", "Zoë"]),
    family_name=st.sampled_from(["", "Li", "de la Cruz", "O'Neill", "Łukasz"]),
    sort_name=st.sampled_from(["", "", "Li", "LÍ, Ana", "O’Neill, Ana", "(,)"]),
    last_seen=st.sampled_from([None, date.min, date(2026, 1, 1), date(2026, 2, 2), date.max]),
    archived=st.booleans(),
)


def plainly_sorted(held):
    """On file, lately seen, by the name as folded, by id: said once more, without the index's own ranks."""

    def key(each):
        name = each.sort_name or f"{each.family_name} {each.given_name}"
        words = [" ".join(filter(None, map(folded, text.split()))) for text in (name, each.display_name)]
        seen = each.last_seen.toordinal() if each.last_seen else 0
        return each.archived, -seen, words[0] or words[1], each.id

    return [each.id for each in sorted(held, key=key)]


@given(
    st.lists(ranked_people, max_size=10), st.lists(st.one_of(ranked_people, st.sampled_from("abcdefghij")))
)
@settings(max_examples=200)
def test_everybody_kept_in_step_stands_where_a_plain_sort_puts_them(at_first, doings):
    held = {each.id: each for each in at_first}
    tables = SearchTables.built(held.values(), lambda _count: None)
    for doing in [None, *doings]:
        if isinstance(doing, str):
            tables.remove(doing)
            held.pop(doing, None)
        elif doing is not None:
            tables.put(doing)
            held[doing.id] = doing
        assert [tables.people[place].id for place in tables.ranked] == plainly_sorted(held.values())
        orders = [tables.order[place] for place in tables.ranked]
        assert orders == sorted(set(orders))


def strings_held_by(root):
    seen, waiting = {id(root)}, [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        fresh = [it for it in gc.get_referents(each) if id(it) not in seen and not isinstance(it, type)]
        seen.update(map(id, fresh))
        waiting += fresh


def test_whoever_is_removed_is_nowhere_in_memory():
    def those(day, **more):
        return [person(f"Canary{n} Quick{n}", str(n), last_seen=day, **more) for n in range(40)]

    tables = SearchTables.built(those(date(2026, 1, 1), phones=("+17575550141",)), lambda _count: None)
    for each in those(date(2026, 2, 2)) + those(None, emails=("canary@example.org",), phones=("+1757555",)):
        tables.put(each)
    assert any("canary" in text for text in strings_held_by(tables))
    for n in range(39):
        tables.remove(str(n))
    assert tables.inside_parts.words_with("c") == {"canary39", "quick39"}
    assert tables.inside_phones.count("7575550141") == 0
    tables.remove("39")
    left = " ".join(strings_held_by(tables)).lower()
    assert not {word for word in ("canary", "quick", "1757555") if word in left}
