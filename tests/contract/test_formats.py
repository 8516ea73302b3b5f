"""Every way in which offices write things: there and back again, and nonsense refused without being repeated."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backoffice_adapters import formats
from backoffice_adapters.formats import Format, NotAgreed, coded

FORMATS = {name: each for name, each in vars(formats).items() if isinstance(each, Format)}

WORDS = st.from_regex(r"[A-Za-z'-]{1,12}( [A-Za-z'-]{1,12}){0,2}", fullmatch=True)
DATES = st.dates(date(1900, 1, 1), date(2150, 12, 31)).map(date.isoformat)
MONEY = st.integers(0, 10**12 - 1).map(lambda pence: f"{pence // 100}.{pence % 100:02}")
YES_NO = st.sampled_from(["yes", "no"])
NINO = st.from_regex(r"[A-Z]{2}\d{6}[A-D]", fullmatch=True)


def digits(count: int) -> st.SearchStrategy[str]:
    return st.from_regex(rf"[0-9]{{{count}}}", fullmatch=True)


CANONICAL = {
    "AS_IS": WORDS,
    "UPPER": WORDS,
    "MACHINE_READABLE": WORDS,
    "DATE_ISO": DATES,
    "DATE_SLASHED": DATES,
    "DATE_COMPACT": DATES,
    "DATE_COMPACT_ISO": DATES,
    "DATE_SPOKEN": DATES,
    "DATE_DASHED": DATES,
    "DATE_DAY_NUMBER": DATES,
    "PENCE": MONEY,
    "PENCE_DIGITS": MONEY,
    "PENCE_EIGHT": MONEY,
    "POUNDS": MONEY,
    "TRUE_FALSE": YES_NO,
    "Y_N": YES_NO,
    "YES_NO_WORDS": YES_NO,
    "NINO_SPACED": NINO,
    "NINO_EIGHT": NINO,
    "SORT_CODE_DASHED": digits(6),
    "NHS_SPACED": digits(10),
    "SIXTEEN_DASHED": digits(16),
    "POSTCODE_BARE": st.from_regex(r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}", fullmatch=True),
}
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.from_regex(r"[ 0-9A-Za-z£,./<-]{1,20}", fullmatch=True),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


def test_no_format_is_left_out_here() -> None:
    assert CANONICAL.keys() == FORMATS.keys()


@pytest.mark.parametrize("name", FORMATS)
@given(data=st.data())
def test_a_canonical_value_goes_there_and_back(name: str, data: st.DataObject) -> None:
    form, value = FORMATS[name], data.draw(CANONICAL[name])

    written = form.write(value)

    if form.keeps_all:
        assert form.read(written) == value
    else:
        assert form.write(form.read(written)) == written, "what the office keeps stays as it is"


@pytest.mark.parametrize("name", FORMATS)
@given(value=ANYTHING)
@example(value=1999)
def test_anything_else_is_read_or_refused_without_being_repeated(name: str, value: object) -> None:
    said = ""
    try:
        read = FORMATS[name].read(value)
    except NotAgreed as error:
        read, said = "refused", str(error)

    assert read == read.strip() != ""
    assert not said or said.endswith("agreed")
    with pytest.raises(NotAgreed) as refused:
        _ = FORMATS[name].read([])
    example_of_form = str(value) in str(refused.value)  # the sentence shows one, whatever was refused
    assert len(str(value)) < 4 or example_of_form or str(value) not in said


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("nothing", [None, "", "  ", 3.5, [], {}])
def test_nothing_is_refused(name: str, nothing: object) -> None:
    with pytest.raises(NotAgreed):
        FORMATS[name].read(nothing)


@pytest.mark.parametrize(
    "name", [name for name in FORMATS if name.startswith(("DATE", "PENCE", "POUNDS", "TRUE", "Y"))]
)
@pytest.mark.parametrize("nonsense", ["2026-02-30", "31/02/2026", "three pounds", "perhaps"])
def test_nonsense_is_refused(name: str, nonsense: str) -> None:
    with pytest.raises(NotAgreed):
        FORMATS[name].read(nonsense)


@pytest.mark.parametrize("amount", [-1, True, "1", 1.0])
def test_pence_are_whole_and_not_less_than_nothing(amount: object) -> None:
    with pytest.raises(NotAgreed):
        formats.PENCE.read(amount)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e400", "-3.00", "1.5", "£", "1.234"])
def test_pounds_are_an_amount_that_one_could_pay(amount: str) -> None:
    with pytest.raises(NotAgreed):
        formats.POUNDS.read(amount)


@pytest.mark.parametrize("amount", ["£12,055.00", "12055.00", "£12,055", " 12055.00 "])
def test_pounds_may_come_with_a_sign_and_commas(amount: str) -> None:
    assert formats.POUNDS.read(amount) == "12055.00"


def test_a_word_of_the_office_is_not_taken_for_another_of_its_words() -> None:
    form = coded(yes=True, no=0)

    assert form.read(True) == "yes"
    assert form.read(0) == "no"
    with pytest.raises(NotAgreed):
        form.read(1)
    with pytest.raises(NotAgreed):
        form.write("perhaps")
