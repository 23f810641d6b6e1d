"""A word that nobody knows is guessed to be a name, unless a model finds it unlike one."""

from upheld.core.redaction.redact import taken_out


def _unlike(start: int, end: int) -> bool:
    return False


def _alike(start: int, end: int) -> bool:
    return True


def test_what_is_guessed_stays_where_a_model_finds_it_unlike_a_name() -> None:
    said = "My Fizzwick broke."
    assert taken_out(said).text == taken_out(said, likely=_alike).text == "My [name] broke."
    assert taken_out(said, likely=_unlike).text == said


def test_what_a_sign_or_a_list_tells_goes_whatever_a_model_finds() -> None:
    told = taken_out("Dear Quabbix,\nmy Fizzwick broke, says Maria.", likely=_unlike)
    assert told.text == "Dear [name],\nmy Fizzwick broke, says [name 2]."


def test_a_model_is_asked_where_the_guess_stands_in_the_text_though_it_is_read_otherwise() -> None:
    asked = list[str]()
    text = "On Tues\u200bday my Fizzwick broke."

    def alike(start: int, end: int) -> bool:
        asked.append(text[start:end])
        return True

    assert taken_out(text, likely=alike).text == "On Tues\u200bday my [name] broke."
    assert asked == ["Fizzwick"]


def test_what_a_model_finds_unlike_a_name_leads_to_no_other_name_either() -> None:
    said = "My Fizzwick broke. Then a Fizzwick came (03.08.1961)."
    assert taken_out(said, likely=_unlike).text.count("Fizzwick") == 2
