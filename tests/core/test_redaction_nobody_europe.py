"""Laws, cases, houses, makes and words of the next line that are nobody's in the languages of Europe, and
numbers of somebody that stand beside them."""

# ruff: noqa: E501 (a text is read whole)

import pytest
from tests.core.test_redaction_desk_europe import _told


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("French", "selon la loi n° 78-753 du 17 juillet 1978 et le décret du 3 mai 1991"),
        ("Spanish", "según la Ley 16/1987, de 30 de julio de 1987, y ya"),
        ("Italian", "il Reg. UE 2016/679 e il Reg. CE 889/2002 dicono altro"),
        ("Italian", "la segnalazione 31-0442-9918 è aperta"),
        ("Swedish", "det gäller skada 31-224457 och inget annat"),
        ("French", "cmd 2284-5571-36 jamais reçue"),
        ("Spanish", "ID interacción 0229-77512 abierta"),
        ("Dutch", "zaak: KG-31-30418 loopt nog"),
    ],
)
def test_the_number_and_the_day_of_a_law_and_of_a_case_are_nobodys(
    language: str, said: str
) -> None:
    assert _told(language, said) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("Swedish", "jag är undersköterska på Vidåkra, nattpass"),
        ("Italian", "la nonna viaggiava sul Frecciablu 8812"),
        ("Portuguese", "Atendente: Vou verificar isso agora"),
        ("French", "le locataire\nUrgent : fuite"),
        ("Italian", "portato al Santa Lucia di Roma"),
        ("Italian", "fermo a Firenze Campo Rosso da ore"),
        ("German", "der Skoda Octavia steht noch da"),
        ("Polish", "Punkt Obsługi Pacjenta nie odpowiada"),
        ("Polish", "idę do rzecznika, Rzecznik Finansowy i KNF wiedzą"),
        ("Dutch", "Woningstichting De Nieuwhorst antwoordt niet"),
        ("French", "École maternelle Jules Verdier fermée"),
        ("Dutch", "Winkelcentrum Laag Katrijnen"),
        ("Italian", "il divano in tessuto Grigio Nube"),
        ("Dutch", "zij hadden elke week te laat gebeld"),
        ("German", "Sehr geehrte Hausverwaltung,"),
        ("German", "meine Frau zu Hause weiß es auch"),
    ],
)
def test_houses_makes_offices_and_words_of_the_next_line_are_nobody(
    language: str, said: str
) -> None:
    assert _told(language, said) == said


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("French", "dossier locataire L-00551", "dossier locataire [number]"),
        ("French", "le contrat d'entretien c'est le CE 51 229 8", "le contrat d'entretien c'est le [number]"),
        ("Spanish", "mejor bizum al 655301972", "mejor bizum al [telephone]"),
        ("German", "BC50 7081 5223 3205 4826 bitte", "BC50 [card] bitte"),
        ("French", "chaussée de Mons 613 bte 2, 1070 Anderlecht", "[address]"),
        ("French", "au 61 traverse du Moulin, 13012 Marseille", "au [address]"),
        ("French", "ma Clio (551 KLM 75)", "ma Clio ([plate])"),
        ("Dutch", "mijn Polo (23-KLM-4)", "mijn Polo ([plate])"),
        ("Portuguese", "o meu Clio (KL-55-MN)", "o meu Clio ([plate])"),
        ("Polish", "moja Skoda (KR 5K829)", "moja Skoda ([plate])"),
        ("Swedish", "regnr KLM 23D", "regnr [plate]"),
        ("French", "CNI 290586K02345", "CNI [number]"),
        ("Dutch", "inschrijfnummer W-55829", "inschrijfnummer [number]"),
        ("Italian", "abito in via dei Cento 23, int. 4, 00185 Roma", "abito in [address]"),
        ("Swedish", "bor på Storvägen 23 B, 1 tr, 753 31 Uppsala", "bor på [address]"),
        ("German", "wohnhaft Am Neuen Graben 23 b, 37073 Göttingen", "wohnhaft [address]"),
        ("French", "c'est Colin C O L I N à Lyon", "c'est [name] [name 2] à Lyon"),
    ],
)  # fmt: skip
def test_numbers_streets_and_names_that_are_spelt_are_found(
    language: str, said: str, expected: str
) -> None:
    assert _told(language, said) == expected
