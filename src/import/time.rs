//! Times as other tools write them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A time in a form of ISO 8601; one without an offset is of `zone`. To the millisecond, like all of ours.
pub fn time(words: &str, zone: &TimeZone) -> Option<Timestamp> {
    let words = words.trim();
    let exact = words.parse::<Timestamp>().ok();
    let civil = || zone.to_timestamp(words.parse::<DateTime>().ok()?).ok();
    in_reach(exact.or_else(civil)?)
}

/// A time in seconds since 1970.
pub fn of_seconds(seconds: i64) -> Option<Timestamp> {
    in_reach(Timestamp::from_second(seconds).ok()?)
}

/// A time of the era in which notes are taken.
fn in_reach(time: Timestamp) -> Option<Timestamp> {
    (time.as_second() > 0).then(|| Timestamp::from_millisecond(time.as_millisecond()).ok())?
}

/// The months in the languages that are read, and their usual short forms. Whole words: `mardi` is no March.
const MONTHS: [&str; 12] = [
    "january jan januar janvier enero ene gennaio gen janeiro januari jänner",
    "february feb februar février fevrier fév febrero febbraio fevereiro fev februari",
    "march mar märz maerz mrz mars marzo março marco maart",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug août aout agosto ago augustus",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
];

/// A time in words, as reading devices write it: `Thursday, 4 June 2020 12:18:46`, `Donnerstag, 4. Juni 2020`,
/// `jueves 4 de junio de 2020 12:18:46`, `June 4, 2020 at 1:02 PM`, `2020年6月4日星期四 下午1:02:03`.
pub fn in_words(words: &str, zone: &TimeZone) -> Option<Timestamp> {
    let words = words.to_lowercase();
    let parts: Vec<&str> =
        words.split(|c: char| !c.is_alphanumeric() && c != ':').filter(|part| !part.is_empty()).collect();
    let (date, clock): (Vec<&str>, Vec<&str>) = parts.iter().partition(|part| !part.contains(':'));
    let numbers: Vec<i16> = runs(&date).collect();
    let year = *numbers.iter().find(|number| (1990..=2200).contains(*number))?;
    let month = |part: &str| MONTHS.iter().position(|names| names.split(' ').any(|name| name == part));
    let named = date.iter().find_map(|part| month(part));
    let small: Vec<i8> =
        numbers.iter().filter(|number| **number <= 31).filter_map(|number| i8::try_from(*number).ok()).collect();
    let (month, day) = match named {
        Some(month) => (i8::try_from(month + 1).ok()?, *small.first()?),
        None => (*small.first()?, *small.get(1)?),
    };
    let mut times = clock
        .first()
        .into_iter()
        .flat_map(|clock| clock.split(':'))
        .map(|digits| digits.chars().filter(char::is_ascii_digit).collect::<String>().parse::<i8>().ok());
    let (hour, minute, second) = (times.next().flatten(), times.next().flatten(), times.next().flatten());
    let hour = hour.unwrap_or_default();
    let at = parts.iter().position(|part| part.contains(':'));
    let beside = at.map(|at| [parts.get(at), parts.get(at + 1)]).into_iter().flatten().flatten();
    let half = |long: &str, short: &str, before: &str| {
        beside.clone().any(|part| part.ends_with(long) || *part == short || part.starts_with(before))
    };
    let (afternoon, morning) = (half("pm", "p", "下午"), half("am", "a", "上午"));
    let hour = match hour {
        12 if morning => 0,
        1..=11 if afternoon => hour + 12,
        _ => hour,
    };
    let time = DateTime::new(year, month, day, hour, minute.unwrap_or_default(), second.unwrap_or_default(), 0).ok()?;
    in_reach(zone.to_timestamp(time).ok()?)
}

/// The numbers in the parts of a date.
fn runs<'a>(parts: &'a [&str]) -> impl Iterator<Item = i16> + 'a {
    parts.iter().flat_map(|part| part.split(|c: char| !c.is_ascii_digit())).filter_map(|digits| digits.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_forms_and_languages_of_the_tools() {
        for (words, expected) in [
            ("Thursday, 4 June 2020 12:18:46", "2020-06-04T12:18:46Z"),
            ("Thursday, June 4, 2020 1:02:03 PM", "2020-06-04T13:02:03Z"),
            ("Monday, March 2, 2015 12:05:00 AM", "2015-03-02T00:05:00Z"),
            ("Donnerstag, 4. Juni 2020 12:18:46", "2020-06-04T12:18:46Z"),
            ("Montag, 2. März 2015 um 09:05 Uhr", "2015-03-02T09:05:00Z"),
            ("jeudi 4 juin 2020 12:18:46", "2020-06-04T12:18:46Z"),
            ("samedi 1 août 2020 12:18:46", "2020-08-01T12:18:46Z"),
            ("mardi 14 juillet 2020 00:00:01", "2020-07-14T00:00:01Z"),
            ("jueves, 4 de junio de 2020 12:18:46", "2020-06-04T12:18:46Z"),
            ("martes, 5 de mayo de 2020 7:08:09", "2020-05-05T07:08:09Z"),
            ("giovedì 4 giugno 2020 12:18:46", "2020-06-04T12:18:46Z"),
            ("2020年6月4日星期四 下午1:02:03", "2020-06-04T13:02:03Z"),
        ] {
            assert_eq!(
                in_words(words, &TimeZone::UTC).map(|time| time.to_string()).as_deref(),
                Some(expected),
                "{words}"
            );
        }
        for words in ["", "4 June", "the year 2020", "99 June 2020", "Juni 2020 99:99"] {
            assert_eq!(in_words(words, &TimeZone::UTC), None, "{words}");
        }
        let iso = |words| time(words, &TimeZone::UTC).map(|time| time.to_string());
        assert_eq!(iso("2019-01-03T19:46:09.334539+00:00").as_deref(), Some("2019-01-03T19:46:09.334Z"));
        assert_eq!(iso("2021-03-04 05:06:07").as_deref(), Some("2021-03-04T05:06:07Z"));
        assert_eq!(iso("2021-03-04 05:06:07+02:00").as_deref(), Some("2021-03-04T03:06:07Z"));
        for words in ["9999-99-99T99:99:99Z", "-99999-01-01", "12345678901234567890", "yesterday"] {
            assert_eq!(iso(words), None, "{words}");
        }
    }
}
