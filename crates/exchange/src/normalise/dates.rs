//! Dates as offices type them. Day and month are told apart by the column, a
//! year of two digits by what the date is about; nothing here asks the time.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::names::fold;

/// Which number comes first in `03/04/2027`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The third of April.
    DayFirst,
    /// The fourth of March.
    MonthFirst,
}

/// What a date is about, which settles years of two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A birth: long ago.
    Birth,
    /// Anything else: some decades around today.
    Event,
}

/// What is known before a date is read.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// Today.
    pub today: Date,
    /// The order of the column.
    pub order: Order,
    /// What the date is about.
    pub about: About,
    /// Day numbers count from 1904.
    pub epoch_1904: bool,
}

/// What a text was taken to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A date with one meaning.
    Plain(Date),
    /// A spreadsheet's day number.
    Serial(Date),
    /// A date that would mean another day in the other order.
    Ambiguous(Date),
    /// Numbers of a date that is in no calendar.
    Impossible,
    /// No date.
    NotADate,
}

/// Day numbers that are taken for dates: 1927 to 2119.
const SERIALS: std::ops::RangeInclusive<u32> = 10_000..=80_000;

/// Years younger than this are no year of birth of a person with a clearance.
const YOUNGEST: i16 = 14;

/// Years before and after today that two digits can mean.
const DECADES: (i16, i16) = (60, 39);

/// The date of a spreadsheet's day number.
#[must_use]
pub fn from_serial(serial: f64, epoch_1904: bool) -> Option<Date> {
    if !serial.is_finite() || !(1.0..3_000_000.0).contains(&serial) {
        return None;
    }
    // Excel believes in 29 February 1900, day 60; before it days count from the 31st.
    let days = serial.floor() as i32;
    let start = match (epoch_1904, days) {
        (true, _) => jiff::civil::date(1904, 1, 1),
        (false, 60) => return None,
        (false, ..60) => jiff::civil::date(1899, 12, 31),
        (false, _) => jiff::civil::date(1899, 12, 30),
    };
    start.checked_add(days.days()).ok()
}

/// Reads a number that stands where a date should.
#[must_use]
pub fn from_number(number: f64, context: &Context) -> Reading {
    if number.fract() == 0.0 && (19_000_101.0..=99_991_231.0).contains(&number) {
        return parse(&number.to_string(), context);
    }
    if !(f64::from(*SERIALS.start())..=f64::from(*SERIALS.end())).contains(&number) {
        return Reading::NotADate;
    }
    from_serial(number, context.epoch_1904).map_or(Reading::NotADate, Reading::Serial)
}

/// Reads a typed date.
#[must_use]
pub fn parse(text: &str, context: &Context) -> Reading {
    let text = without_time(text.trim().trim_matches('\''));
    if text.len() > 60 {
        return Reading::NotADate;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits(text, context);
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match numbers(&words) {
        Some(three) => numeric(text, three, context),
        None => spelled(&words, context),
    }
}

/// The order a typed date proves, for the others of its column.
#[must_use]
pub fn evidence(text: &str) -> Option<Order> {
    let text = without_time(text.trim());
    if !text.contains(['/', '-']) || text.len() > 12 {
        return None;
    }
    let words: Vec<&str> = text.split(['/', '-']).collect();
    let [first, second, third] = numbers(&words)?;
    if first.digits > 2 || third.digits == 1 {
        return None;
    }
    match (first.value > 12, second.value > 12) {
        (true, false) if first.value <= 31 => Some(Order::DayFirst),
        (false, true) if second.value <= 31 => Some(Order::MonthFirst),
        _ => None,
    }
}

fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        return text;
    };
    let before = text.get(..colon).unwrap_or_default();
    match before.rfind([' ', 'T']) {
        Some(end) => before.get(..end).unwrap_or_default().trim_end(),
        None => text,
    }
}

#[derive(Clone, Copy)]
struct Number {
    value: i16,
    digits: usize,
}

fn numbers(words: &[&str]) -> Option<[Number; 3]> {
    let number = |word: &&str| {
        let plain = word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| word.parse().ok()).flatten().map(|value| Number { value, digits: word.len() })
    };
    match words {
        [a, b, c] => Some([number(a)?, number(b)?, number(c)?]),
        _ => None,
    }
}

fn digits(text: &str, context: &Context) -> Reading {
    let part = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<i16>().ok()).unwrap_or(-1);
    match text.len() {
        5 => match text.parse() {
            Ok(serial) if SERIALS.contains(&serial) => {
                from_serial(f64::from(serial), context.epoch_1904).map_or(Reading::NotADate, Reading::Serial)
            }
            _ => Reading::NotADate,
        },
        8 if (1900..=2200).contains(&part(0, 4)) => calendar(part(0, 4), part(4, 6), part(6, 8)),
        8 if (1900..=2200).contains(&part(4, 8)) => calendar(part(4, 8), part(2, 4), part(0, 2)),
        _ => Reading::NotADate,
    }
}

fn numeric(text: &str, [a, b, c]: [Number; 3], context: &Context) -> Reading {
    if a.digits >= 3 {
        return calendar(a.value, b.value, c.value);
    }
    if c.digits == 1 || c.digits == 3 {
        return Reading::NotADate;
    }
    let year = full_year(c, context);
    // Nobody writes the month first and then a dot.
    let dotted = !text.contains(['/', '-']) && text.contains('.');
    let (day_first, month_first) = (date(year, b.value, a.value), date(year, a.value, b.value));
    match (day_first, month_first) {
        (Some(date), _) if dotted => Reading::Plain(date),
        (None, _) if dotted => Reading::Impossible,
        (Some(date), Some(other)) if date == other => Reading::Plain(date),
        (Some(day_first), Some(month_first)) => Reading::Ambiguous(match context.order {
            Order::DayFirst => day_first,
            Order::MonthFirst => month_first,
        }),
        (Some(date), None) | (None, Some(date)) => Reading::Plain(date),
        (None, None) => Reading::Impossible,
    }
}

/// A day, a month in words and a year, in the orders in which people say them.
fn spelled(words: &[&str], context: &Context) -> Reading {
    const FILLERS: &[&str] = &["de", "of", "the", "le", "den", "du"];
    let mut day_or_year = Vec::new();
    let mut named = None;
    for (place, word) in words.iter().enumerate() {
        let folded = fold(word);
        if FILLERS.contains(&folded.as_str()) {
            continue;
        }
        match (number_in(&folded), month(&folded)) {
            (Some(number), _) => day_or_year.push(number),
            (None, Some(number)) if named.is_none() => named = Some(number),
            // The day of the week may stand in front.
            (None, None) if place == 0 && words.len() > 3 => {}
            _ => return Reading::NotADate,
        }
    }
    let (Some(month), [first, second]) = (named, day_or_year.as_slice()) else {
        return Reading::NotADate;
    };
    match (first.digits, second.digits) {
        (4, 1..=2) => calendar(first.value, month, second.value),
        (1..=2, 2 | 4) => calendar(full_year(*second, context), month, first.value),
        _ => Reading::NotADate,
    }
}

/// A number, which as a day may end as in `1st` or `1er`.
fn number_in(word: &str) -> Option<Number> {
    const ENDS: &[&str] = &["", "st", "nd", "rd", "th", "er", "e", "eme"];
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (number, rest) = word.split_at(end);
    let sane = (1..=4).contains(&number.len()) && ENDS.contains(&rest);
    sane.then(|| number.parse().ok()).flatten().map(|value| Number { value, digits: number.len() })
}

/// Months by the letters that begin them, in English, French, German, Dutch, Italian and Spanish.
fn month(word: &str) -> Option<i16> {
    const MONTHS: &[(i16, &[&str])] = &[
        (1, &["jan", "janv", "gen", "ene", "january", "janvier", "januar", "januari", "gennaio", "enero"]),
        (2, &["feb", "fev", "fevr", "february", "fevrier", "februar", "februari", "febbraio", "febrero"]),
        (3, &["mar", "mars", "mrt", "maa", "mrz", "march", "marz", "maerz", "maart", "marzo"]),
        (4, &["apr", "avr", "abr", "april", "avril", "aprile", "abril"]),
        (5, &["may", "mai", "mei", "mag", "maggio", "mayo"]),
        (6, &["jun", "juin", "giu", "june", "juni", "giugno", "junio"]),
        (7, &["jul", "juil", "jui", "lug", "july", "juillet", "juli", "luglio", "julio"]),
        (8, &["aug", "aou", "aout", "ago", "august", "augustus", "agosto"]),
        (9, &["sep", "sept", "set", "september", "septembre", "settembre", "septiembre"]),
        (10, &["oct", "okt", "ott", "october", "octobre", "oktober", "ottobre", "octubre"]),
        (11, &["nov", "november", "novembre", "noviembre"]),
        (12, &["dec", "dez", "dic", "december", "decembre", "dezember", "dicembre", "diciembre"]),
    ];
    MONTHS.iter().find(|(_, names)| names.contains(&word)).map(|(number, _)| *number)
}

fn full_year(year: Number, context: &Context) -> i16 {
    if year.digits > 2 {
        return year.value;
    }
    let latest = match context.about {
        About::Birth => context.today.year() - YOUNGEST,
        About::Event => context.today.year().saturating_add(DECADES.1),
    };
    latest - (latest - year.value).rem_euclid(100)
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn calendar(year: i16, month: i16, day: i16) -> Reading {
    date(year, month, day).map_or(Reading::Impossible, Reading::Plain)
}

/// Whether a date can be right for what it is about.
#[must_use]
pub fn plausible(date: Date, about: About, today: Date) -> bool {
    let shifted = |span: Span| today.checked_add(span).unwrap_or(today);
    match about {
        About::Birth => date <= shifted(-i64::from(YOUNGEST).years()) && date >= shifted(-100.years()),
        About::Event => date.year() >= 1950 && date <= shifted(i64::from(DECADES.1).years()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as on;
    use proptest::prelude::*;

    fn context(about: About, order: Order) -> Context {
        Context { today: on(2026, 9, 30), order, about, epoch_1904: false }
    }

    #[track_caller]
    fn check(text: &str, about: About, expected: Reading) {
        assert_eq!(parse(text, &context(about, Order::DayFirst)), expected, "{text}");
    }

    #[test]
    fn typed_dates() {
        for (text, expected) in [
            ("2020-08-08 ", on(2020, 8, 8)),
            ("2020/08/09", on(2020, 8, 9)),
            ("2020-08-08T00:00:00", on(2020, 8, 8)),
            ("08.02.2020 00:00", on(2020, 2, 8)),
            ("12.01.2032", on(2032, 1, 12)),
            ("1.2.32", on(2032, 2, 1)),
            ("31/12/2027", on(2027, 12, 31)),
            ("12/31/2027", on(2027, 12, 31)),
            ("05/05/2027", on(2027, 5, 5)),
            ("15 Dec 2029", on(2029, 12, 15)),
            ("07-Nov-17", on(2017, 11, 7)),
            ("1er février 2027", on(2027, 2, 1)),
            ("3 août 2028", on(2028, 8, 3)),
            ("March 3rd, 2027", on(2027, 3, 3)),
            ("Monday 3 March 2027", on(2027, 3, 3)),
            ("2027 Mar 03", on(2027, 3, 3)),
            ("3 de marzo de 2027", on(2027, 3, 3)),
            ("20270331", on(2027, 3, 31)),
            ("31032027", on(2027, 3, 31)),
        ] {
            check(text, About::Event, Reading::Plain(expected));
        }
        check("46712", About::Event, Reading::Serial(on(2027, 11, 21)));
        check("12/09/30", About::Event, Reading::Ambiguous(on(2030, 9, 12)));
        check("04-05-2031", About::Event, Reading::Ambiguous(on(2031, 5, 4)));
        check("11/08/74", About::Birth, Reading::Ambiguous(on(1974, 8, 11)));
        check("05/10/99", About::Birth, Reading::Ambiguous(on(1999, 10, 5)));
        check("01/02/03", About::Birth, Reading::Ambiguous(on(2003, 2, 1)));
        check("30.04.30", About::Birth, Reading::Plain(on(1930, 4, 30)));
        for text in ["31/02/2027", "2027-02-30", "32.01.2027", "30 Feb 2027", "20271301", "00/00/2027"] {
            check(text, About::Event, Reading::Impossible);
        }
        for text in ["life", "", "?", "2027", "03/2027", "Mar 2027", "12", "à vie", "1/2/3", "99999", "123456"] {
            check(text, About::Event, Reading::NotADate);
        }
        let month_first = context(About::Event, Order::MonthFirst);
        assert_eq!(parse("04/05/2031", &month_first), Reading::Ambiguous(on(2031, 4, 5)));
    }

    #[test]
    fn day_numbers() {
        for (serial, expected) in [
            (1.0, Some(on(1900, 1, 1))),
            (59.0, Some(on(1900, 2, 28))),
            (60.0, None),
            (61.0, Some(on(1900, 3, 1))),
            (44692.7, Some(on(2022, 5, 11))),
            (0.5, None),
            (f64::NAN, None),
        ] {
            assert_eq!(from_serial(serial, false), expected, "{serial}");
        }
        assert_eq!(from_serial(0.0 + 43_230.0, true), Some(on(2022, 5, 11)));
        let context = context(About::Event, Order::DayFirst);
        assert_eq!(from_number(44692.0, &context), Reading::Serial(on(2022, 5, 11)));
        assert_eq!(from_number(20_270_331.0, &context), Reading::Plain(on(2027, 3, 31)));
        assert_eq!(from_number(2027.0, &context), Reading::NotADate);
    }

    #[test]
    fn proof_of_order() {
        for (text, expected) in [
            ("31/01/2027", Some(Order::DayFirst)),
            ("01/31/2027", Some(Order::MonthFirst)),
            ("31-01-27", Some(Order::DayFirst)),
            ("31/02/2027", Some(Order::DayFirst)),
            ("01/02/2027", None),
            ("2027-01-31", None),
            ("31.01.2027", None),
            ("99/01/2027", None),
        ] {
            assert_eq!(evidence(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,30}", number in any::<f64>()) {
            let context = context(About::Birth, Order::DayFirst);
            let _ = (parse(&text, &context), evidence(&text), from_number(number, &context), from_serial(number, true));
        }

        #[test]
        fn written_dates_come_back(year in 1950i16..2090, month in 1i8..=12, day in 1i8..=28) {
            let date = on(year, month, day);
            let context = context(About::Event, Order::DayFirst);
            for text in [format!("{date}"), format!("{day:02}.{month:02}.{year}"), date.strftime("%-d %B %Y").to_string()] {
                prop_assert_eq!(parse(&text, &context), Reading::Plain(date));
            }
        }
    }
}
