"""Own CSV files: delimiters, decimal commas, encodings, headers, missing cells, and refusals that name the place."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.data import CsvImport, prepare, read_csv
from nnsim.data.rows import raw_cells
from nnsim.text import NnsimError, render

ENCODINGS = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8 (BOM)", "cp949": "CP949", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE",
}


def encoded(text: str, codec: str) -> bytes:
    mark = "\ufeff" if codec.startswith("utf-16") else ""
    return (mark + text).encode(codec)


def column(imported: CsvImport, index: int) -> list[float]:
    return [float(value) for value in raw_cells(imported.source.rows)[index]]


def refusal(data: bytes | str) -> NnsimError:
    with pytest.raises(NnsimError) as caught:
        read_csv(data.encode() if isinstance(data, str) else data, "lab.csv")
    assert caught.value.place == "lab.csv"
    assert "lab.csv" in str(caught.value)
    assert render(caught.value.message, "ko") != str(caught.value)
    return caught.value


@pytest.mark.parametrize("codec", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("decimal", [".", ","])
def test_korean_tables_in_every_form(codec: str, delimiter: str, decimal: str) -> None:
    table = "키 몸무게 학과/170.5 62.25 컴퓨터/181.0 80.5 수학/165.25 55.0 수학"
    rows = [line.split() for line in table.split("/")]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(
        [[cell.replace(".", decimal) for cell in row] for row in rows]
    )
    imported = read_csv(encoded(out.getvalue(), codec), "학생.csv")
    assert column(imported, 0) == [170.5, 181.0, 165.25]
    assert column(imported, 1) == [62.25, 80.5, 55.0]
    assert [use.name for use in imported.source.columns] == ["키", "몸무게", "학과"]
    assert imported.source.columns[2].categories == ("수학", "컴퓨터")
    assert imported.source.columns[2].encoding == "binary"
    report = imported.report
    assert (report.encoding, report.delimiter, report.decimal, report.header, report.rows) == (
        ENCODINGS[codec], delimiter, decimal, True, 3,
    )
    assert prepare(imported.source).output_names == ("학과",)


# no number, no missing cell, and no CP949 that is UTF-8 by chance
words = st.text("가각간갈감갑값같강개거검게ABxyz,;\t\"'", min_size=0, max_size=8).map(lambda text: f"w{text}w")
numbers = st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda value: round(value, 4))


@given(
    data=st.data(),
    names=st.lists(words.map(lambda text: " ".join(text.split())), min_size=2, max_size=5, unique=True),
    delimiter=st.sampled_from([",", ";", "\t"]),
    decimal=st.sampled_from([".", ","]),
    codec=st.sampled_from([*ENCODINGS]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_is_written_is_read(
    data: st.DataObject, names: list[str], delimiter: str, decimal: str, codec: str, newline: str
) -> None:
    rows = data.draw(st.lists(st.tuples(*[numbers] * (len(names) - 1), words), min_size=1, max_size=12))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    writer.writerow(names)
    for *values, text in rows:
        writer.writerow([*(f"{value:.4f}".replace(".", decimal) for value in values), text])
    imported = read_csv(encoded(out.getvalue(), codec), "t.csv")
    assert [use.name for use in imported.source.columns] == names
    for index in range(len(names) - 1):
        assert column(imported, index) == [row[index] + 0.0 for row in rows]
    last = imported.source.columns[-1]
    codes = raw_cells(imported.source.rows)[-1]
    assert [last.categories[int(code)] for code in codes] == [row[-1] for row in rows]


@pytest.mark.parametrize("text", ['ww,"w;w"\n0.0,"w;w"\n', "ww,w;w\n0.0,w;w\n", 'ww,w;w\n"0,0",w;w\n'])
def test_a_sign_that_stands_in_every_word_is_not_taken_for_the_delimiter(text: str) -> None:
    imported = read_csv(text.encode(), "t.csv")
    assert [use.name for use in imported.source.columns] == ["ww", "w;w"]
    assert imported.report.delimiter == ","


def read_or_refused(data: bytes) -> CsvImport | None:
    try:
        return read_csv(data, "t.csv")
    except NnsimError:
        return None


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_politely(data: bytes) -> None:
    if imported := read_or_refused(data):
        prepare(imported.source)


@given(st.text(st.sampled_from('0123456789.,;\t\n\r"-eax '), max_size=80))
def test_any_table_like_text_is_read_or_refused_politely(text: str) -> None:
    if imported := read_or_refused(text.encode()):
        assert all(np.isfinite(cells).all() for cells in raw_cells(imported.source.rows))


def test_quoted_cells_keep_delimiters_quotes_and_line_breaks() -> None:
    imported = read_csv(b'x,name\n1,"a, ""b"""\n2,"two\nlines"\n3,c\n', "t.csv")
    assert imported.source.columns[1].categories == ('a, "b"', "c", "two\nlines")


def test_a_table_without_header_gets_names() -> None:
    imported = read_csv(b"1,2,0\n3,4,1\n5,6,1\n", "t.csv")
    assert not imported.report.header
    assert imported.report.rows == 3
    assert [use.name for use in imported.source.columns] == ["c1", "c2", "c3"]
    assert imported.source.columns[2].categories == ("0", "1")


def test_the_header_can_be_told() -> None:
    years = b"2019,2020\n1,2\n3,4\n"
    assert not read_csv(years, "t.csv").report.header
    told = read_csv(years, "t.csv", header=True)
    assert [use.name for use in told.source.columns] == ["2019", "2020"]
    assert column(told, 0) == [1, 3]


def test_delimiter_and_encoding_can_be_told() -> None:
    assert len(read_csv(b"1,5;2\n2,5;3\n", "t.csv").source.columns) == 2
    assert len(read_csv(b"1,5;2,1\n2,5;3,1\n", "t.csv", delimiter=";").source.columns) == 2
    text = "값,y\n1,2\n3,4\n"
    assert read_csv(text.encode("cp949"), "t.csv", encoding="CP949").source.columns[0].name == "값"


def test_header_names_are_told_apart_and_filled_in() -> None:
    imported = read_csv(b"x,x,,y\n1,2,3,4\n5,6,7,8.5\n", "t.csv")
    assert [use.name for use in imported.source.columns] == ["x", "x 2", "c3", "y"]


def test_thousands_are_told_from_decimals_by_the_other_columns() -> None:
    german = read_csv(b"x;y\n1.234;0,5\n2.500;1,5\n", "t.csv")
    assert column(german, 0) == [1234, 2500]
    assert german.report.decimal == ","
    english = read_csv(b'x,y\n"1,234",0.5\n"2,500",1.5\n', "t.csv")
    assert column(english, 0) == [1234, 2500]
    alone = read_csv(b"x;y\n1,234;3\n2,345;4\n", "t.csv")
    assert column(alone, 0) == [1.234, 2.345]
    both = read_csv(b"x;y\n1.234,5;1\n12.345.678,25;2\n", "t.csv")
    assert column(both, 0) == [1234.5, 12345678.25]


def test_true_minus_and_powers() -> None:
    assert column(read_csv("x,y\n−1.5,2e-3\n+2,1E2\n".encode(), "t.csv"), 0) == [-1.5, 2]


def test_rows_with_missing_cells_are_left_out_and_reported() -> None:
    imported = read_csv(b"a,b,y\n1,2,u\n,3,v\n4,NA,u\n5,6,?\n7,8,v\n", "t.csv")
    assert imported.report.rows == 2
    assert column(imported, 0) == [1, 7]
    (note,) = imported.report.notes
    assert str(note) == "Rows left out for missing cells: 3 (line 3, 4, 5)."
    assert render(note, "ko") != str(note)


@pytest.mark.parametrize("word", ["inf", "-Infinity", "NaN", "nan", "−∞", "1e999", "1.#INF", "-1.#IND", "#DIV/0!"])
def test_a_number_that_is_not_finite_is_a_bad_cell_however_small_the_table(word: str) -> None:
    table = f"a,b,y\n1,2,u\n{word},3,v\n4,6,u\n"
    error = refusal(table)
    assert error.code == "csv.not-finite"
    assert str(error) == (f"'lab.csv', line 3, column 'a': expected a finite number, got '{word}'. Correct the cell, "
                          "or leave out its row.")
    imported = read_csv(table.encode(), "lab.csv", leave_out=True)
    assert imported.source.columns[0].categories == ()
    assert column(imported, 0) == [1, 4]
    assert [str(note) for note in imported.report.notes] == [
        "Rows left out for numbers that are not finite: 1 (line 3)."]


def test_all_bad_cells_are_counted_and_missing_ones_apart() -> None:
    table = "a;b;y\n1;inf;u\n;3;v\nNaN;nan;u\n5;6;v\n-inf;2;u\n7,5;8;v\n"
    error = refusal(table)
    assert "line 2, column 'b': expected a finite number, got 'inf'; 3 rows have such cells." in str(error)
    imported = read_csv(table.encode(), "lab.csv", leave_out=True)
    assert column(imported, 0) == [5, 7.5]
    assert [str(note) for note in imported.report.notes] == [
        "Rows left out for numbers that are not finite: 3 (line 2, 4, 6).",
        "Rows left out for missing cells: 1 (line 3)."]
    assert refusal("a,b,y\ninf,nan,u\n1,nan,v\n").code == "csv.not-finite"


def test_words_that_are_not_finite_name_no_header_and_are_missing_among_classes() -> None:
    assert "line 1, column 'c1'" in str(refusal("inf,2\n1,3\n4,5\n"))
    imported = read_csv(b"x,kind\n1,cat\n2,nan\n3,dog\n4,cat\n", "t.csv")
    assert imported.source.columns[1].categories == ("cat", "dog")
    assert imported.report.rows == 3


def test_empty_columns_and_blank_lines_are_passed_over() -> None:
    imported = read_csv(b"a;b;;\n1;2;;\n\n;;;\n3;4;;\n", "t.csv")
    assert [use.name for use in imported.source.columns] == ["a", "b"]
    assert imported.report.notes == ()


def test_columns_of_too_many_texts_are_left_out_and_reported() -> None:
    rows = "".join(f"name{k},{k},{k % 2}\n" for k in range(150))
    imported = read_csv(f"name,x,y\n{rows}".encode(), "t.csv")
    assert [use.name for use in imported.source.columns] == ["x", "y"]
    assert "150 different texts" in str(imported.report.notes[0])


def test_the_last_column_is_the_output_and_small_whole_numbers_are_classes() -> None:
    for values, classes in [("0 1 2 1", ("0", "1", "2")), ("1 2 1 2", ("1", "2")), ("-1 1 1 -1", ("-1", "1"))]:
        text = "".join(f"{k * 3.5},{value}\n" for k, value in enumerate(values.split()))
        output = read_csv(f"x,y\n{text}".encode(), "t.csv").source.columns[1]
        assert (output.role, output.categories) == ("output", classes)
    regression = read_csv(b"x,y\n1,2.5\n2,3.5\n30,1\n", "t.csv").source
    assert regression.columns[1].categories == ()
    assert regression.columns[0].standardize
    assert not regression.columns[1].standardize


def test_names_of_the_rows_are_no_input_unless_they_are_made_one() -> None:
    names = [f"학생 {number}" for number in range(12)]
    rows = "".join(f"{name},{'ABC'[number % 3]},{number},{number % 2}\n" for number, name in enumerate(names))
    imported = read_csv(f"이름,반,점수,합격\n{rows}".encode(), "t.csv")
    assert [use.role for use in imported.source.columns] == ["ignore", "input", "input", "output"]
    assert render(imported.report.notes[0]).startswith("Column '이름' has another text in every row")
    assert "이름" in render(imported.report.notes[0], "ko")
    assert prepare(imported.source).input_names == ("A", "B", "C", "점수")
    few = read_csv(b"color,x,y\nred,1,0.5\nblue,2,1.5\ngreen,3,2.5\n", "t.csv")
    assert few.source.columns[0].role == "input"
    assert few.report.notes == ()
    last = "".join(f"{number},{name}\n" for number, name in enumerate(names))
    assert read_csv(f"x,name\n{last}".encode(), "t.csv").source.columns[1].role == "output"


@pytest.mark.parametrize("first", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n'])
def test_a_first_line_that_tells_the_delimiter_is_no_row(first: str) -> None:
    imported = read_csv(f"{first}x;y\n1,5;2\n2,5;3\n".encode(), "t.csv")
    assert imported.report.delimiter == ";"
    assert [use.name for use in imported.source.columns] == ["x", "y"]
    assert column(imported, 0) == [1.5, 2.5]
    assert "line 4: expected 2 cells as in line 2" in str(refusal(f"{first}x;y\n1;2\n3\n"))


def test_thousands_of_rows() -> None:
    rows = "".join(f"{k / 7:.3f};{k % 13};{'abc'[k % 3]}\n".replace(".", ",") for k in range(20_000))
    imported = read_csv(f"x;k;class\n{rows}".encode("utf-16"), "t.csv")
    assert imported.report.rows == 20_000
    assert prepare(imported.source).x_train.shape == (16_000, 2)


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        ("a,b\n1,2\n3\n", "csv.row-length", "line 3: expected 2 cells as in line 1, got 1"),
        ("a,b\n1,2\n3,4,5\n", "csv.row-length", "got 3"),
        ("a,b\n" + "1,2\n" * 9 + "3,abc\n", "csv.not-a-number", "line 11, column 'b': expected a number"),
        ("a,b\n" + "1,2\n" * 9 + "3,inf\n", "csv.not-finite", "line 11, column 'b': expected a finite number"),
        ("a,b\n" + "1,2\n" * 9 + "3,1e999\n", "csv.not-finite", "got '1e999'"),
        ('a,b\n1,"2\n3,4\n', "csv.quotes", "line 2"),
        ('a,b\n1,2\n3,"4"5\n', "csv.quotes", "line 3"),
        ("height,weight,class\n", "csv.empty", "a header but no rows"),
        ("", "csv.empty", "no rows"),
        (";;\n\n", "csv.empty", "no rows"),
        ("a,b\n1,\n2,\n", "csv.one-column", "1 usable"),
        ("a,b\n1,\n,2\n", "csv.all-missing", "every row"),
        ("a\n1\n2\n", "csv.one-column", "semicolon"),
        (b"a,b\n1,2\n\xff\xfe,3\n", "csv.encoding", "line 3: expected text in UTF-8, CP949 or UTF-16, got byte FF"),
        (b"a,b\n1,2\n\x00,3\n", "csv.not-text", "line 3"),
        (b"\xff\xfea", "csv.encoding", "line 1"),
        (b"PK\x03\x04....", "csv.workbook", "CSV UTF-8"),
        ("1,2\n" * 100_002, "csv.too-many-rows", "100,000"),
        (",".join("1" * 300) + "\n", "csv.too-many-columns", "300 columns"),
    ],
)
def test_refusals_name_the_place_and_the_remedy(data: bytes | str, code: str, words: str) -> None:
    error = refusal(data)
    assert error.code == code
    assert words in str(error)


def test_too_large_a_file_is_refused() -> None:
    assert refusal(b"1" * (64 * 2**20 + 1)).code == "csv.too-large"
