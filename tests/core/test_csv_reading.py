import csv
import io
import tracemalloc
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_desk.core.explain import explain
from chapter_desk.core.members import csv_reading
from chapter_desk.core.members.csv_reading import CsvTable
from chapter_desk.core.members.csv_writing import csv_bytes, plain_cell, safe_cell
from chapter_desk.errors import CsvRefused


def table(content, heard=lambda _done, _size: None):
    data = content if isinstance(content, bytes) else content.encode()
    return CsvTable(io.BytesIO(data), heard)


def cells(content):
    read = table(content)
    return [read.headers, *(tuple(row) for _, row in read.rows())]


def problems(content):
    read = table(content)
    for _ in read.rows():
        pass
    return [(problem.line, problem.kind) for problem in read.problems.kept]


SIMPLE = [("name", "zip"), ("María Núñez", "02139"), ("Bo Li", "23508")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_separator_and_line_end_is_read(encoding, separator, end):
    text = end.join(separator.join(row) for row in SIMPLE)
    assert cells(text.encode(encoding)) == SIMPLE
    assert cells((text + end).encode(encoding)) == SIMPLE


def test_quoted_cells_keep_separators_quotes_and_line_ends():
    text = 'name,note\r\n"Smith, Anne","said ""yes""\r\ntwice"\r\nBo,\r\n'
    assert cells(text) == [("name", "note"), ("Smith, Anne", 'said "yes"\r\ntwice'), ("Bo", "")]


def test_rows_know_the_line_they_begin_on():
    text = 'name,note\n\nAna,"one\ntwo\nthree"\n\nBo,x\n'
    assert [(line, row[0]) for line, row in table(text).rows()] == [(3, "Ana"), (7, "Bo")]


def test_cells_stay_as_they_were_typed():
    row = ("=HYPERLINK(1)", "@SUM", " two  spaces ", "null", "+1 757", "-", "<b>x</b>")
    text = "a,b,c,d,e,f,g\n" + ",".join(row)
    assert cells(text)[1] == row


def test_a_line_that_names_the_separator_is_no_header():
    assert cells("sep=;\nname;zip\nAna;1") == [("name", "zip"), ("Ana", "1")]


def test_blank_lines_before_the_headers_and_empty_rows_are_passed_over():
    assert cells("\n\n name , zip \n,\n  \nAna,1\n") == [("name", "zip"), ("Ana", "1")]


def test_ragged_rows_are_read_and_named():
    text = "name,zip\nAna\nBo,1,extra\nCy,2,,\nDee,3\n"
    assert cells(text)[1:] == [("Ana", ""), ("Bo", "1"), ("Cy", "2"), ("Dee", "3")]
    assert problems(text) == [(2, "too-few-cells"), (3, "too-many-cells")]


def test_a_quotation_mark_inside_a_cell_is_a_letter():
    assert cells('name,zip\nEsperanza "Pera" Tan,1\n5" pipe,2\n')[1:] == [
        ('Esperanza "Pera" Tan', "1"),
        ('5" pipe', "2"),
    ]


@pytest.mark.parametrize("columns", [2, 4, 8])
def test_a_quotation_mark_that_never_closes_costs_no_row(columns):
    rows = [[f"r{row}c{column}" for column in range(columns)] for row in range(6)]
    rows[2][0] = '"r2c0'
    text = "\n".join(",".join(row) for row in rows)
    assert cells(text) == [tuple(row) for row in rows]
    assert problems(text) == [(3, "quote-not-closed")]


def test_a_quotation_mark_that_swallows_rows_until_another_one_costs_no_row():
    rows = [[f"r{row}c{column}" for column in range(6)] for row in range(8)]
    rows[2][0], rows[5][1], rows[6][2] = '"open', '"in, side"', '"also, fine"'
    text = "\n".join(",".join(row) for row in rows)
    read = cells(text)
    assert [row[0] for row in read] == ["r0c0", "r1c0", '"open', "r3c0", "r4c0", "r5c0", "r6c0", "r7c0"]
    assert (read[5][1], read[6][2]) == ("in, side", "also, fine")
    assert problems(text) == [(3, "quote-not-closed")]


def test_an_open_quotation_mark_in_a_long_file_is_found_near_its_line():
    text = 'a,b\n"x,1\n' + "y,2\n" * 5000
    assert len(cells(text)) == 5002
    assert problems(text) == [(2, "quote-not-closed")]


def test_quotation_marks_lost_all_over_are_refused():
    text = "a,b\n" + ('"x,1\n' + "y,2\n" * 600) * 300
    with pytest.raises(CsvRefused) as caught:
        cells(text)
    assert caught.value.reason == "quotes"


def test_control_characters_are_left_out_and_named():
    text = "name,zip\nA\0na,1\x07\nBo\x1b,\nCy,3\n"
    assert cells(text)[1:] == [("Ana", "1"), ("Bo", ""), ("Cy", "3")]
    assert problems(text) == [(2, "control-characters"), (3, "control-characters")]


def test_letters_that_cannot_be_read_are_named_with_their_line():
    content = "name\nMaría\n".encode() + b"N\xfa\xf1ez\n" + "Zoë\n".encode()
    assert problems(content) == [(3, "unreadable-letters")]
    assert cells(content)[1] == ("María",)


def test_a_windows_file_may_hold_signs_that_are_no_letters_there():
    assert cells(b"name\nN\xfa\xf1ez \x80\x93\n")[1] == ("Núñez €“",)
    assert problems(b"name\nN\xfa\xf1ez\x81\n") == [(2, "unreadable-letters")]


def test_ten_thousand_columns_and_a_cell_of_a_megabyte_are_read():
    wide = table(",".join(map(str, range(10_000))) + "\n" + ",".join(["x"] * 10_000))
    assert len(wide.headers) == 10_000
    assert len(next(wide.rows())[1]) == 10_000
    assert len(cells("a,b\n" + "x" * 1_000_000 + ",1")[1][0]) == 1_000_000
    quoted = '"' + ("y" * 1000 + "\n") * 400 + '"'
    assert len(cells(f"a,b\n{quoted},1\n")[1][0]) == 400_400


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"", "empty", 0),
        (b" \r\n\t\n", "empty", 0),
        (b"\xef\xbb\xbf", "empty", 0),
        (",,,\n,,\n", "empty", 0),
        (b"PK\x03\x04rest of a workbook", "spreadsheet", 0),
        (b"%PDF-1.7", "not-text", 0),
        (b"\x00\x01\x02\x00\xff" * 400, "not-text", 0),
        (",".join(map(str, range(20_000))), "too-many-columns", 1),
        ("a,b\n1,2\n" + "x" * (csv_reading.LONGEST_LINE + 2_000_000), "line-too-long", 3),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(content, reason, line):
    with pytest.raises(CsvRefused) as caught:
        cells(content)
    assert (caught.value.reason, caught.value.line) == (reason, line)
    assert str(explain(caught.value))


def test_progress_is_told_and_may_stop_the_reading():
    told = []
    text = "a,b\n" + "x,1\n" * 2500
    for _ in table(text, lambda done, size: told.append((done, size))).rows():
        pass
    assert told[-1] == (len(text), len(text))
    assert len(told) == 3

    def stop(_done, _size):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        list(table(text, stop).rows())


def test_a_million_rows_pass_through_little_memory(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("name,zip\n")
        for _ in range(100):
            file.write("María Núñez,02139\n" * 3000)
    tracemalloc.start()
    try:
        with path.open("rb") as file:
            count = sum(1 for _ in CsvTable(file).rows())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 300_000
    assert peak < 20_000_000  # the same whatever the length


def test_problems_are_all_counted_but_not_all_kept():
    read = table("a,b\n" + "x\n" * 5000)
    assert sum(1 for _ in read.rows()) == 5000
    assert read.problems.counts == {"too-few-cells": 5000}
    assert len(read.problems.kept) == csv_reading.MOST_PROBLEMS_KEPT


letters = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffd\ufeff"), min_size=1
)


@given(st.lists(st.tuples(letters, letters), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_what_a_csv_writer_wrote_is_read_back(rows, separator):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(["first", "second"])
    writer.writerows(rows)
    read = table(out.getvalue())
    wanted = [row for row in rows if any(row)]
    assert [tuple(row) for _, row in islice(read.rows(), 100)] == wanted


@given(st.binary(max_size=400))
def test_no_bytes_at_all_do_harm(content):
    try:
        read = table(content)
        rows = list(read.rows())
    except CsvRefused:
        return
    assert all(len(row) == len(read.headers) for _, row in rows)
    assert not any("\0" in cell for _, row in rows for cell in row)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), min_size=1, max_size=5))
def test_what_a_list_was_written_with_is_read_back_equal(names):
    written = csv_bytes(("name", "n"), [(name, "1") for name in names])
    read = [row[0] for row in cells(written)[1:]]
    assert read == names


@pytest.mark.parametrize("cell", ["=1+1", "'=1+1", "+1 757 555 0100", "'Akau'ola", "'", "''=x", "-"])
def test_the_apostrophe_before_a_formula_goes_and_every_other_stays(cell):
    assert plain_cell(safe_cell(cell)) == cell
    assert plain_cell("'Akau'ola Vake") == "'Akau'ola Vake"
