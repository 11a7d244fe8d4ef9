//! The names of months and days in the languages that dates are written in, and the small words between them. English
//! names are recognised by three letters; Vietnamese numbers its months.

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Names of French, Spanish, Portuguese, Italian, German, Dutch and Indonesian that do not begin as the English ones, from
/// January on.
const OTHER_MONTHS: [&[&str]; 12] = [
    &["ene", "enero", "gen", "gennaio"],
    &["fév", "févr", "février", "fev", "fevereiro"],
    &["mär", "märz", "mrz", "mrt", "maart"],
    &["avr", "avril", "abr", "abril"],
    &["mai", "maio", "mag", "maggio", "mei"],
    &["juin", "giu", "giugno"],
    &["juil", "juillet", "lug", "luglio"],
    &["août", "ago", "agosto", "agt", "agu", "agustus"],
    &["set", "sett", "settembre", "setembro"],
    &["okt", "oktober", "ott", "ottobre", "out", "outubro"],
    &["noviembre"],
    &[
        "déc",
        "décembre",
        "dez",
        "dezember",
        "dezembro",
        "dic",
        "dicembre",
        "diciembre",
        "des",
        "desember",
    ],
];

/// Days of the week in the same languages. `mar` is only one of them where a month comes after it.
const OTHER_DAYS: &[&str] = &[
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lun",
    "mer",
    "jeu",
    "ven",
    "sam",
    "dim",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "mié",
    "jue",
    "vie",
    "sáb",
    "dom",
    "segunda",
    "terça",
    "quarta",
    "quinta",
    "sexta",
    "feira",
    "seg",
    "ter",
    "qua",
    "qui",
    "sex",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
    "gio",
    "sab",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "senin",
    "selasa",
    "rabu",
    "kamis",
    "jumat",
    "sabtu",
    "minggu",
    "sen",
    "sel",
    "rab",
    "kam",
    "jum",
];

/// Words between the parts of a date, and the signs that Chinese, Japanese and Korean write behind its numbers.
const BETWEEN: &[&str] = &[
    "ngày", "lúc", "cập", "nhật", "hồi", "chủ", "cn", "t", "at", "on", "of", "the", "le", "à",
    "de", "del", "a", "las", "el", "às", "il", "di", "alle", "ore", "der", "den", "am", "um",
    "uhr", "om", "pukul", "年", "月", "日", "년", "월", "일",
];

/// Which month `word` is, from 1.
pub fn month(word: &str) -> Option<i64> {
    let is_other = |names: &&[&str]| names.contains(&word);
    let at = OTHER_MONTHS.iter().position(is_other).or_else(|| begins(&MONTHS, word))?;
    i64::try_from(at).ok().map(|at| at + 1)
}

/// Whether `word` is a day of the week and nothing else.
pub fn is_day(word: &str) -> bool {
    OTHER_DAYS.contains(&word) || (begins(&DAYS, word).is_some() && month(word).is_none())
}

pub fn is_between(word: &str) -> bool {
    BETWEEN.contains(&word)
}

/// Whether `word` stands behind the number of a day (11th, 1er, 1º).
pub fn is_ordinal(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th" | "er" | "º")
}

fn begins(names: &[&str], word: &str) -> Option<usize> {
    let short = word.get(..3)?;
    names.iter().position(|name| *name == short)
}
