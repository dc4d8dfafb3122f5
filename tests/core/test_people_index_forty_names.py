"""The forty names of `facts/sample_people.md`, section 5: each is found by what its row says."""

import unicodedata

import pytest

from chapter_desk.core.members.people_index import Findable, PeopleIndex

FORTY = [
    ("María Guadalupe Hernández Ríos", "María Guadalupe", "Hernández Ríos", "maria hern; rios; lupe"),
    ("Maria Garcia", "Maria", "Garcia", "mar gar"),
    ("María García López", "María", "García López", "maria garcia"),
    ("Ma. Teresa Garcia", "Ma. Teresa", "Garcia", "teresa g"),
    ("José de la Cruz", "José", "de la Cruz", "cruz; delacruz"),
    ("Ana Sofía Peña-Núñez", "Ana Sofía", "Peña-Núñez", "pena; nunez"),
    ("Juan Pérez y Ortega", "Juan", "Pérez y Ortega", "perez; ortega"),
    ("Luis A. Rodríguez Jr.", "Luis A.", "Rodríguez", "luis rod"),
    ("Luis Rodríguez", "Luis", "Rodríguez", "luis rod"),
    ("Siobhan O'Neill", "Siobhan", "O'Neill", "oneill; o n"),
    ("Patrick O’Neill", "Patrick", "O’Neill", "oneill"),
    ("Ja'Nae Booker", "Ja'Nae", "Booker", "janae"),
    ("DeShawn McAllister", "DeShawn", "McAllister", "mca; mcall"),
    ("Latoya Washington-Reid", "Latoya", "Washington-Reid", "reid"),
    ("Smith-Smith, Anne-Marie", "Anne-Marie", "Smith-Smith", "anne smith"),
    ("Li Bo", "Bo", "Li", "li; bo"),
    ("Jo Ng", "Jo", "Ng", "ng; jo"),
    ("王小明 (Wang Xiaoming)", "小明", "王", "王; wang; xiao"),
    ("김민준", "민준", "김", "김; 민준"),
    ("محمد الأحمد", "محمد", "الأحمد", "محمد; احمد"),
    ("Fatima Al-Ahmad", "Fatima", "Al-Ahmad", "ahmad; al ahmad"),
    ("Ольга Ковальчук", "Ольга", "Ковальчук", "ольга; kovalchuk"),
    ("Nguyễn Thị Ánh", "Thị Ánh", "Nguyễn", "nguyen; anh"),
    ("Łukasz Błaszczyk", "Łukasz", "Błaszczyk", "lukasz; blaszczyk"),
    ("Zoë Faßbinder-Ærøskøbing", "Zoë", "Faßbinder-Ærøskøbing", "zoe; fassb; aeros"),
    ("İpek Işık", "İpek", "Işık", "ipek; isik"),
    ("Wulandari", "Wulandari", "", "wulan"),
    ("Dee", "Dee", "", "dee"),
    ("Sister Perpetua", "Perpetua", "", "perpetua"),
    ("Björk Einarsdóttir", "Björk", "Einarsdóttir", "bjork"),
    (
        "João Pedro da Silva Monteiro de Albuquerque Sampaio",
        "João Pedro",
        "da Silva Monteiro de Albuquerque Sampaio",
        "joao; sampaio",
    ),
    (
        "Keola Kawaikūmaiikapu'uwaiokalanikauliokamoana",
        "Keola",
        "Kawaikūmaiikapu'uwaiokalanikauliokamoana",
        "kawai",
    ),
    ("'Akau'ola Vake", "'Akau'ola", "Vake", "akau"),
    ("James Williams", "James", "Williams", "jam wil"),
    ("Jim Williams", "Jim", "Williams", "jim; james"),
    ("James T. Williams III", "James T.", "Williams", "jam wil"),
    ("Robin Ortiz-Bell", "Robin", "Ortiz-Bell", "robin; ortiz"),
    ("Dr. Renée St. John-Mosby, Ph.D.", "Renée", "St. John-Mosby", "st john; mosby"),
    ("Null Abernathy", "Null", "Abernathy", "null"),
    ('Esperanza "Pera" Villanueva-Tan', "Esperanza", "Villanueva-Tan", "pera; tan"),
]
LATIN_FORMS = {"Ольга Ковальчук": ("Olha Kovalchuk",)}


@pytest.fixture(scope="module")
def index():
    index = PeopleIndex()
    index.replace_all(
        Findable(str(number), written, given, family, LATIN_FORMS.get(written, ()))
        for number, (written, given, family, _) in enumerate(FORTY, 1)
    )
    return index


@pytest.mark.parametrize(
    ("number", "typed"),
    [(str(n), typed) for n, row in enumerate(FORTY, 1) for typed in row[3].split("; ")],
)
def test_everyone_is_found_by_what_the_facts_say(index, number, typed):
    assert number in index.ids(typed, 20)


@pytest.mark.parametrize(
    ("number", "written"), [(str(number), row[0]) for number, row in enumerate(FORTY, 1)]
)
def test_everyone_is_found_first_by_the_name_as_written(index, number, written):
    assert index.search(written)[0].id == number
    assert index.search(unicodedata.normalize("NFD", written.upper()))[0].id == number


@pytest.mark.parametrize(
    ("number", "written"), [(str(number), row[0]) for number, row in enumerate(FORTY, 1)]
)
def test_nobody_vanishes_while_their_name_is_typed(index, number, written):
    for length in range(1, len(written) + 1):
        if written[:length].strip(" '("):
            assert number in index.ids(written[:length]), written[:length]
