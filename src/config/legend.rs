//! The colours in the config: `[colours.red]` with a name, a letter and a meaning, or `[meanings]` with meanings alone.

use std::collections::HashMap;

use toml::{Table, Value};

use super::file::{Faults, quoted};
use crate::notes::colour::{Colour, Legend, Part};

/// What the config sets of the colours, as it was read.
#[derive(Debug, Default)]
pub(super) struct LegendSettings {
    set: Vec<(Colour, Part, String)>,
    /// The setting that each part was read from, to tell its line.
    read_from: HashMap<(Colour, Part), String>,
    faults: Faults,
}

impl LegendSettings {
    /// Reads `[colours]`: a section for each colour.
    pub(super) fn colours(&mut self, colours: Table) {
        for (name, value) in colours {
            let setting = format!("colours.{name}");
            let Some(colour) = self.colour(&name, &setting) else { continue };
            let Value::Table(parts) = value else {
                let fault = format!("{name} is a section: write [colours.{name}] on a line of its own");
                self.faults.push((setting, fault));
                continue;
            };
            for (word, value) in parts {
                let setting = format!("{setting}.{word}");
                if let Some(part) = Part::ALL.into_iter().find(|part| part.word() == word) {
                    self.take(colour, part, setting, value);
                } else {
                    let fault = format!("a colour has a name, a letter and a meaning, no \"{}\"", quoted(&word));
                    self.faults.push((setting, fault));
                }
            }
        }
    }

    /// Reads `[meanings]`: what each colour means.
    pub(super) fn meanings(&mut self, meanings: Table) {
        for (name, value) in meanings {
            let setting = format!("meanings.{name}");
            if let Some(colour) = self.colour(&name, &setting) {
                self.take(colour, Part::Meaning, setting, value);
            }
        }
    }

    /// The legend that all of it makes.
    pub(super) fn read(mut self, faults: &mut Faults) -> Legend {
        let (legend, found) = Legend::with(&self.set);
        for (colour, part, why) in found {
            let setting = self.read_from.remove(&(colour, part)).unwrap_or_default();
            self.faults.push((setting, format!("the {} of {}: {why}", part.word(), colour.name())));
        }
        faults.append(&mut self.faults);
        legend
    }

    fn colour(&mut self, name: &str, setting: &str) -> Option<Colour> {
        let colour = Colour::ALL.into_iter().find(|colour| colour.name() == name);
        if colour.is_none() {
            let names = Colour::ALL.map(Colour::name).join(", ");
            self.faults.push((setting.to_owned(), format!("there is no colour \"{}\": {names}", quoted(name))));
        }
        colour
    }

    fn take(&mut self, colour: Colour, part: Part, setting: String, value: Value) {
        let what = format!("the {} of {}", part.word(), colour.name());
        let Value::String(words) = value else {
            self.faults.push((setting, format!("{what} wants a word in quotation marks")));
            return;
        };
        if self.read_from.contains_key(&(colour, part)) {
            self.faults.push((setting, format!("{what} is set twice")));
            return;
        }
        self.read_from.insert((colour, part), setting);
        self.set.push((colour, part, quoted(&words)));
    }
}

#[cfg(test)]
mod tests {
    use crate::config::file::Config;
    use crate::notes::colour::Colour;

    #[test]
    fn colours_are_called_as_the_file_calls_them() {
        let text = "[colours.red]\nname = \"rose\"\nletter = \"r\"\n[colours]\nblue = { letter = \"b\" }\n\
                    [meanings]\nred = \"nonsense\"\n";
        let config = Config::parse(text, "c");
        assert_eq!(config.faults, [""; 0]);
        let legend = config.settings.legend;
        assert_eq!((legend.shown(Colour::Red), legend.letter(Colour::Red)), ("rose (nonsense)".to_owned(), 'r'));
        assert_eq!((legend.name(Colour::Blue), legend.letter(Colour::Blue)), ("blue", 'b'));
    }

    #[test]
    fn what_no_colour_can_have_is_told_with_its_line() {
        for (text, line, words) in [
            ("[colours]\nmauve = { name = \"m\" }\n", 2, "there is no colour \"mauve\""),
            ("[colours]\nred = \"rose\"\n", 2, "write [colours.red] on a line of its own"),
            ("[colours.red]\nshade = \"dark\"\n", 2, "no \"shade\""),
            ("[colours.red]\nletter = 7\n", 2, "the letter of red wants a word in quotation marks"),
            ("[colours.red]\nname = \"r\"\nletter = \"漢\"\n", 3, "one cell wide"),
            ("[colours.red]\nletter = \"\\u001b\"\n", 2, "one cell wide"),
            ("[colours.red]\nletter = \"x\"\n", 2, "takes the mark away"),
            ("[colours.red]\nletter = \"k\"\n", 2, "\"k\" is the letter of yellow too"),
            ("[colours.red]\nname = \"green\"\n", 2, "is the name of green too"),
            ("[colours.red]\nmeaning = \"a\"\n[meanings]\nred = \"b\"\n", 4, "set twice"),
            ("colours = \"red\"\n", 1, "write [colours.red] on a line of its own"),
        ] {
            let config = Config::parse(text, "c");
            let [fault] = config.faults.as_slice() else { panic!("{text}: {:?}", config.faults) };
            assert!(fault.starts_with(&format!("c line {line}: ")), "{text}: {fault}");
            assert!(fault.contains(words), "{text}: {fault}");
        }
    }

    #[test]
    fn both_sides_of_a_clash_are_told_in_the_order_of_the_file_and_fall_back() {
        let config = Config::parse("[colours.red]\nname = \"rose\"\n[colours.blue]\nname = \"Rose\"\n", "c");
        let passed_over = "is passed over";
        let [first, second] = config.faults.as_slice() else { panic!("{:?}", config.faults) };
        assert!(
            first.starts_with("c line 2: ") && first.contains("of blue too") && first.ends_with(passed_over),
            "{first}"
        );
        assert!(second.starts_with("c line 4: ") && second.contains("of red too"), "{second}");
        assert_eq!(config.settings.legend, crate::notes::colour::Legend::default());
        // The screen has a line for one of them, and says how many there are.
        let warning = config.warning().unwrap();
        assert!(warning.starts_with("2 faults in the config, all told by postil doctor; c line 2: "), "{warning}");
        let one = Config::parse("fly = 1\n", "c");
        assert_eq!(one.warning().as_ref(), one.faults.first());
        assert_eq!(Config::parse("", "c").warning(), None);
    }
}
