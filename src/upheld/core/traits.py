"""The words of a name that say a protected trait, or give one away.

A name is read word by word, so that `cust_gndr_cd` is told too. English first, then German, French,
Spanish, Italian, Dutch and Polish where the word is plain.
"""

TRAITS = {
    "age": """
        age ages aged yob dob birth birthday birthdate birthyear geburt geburtsdatum geburtstag
        naissance nacimiento nascita leeftijd edad eta wiek pensioner retired_person elderly
        senior seniors millennial boomer teenager lebensalter
    """,
    "sex": """
        sex gender gndr gendr male female man woman men women sexe geschlecht sexo genere sesso
        geslacht plec m_f mf
    """,
    "gender reassignment": """
        transgender transsexual trans gender_identity nonbinary non_binary pronoun pronouns
    """,
    "race": """
        race racial ethnicity ethnic ethnie ethnicite rasse herkunft origine etnia razza raza
        colour_of_skin skin_colour skin caste nationality nationalite nationalitaet
        staatsangehoerigkeit nacionalidad nazionalita nationaliteit citizenship citizen
        country_of_birth birthplace immigrant migrant
    """,
    "religion or belief": """
        religion religious faith belief beliefs creed konfession religione muslim christian
        jewish hindu sikh buddhist church mosque synagogue
    """,
    "disability": """
        disability disabled handicap handicapped behinderung discapacidad disabilita wheelchair
        diagnosis illness
    """,
    "sexual orientation": """
        orientation sexuality gay lesbian bisexual lgbt lgbtq heterosexual homosexual
    """,
    "pregnancy or maternity": """
        pregnancy pregnant maternity schwanger schwangerschaft grossesse embarazo gravidanza
    """,
    "marriage or civil partnership": """
        marital marital_status married marriage spouse husband wife divorced widow widowed
        civil_partner familienstand etat_civil estado_civil stato_civile
    """,
}
# What stands for a trait: what it gives away, and the words of a name.
PROXIES = {
    "where somebody lives, which tells race and religion": """
        postcode post_code postal_code postal zip zipcode plz neighbourhood neighborhood census
        ward lsoa code_postal codigo_postal cap_code
    """,
    "a given name or a surname, which tells sex, race and religion": """
        first_name firstname forename given_name christian_name surname last_name lastname
        family_name maiden_name full_name vorname nachname prenom nom apellido apellidos cognome
        nome voornaam achternaam imie nazwisko
    """,
    "a form of address, which tells sex and marriage": """
        salutation honorific anrede civilite mr mrs miss ms
    """,
    "a mother tongue or accent, which tells race": """
        accent mother_tongue native_language language muttersprache dialect
    """,
    "a school or a first job, which tells age": """
        graduation_year school_year years_since_school
    """,
}
# As the whole name, or as what is read of the customer: within a longer name they are innocent.
WHOLE_NAMES = {
    "title": "a form of address, which tells sex and marriage",
    "name": "a given name or a surname, which tells sex, race and religion",
    "area": "where somebody lives, which tells race and religion",
    "town": "where somebody lives, which tells race and religion",
    "address": "where somebody lives, which tells race and religion",
}
# In a sentence these words mean something else, or nothing of a person, more often than not.
NOT_IN_WORDS = """
    language title name retired_person orientation skin trans aged senior seniors nom nome
    eta wiek cap_code citizen mf ward miss postal accent herkunft origine birth race age
    full_name church school_year man men ms belief beliefs faith diagnosis census
"""
