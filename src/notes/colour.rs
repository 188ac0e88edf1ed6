//! The colours of highlights, and the legend that says what each is to the reader.

use serde::{Deserialize, Serialize};

use crate::text::clean::clean_line;
use crate::text::width::width;

/// The colour of a highlight. The store and the W3C export know it by its name here, whatever the reader calls it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// A key passage.
    #[default]
    Yellow,
    /// The reader agrees.
    Green,
    /// The reader doubts it.
    Red,
    /// A question.
    Blue,
    /// Worth quoting.
    Purple,
}

impl Colour {
    /// All colours, in the order they are offered.
    pub const ALL: [Self; 5] = [Self::Yellow, Self::Green, Self::Red, Self::Blue, Self::Purple];

    /// The name by which it is stored, and which it has unless the config gives it another.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Red => "red",
            Self::Blue => "blue",
            Self::Purple => "purple",
        }
    }

    /// The meaning it has unless the config gives it another.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Yellow => "key",
            Self::Green => "agree",
            Self::Red => "doubt",
            Self::Blue => "question",
            Self::Purple => "quote",
        }
    }

    /// The letter it has unless the config gives it another.
    const fn letter(self) -> char {
        match self {
            Self::Yellow => 'k',
            Self::Green => 'a',
            Self::Red => 'd',
            Self::Blue => 'q',
            Self::Purple => 'c',
        }
    }

    /// The colour of that name, or with that meaning, as they are without a config.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.name() == name || colour.meaning() == name)
    }
}

/// The letter that takes a mark away where the others set one, unless the config says otherwise.
const NO_MARK: char = 'x';

/// What each colour is to this reader: its name, its letter, its meaning. No two colours share one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Legend {
    entries: [Entry; 5],
}

/// What one colour is to the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    name: String,
    letter: char,
    meaning: String,
}

/// What the config can set of a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// What it is called on the command line and in exports.
    Name,
    /// The letter that picks it after the key of marking, and that marks it where there is no colour.
    Letter,
    /// What it means.
    Meaning,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 3] = [Self::Name, Self::Letter, Self::Meaning];

    /// Its word in the config.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Letter => "letter",
            Self::Meaning => "meaning",
        }
    }
}

impl Default for Legend {
    fn default() -> Self {
        let entry = |colour: Colour| Entry {
            name: colour.name().to_owned(),
            letter: colour.letter(),
            meaning: colour.meaning().to_owned(),
        };
        Self { entries: Colour::ALL.map(entry) }
    }
}

impl Legend {
    /// What the reader calls a colour.
    pub fn name(&self, colour: Colour) -> &str {
        self.entry(colour).map_or(colour.name(), |entry| &entry.name)
    }

    /// The letter that picks a colour after the key of marking, and that marks it where there is no colour.
    pub fn letter(&self, colour: Colour) -> char {
        self.entry(colour).map_or(colour.letter(), |entry| entry.letter)
    }

    /// What a colour means.
    pub fn meaning(&self, colour: Colour) -> &str {
        self.entry(colour).map_or(colour.meaning(), |entry| &entry.meaning)
    }

    /// A colour as it is shown among words: "yellow (key)".
    pub fn shown(&self, colour: Colour) -> String {
        format!("{} ({})", self.name(colour), self.meaning(colour))
    }

    /// The colour that the reader calls so, or means, or picks by that letter; its stored name and the meaning it has
    /// without a config do too. The case of letters does not count.
    pub fn find(&self, words: &str) -> Option<Colour> {
        let words = words.trim().to_lowercase();
        let by = |part: Part| Colour::ALL.into_iter().find(|colour| self.part(*colour, part).to_lowercase() == words);
        let stored = || Colour::ALL.into_iter().find(|colour| colour.name() == words);
        let named = by(Part::Name).or_else(stored);
        named.or_else(|| by(Part::Meaning)).or_else(|| by(Part::Letter)).or_else(|| Colour::named(&words))
    }

    /// The legend with what the config sets of each colour; and why each of those that cannot be so was left out, a
    /// clause each.
    pub fn with(settings: &[(Colour, Part, String)]) -> (Self, Vec<(Colour, Part, String)>) {
        let mut legend = Self::default();
        let mut faults = Vec::new();
        let mut set = Vec::new();
        for (colour, part, words) in settings {
            match legend.set(*colour, *part, words) {
                Ok(()) => set.push((*colour, *part)),
                Err(why) => faults.push((*colour, *part, why)),
            }
        }
        // Both sides of a clash go back to what they are by default, until nothing clashes: the defaults do not.
        loop {
            let clashes = legend.clashes(&set);
            if clashes.is_empty() {
                return (legend, faults);
            }
            for (colour, part, _) in &clashes {
                legend.reset(*colour, *part);
                set.retain(|one| one != &(*colour, *part));
            }
            faults.extend(clashes);
        }
    }

    fn entry(&self, colour: Colour) -> Option<&Entry> {
        self.entries.get(colour as usize)
    }

    fn part(&self, colour: Colour, part: Part) -> String {
        match part {
            Part::Name => self.name(colour).to_owned(),
            Part::Letter => self.letter(colour).to_string(),
            Part::Meaning => self.meaning(colour).to_owned(),
        }
    }

    fn set(&mut self, colour: Colour, part: Part, words: &str) -> Result<(), String> {
        let Some(entry) = self.entries.get_mut(colour as usize) else { return Ok(()) };
        let line = clean_line(words).trim().to_owned();
        match part {
            Part::Letter => entry.letter = letter(&line)?,
            Part::Name | Part::Meaning if line.is_empty() => return Err(format!("its {} is empty", part.word())),
            Part::Name => entry.name = line,
            Part::Meaning => entry.meaning = line,
        }
        Ok(())
    }

    fn reset(&mut self, colour: Colour, part: Part) {
        let default = Self::default().part(colour, part);
        // The defaults are all in order.
        let _ = self.set(colour, part, &default);
    }

    /// Those of `set` that another colour has too, each with a clause that names it.
    fn clashes(&self, set: &[(Colour, Part)]) -> Vec<(Colour, Part, String)> {
        let clash = |(colour, part): &(Colour, Part)| {
            let words = self.part(*colour, *part);
            let folded = words.to_lowercase();
            let has = |other: &Colour| {
                // By its stored name a colour can always be asked for.
                let stored = *part == Part::Name && other.name() == folded;
                other != colour && (stored || self.part(*other, *part).to_lowercase() == folded)
            };
            let taken = Colour::ALL.into_iter().find(has)?;
            Some((*colour, *part, format!("\"{words}\" is the {} of {} too", part.word(), taken.name())))
        };
        set.iter().filter_map(clash).collect()
    }
}

/// A letter as it stands in the gutter: one cell, no sign that means something in a menu.
fn letter(words: &str) -> Result<char, String> {
    let mut letters = words.chars();
    match (letters.next(), letters.next()) {
        (Some(NO_MARK | 'X'), None) => Err(format!("the letter {NO_MARK} takes the mark away: choose another")),
        (Some(letter), None) if letter.is_alphanumeric() && width(words) == 1 => Ok(letter),
        _ => Err("a colour's letter is one letter or digit that is one cell wide".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(settings: &[(Colour, Part, &str)]) -> (Legend, Vec<(Colour, Part, String)>) {
        let settings: Vec<_> =
            settings.iter().map(|(colour, part, words)| (*colour, *part, (*words).to_owned())).collect();
        Legend::with(&settings)
    }

    #[test]
    fn a_colour_goes_by_what_the_reader_calls_it_and_by_what_it_was() {
        let (legend, faults) = with(&[
            (Colour::Red, Part::Meaning, "Source?"),
            (Colour::Blue, Part::Meaning, "doubt"),
            (Colour::Yellow, Part::Name, "Gold"),
            (Colour::Purple, Part::Letter, "Z"),
        ]);
        assert_eq!(faults, []);
        for (name, colour) in [
            ("Red", Some(Colour::Red)),
            ("source?", Some(Colour::Red)),
            ("doubt", Some(Colour::Blue)),
            ("question", Some(Colour::Blue)),
            ("key", Some(Colour::Yellow)),
            ("gold", Some(Colour::Yellow)),
            ("yellow", Some(Colour::Yellow)),
            ("z", Some(Colour::Purple)),
            ("D", Some(Colour::Red)),
            ("c", None),
            ("mauve", None),
        ] {
            assert_eq!(legend.find(name), colour, "{name}");
        }
        assert_eq!((legend.shown(Colour::Yellow), legend.letter(Colour::Purple)), ("Gold (key)".to_owned(), 'Z'));
    }

    #[test]
    fn what_two_colours_would_share_is_refused_and_the_rest_holds() {
        let (legend, faults) = with(&[
            (Colour::Red, Part::Letter, "A"),
            (Colour::Red, Part::Name, "rose"),
            (Colour::Blue, Part::Name, "ROSE"),
            (Colour::Green, Part::Meaning, "doubt"),
            (Colour::Purple, Part::Name, "yellow"),
        ]);
        let refused: Vec<_> = faults.iter().map(|(colour, part, why)| (*colour, *part, why.as_str())).collect();
        assert_eq!(
            refused,
            [
                (Colour::Red, Part::Letter, "\"A\" is the letter of green too"),
                (Colour::Red, Part::Name, "\"rose\" is the name of blue too"),
                (Colour::Blue, Part::Name, "\"ROSE\" is the name of red too"),
                (Colour::Green, Part::Meaning, "\"doubt\" is the meaning of red too"),
                (Colour::Purple, Part::Name, "\"yellow\" is the name of yellow too"),
            ]
        );
        assert_eq!(legend, Legend::default());
        // What goes back may clash with what held until then.
        let (chained, faults) = with(&[
            (Colour::Red, Part::Letter, "a"),
            (Colour::Green, Part::Letter, "z"),
            (Colour::Blue, Part::Letter, "z"),
        ]);
        assert_eq!((chained, faults.len()), (Legend::default(), 3));
        // Two that change places share nothing.
        let (swapped, faults) = with(&[(Colour::Red, Part::Letter, "a"), (Colour::Green, Part::Letter, "d")]);
        assert_eq!((swapped.letter(Colour::Red), swapped.letter(Colour::Green), faults.len()), ('a', 'd', 0));
    }

    #[test]
    fn a_letter_is_one_cell_and_means_nothing_else() {
        for letter in ["r", "7", "é", "ß"] {
            assert_eq!(with(&[(Colour::Red, Part::Letter, letter)]).1, [], "{letter}");
        }
        for letter in ["", " ", "rr", "漢", "?", "\u{1b}", "x", "X", "\u{301}", "e\u{301}"] {
            let (legend, faults) = with(&[(Colour::Red, Part::Letter, letter)]);
            assert_eq!((legend.letter(Colour::Red), faults.len()), ('d', 1), "{letter:?}");
        }
        assert_eq!(with(&[(Colour::Red, Part::Name, " \t")]).1.len(), 1);
    }
}
