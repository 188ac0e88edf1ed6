//! `postil doctor`, `backup` and `man`.

use std::fmt::Write as _;
use std::path::Path;

use clap_mangen::Man;

use super::args::Cli;
use super::args::upkeep::{Backup, Doctor};
use super::failure::Failure;
use super::output::{counted, say};
use super::session::{Session, now};
use crate::app::action;
use crate::app::place::{Act, EDITS, LETTERS, Place};
use crate::store::doctor::{Cure, said_of_altered};
use crate::store::error::Fault;
use crate::store::restore::Restored;
use crate::store::salvage::salvage;
use crate::store::store::Store;
use crate::text::clean::clean_line;

/// Says where everything is and whether it is sound; mends what can be mended, if asked to.
pub(super) fn doctor(session: &mut Session, asked: &Doctor) -> Result<(), Failure> {
    let shown = |path: &Path| clean_line(&path.to_string_lossy());
    let config = &session.paths.config;
    let there = if config.exists() { "" } else { " (not there; the defaults hold)" };
    let head = format!("postil {}\nconfig   {}{there}\n", env!("CARGO_PKG_VERSION"), shown(config));
    session.out.print(&head)?;
    let examined = Store::open_to_read(&session.paths.data).and_then(|store| {
        let Some(store) = store else { return Ok(None) };
        let (documents, annotations) = (store.documents()?.len(), store.all_annotations()?.len());
        let findings = store.check()?;
        Ok(Some((store, documents, annotations, findings)))
    });
    let (store, documents, annotations, findings) = match examined {
        Ok(Some(examined)) => examined,
        Ok(None) => {
            let place = shown(&session.paths.data.join("postil.db"));
            return session.out.print(&format!("store    {place} (not there yet)\n"));
        }
        Err(error) if asked.repair && matches!(error.fault, Fault::Damaged(_)) => {
            session.out.print(&format!("store    {error}\n"))?;
            return renew(session);
        }
        Err(error) => return Err(Failure::said(error)),
    };
    let line = format!(
        "store    {}\n         {}, {}\n",
        shown(store.path()),
        counted(documents, "document"),
        counted(annotations, "annotation")
    );
    session.out.print(&line)?;
    if findings.is_empty() {
        return session.out.print("         sound\n");
    }
    for finding in &findings {
        session.out.print(&format!("         {}\n", clean_line(&finding.what)))?;
    }
    if !asked.repair {
        let wrong =
            if findings.len() == 1 { "something is".to_owned() } else { format!("{} things are", findings.len()) };
        return Err(Failure::said(format_args!(
            "{wrong} wrong with {}: postil doctor --repair mends what can be mended, and keeps a copy first",
            shown(store.path())
        )));
    }
    if findings.iter().any(|finding| finding.cure == Some(Cure::Renew)) {
        drop(store);
        return renew(session);
    }
    let stamp = now().strftime("%Y%m%dT%H%M%S%.3f").to_string();
    let copy = store.path().with_file_name(format!("postil.db.before-repair-{stamp}"));
    store.backup_to(&copy).map_err(Failure::said)?;
    session.out.print(&format!("copy     {}\n", shown(&copy)))?;
    drop(store);
    let mut store = session.store()?;
    let (cures, restored) = store.repair(&findings, now()).map_err(Failure::said)?;
    for cure in cures {
        session.out.print(&format!("done     {}\n", cure.done()))?;
    }
    say_restored(session, &restored)?;
    let left = store.check().map_err(Failure::said)?;
    if left.is_empty() {
        return session.out.print("         sound\n");
    }
    for finding in &left {
        say(&finding.what);
    }
    Err(Failure::said("not everything could be mended: put a backup in the store's place, or read on without it"))
}

/// Says what became of what was not what was written.
fn say_restored(session: &mut Session, Restored { restored, taken }: &Restored) -> Result<(), Failure> {
    if *restored > 0 {
        session.out.print(&format!("         put back as written: {restored}\n"))?;
    }
    for words in taken {
        session
            .out
            .print(&format!("         {} is taken as it stands: no copy has it as written\n", clean_line(words)))?;
    }
    Ok(())
}

/// Makes a new store of what can be read of a damaged one and of its daily copies.
fn renew(session: &mut Session) -> Result<(), Failure> {
    let done = salvage(&session.paths.data, now()).map_err(Failure::said)?;
    let aside = clean_line(&done.aside.to_string_lossy());
    session.out.print(&format!("aside    {aside}\ndone     {}\n", Cure::Renew.done()))?;
    let kept = counted(done.annotations, "annotation");
    session.out.print(&format!("         {kept}, mended: {}\n", done.mended))?;
    say_restored(session, &done.restored)?;
    if done.lost == 0 {
        return Ok(());
    }
    Err(Failure::said(format_args!(
        "{} annotations could not be read and are in no daily copy: {aside} has what is left of them",
        done.lost
    )))
}

/// Writes a copy of the store, which may be in use.
pub(super) fn backup(session: &Session, asked: &Backup) -> Result<(), Failure> {
    if asked.file == Path::new("-") {
        return Err(Failure::usage("a copy of the store does not go to standard output: name a file"));
    }
    let store: Store = session.store_that_is_there()?;
    store.backup_to(&asked.file).map_err(Failure::said)?;
    if let Some(sentence) = said_of_altered(store.altered().map_err(Failure::said)?) {
        say(&sentence);
    }
    Ok(())
}

/// Prints the manual page: the program, each command with its own options, and what holds for all.
pub(super) fn man(session: &mut Session) -> Result<(), Failure> {
    let mut command = Cli::command_with(&session.legend);
    command.build();
    session.out.write(|mut out| {
        let page = Man::new(command.clone());
        page.render_title(&mut out)?;
        page.render_name_section(&mut out)?;
        page.render_synopsis_section(&mut out)?;
        page.render_description_section(&mut out)?;
        page.render_options_section(&mut out)?;
        writeln!(out, ".SH COMMANDS")?;
        for part in command.get_subcommands() {
            let told = |arg: &clap::Arg| arg.is_global_set() || arg.get_id() == "help";
            let part = part.clone().mut_args(|arg| if told(&arg) { arg.hide(true) } else { arg });
            let name = part.get_name().to_owned();
            writeln!(out, ".SS postil {name}")?;
            let page = Man::new(part);
            let mut section = Vec::new();
            page.render_synopsis_section(&mut section)?;
            section.extend_from_slice(b".PP\n");
            page.render_description_section(&mut section)?;
            page.render_options_section(&mut section)?;
            // Each command is a part of one section; headings of its own would end that.
            let section = String::from_utf8_lossy(&section);
            let inner = |line: &&str| ![".SH", ".ie", ".el"].iter().any(|opening| line.starts_with(opening));
            for line in section.lines().filter(inner) {
                writeln!(out, "{line}")?;
            }
        }
        out.write_all(keys_section().as_bytes())?;
        out.write_all(AFTERWORD.as_bytes())
    })
}

/// The section on the keys that the config can bind: by place their names there, and the keys they have without it.
fn keys_section() -> String {
    let mut out = String::from(
        ".SH KEYS\nThe config binds keys by these names, in \\fI[keys]\\fR to a string or a list of strings, as in \\fImark = \"H\"\\fR. \
         What lies over the article has sections of its own, such as \\fI[keys.editor]\\fR.\n",
    );
    let named = |name: &str, keys: &[&str]| format!("\\fI{name}\\fR ({})", keys.join(" ")).replace('-', "\\-");
    let mut section = |name: &str, entries: Vec<String>| {
        let _ = writeln!(out, ".TP\n\\fB{name}\\fR\n{}", entries.join(", "));
    };
    let shared = |act: Act| matches!(act, Act::Edit(edit) if !edit.wants_lines());
    section("[keys]", action::TABLE.iter().map(|entry| named(entry.name, entry.keys)).collect());
    for place in Place::ALL {
        let rows = place.rows().filter(|row| !shared(row.act));
        section(&format!("[keys.{}]", place.name()), rows.map(|row| named(row.name, row.keys)).collect());
    }
    let letters = LETTERS.iter().flat_map(|menu| menu.iter());
    section("[keys.menu], letters", letters.map(|(name, letter)| named(name, &[&letter.to_string()])).collect());
    let typed = Place::ALL.into_iter().filter(|place| place.takes_text()).map(Place::name);
    let places = typed.collect::<Vec<_>>().join(", ");
    section(
        &format!("what is typed ({places})"),
        EDITS.iter().filter(|row| shared(row.act)).map(|row| named(row.name, row.keys)).collect(),
    );
    out
}

/// The end of the manual page.
const AFTERWORD: &str = r".SH SOURCES
A source is a file, an address (http or https), an id of the library, or \- for standard input. What it is, its content says, then its name:
.TP
plain text, Markdown, Org, reStructuredText
in UTF\-8, UTF\-16, UTF\-32 or the encodings of Windows and ISO; \fI.txt\fR, \fI.md\fR, \fI.org\fR, \fI.rst\fR
.TP
web pages
\fI.html\fR: the article, without what stands around it
.TP
mail and saved pages
\fI.eml\fR, \fI.mhtml\fR: the message, or the page with its address
.TP
books
\fI.epub\fR, versions 2 and 3, without encryption
.TP
PDF
\fI.pdf\fR with text, where \fBpdftotext\fR(1) of poppler is installed
.SH TEMPLATES
A template of \fBpostil export \-\-template\fR is written in the language of Jinja and filled in once for each article. It may name:
.TP
\fBdocument\fR
\fIid\fR, \fItitle\fR, \fIuri\fR, \fIauthor\fR, \fIsite\fR, \fIpublished\fR, \fIlanguage\fR
.TP
\fBclaims\fR
a list, each with \fInumber\fR, \fIkind\fR, \fIsource\fR, \fItext\fR, \fIsection\fR, \fIannotations\fR
.TP
\fBnotes\fR, \fBannotations\fR
the annotations on no claim, and all of them; each with \fIid\fR, \fIlink\fR, \fItext\fR, \fIquote\fR, \fIsection\fR, \fIpage\fR, \fIstatus\fR, \fImotivation\fR,
\fInote\fR, \fIwording\fR, \fItags\fR, \fIcolour\fR, \fImeaning\fR, \fIverdict\fR, \fIevidence\fR (a list of \fIstance\fR and \fItext\fR), \fIto_check\fR,
\fIforecast\fR (\fIprobability\fR, \fIdue\fR, \fIcriterion\fR, \fIoutcome\fR), \fIpane\fR, \fIbookmark\fR, \fIcreated\fR, \fImodified\fR
.TP
\fBanalysis\fR, \fBtake\fR
the panes as Markdown
.PP
The words of the article are escaped, so that they stay words; \fB|safe\fR leaves them as they are, \fB|quote\fR makes a quotation of them,
\fB|words\fR one line. What you wrote stands as you wrote it. A template reads no file and takes in no other template.
A line that holds nothing but statements leaves no line behind.
.SH FILES
.TP
\fI$XDG_DATA_HOME/postil/postil.db\fR
Your notes, and the texts they stand on (SQLite). Copies of the last days are in \fIbackups\fR beside it.
.TP
\fI$XDG_CONFIG_HOME/postil/config.toml\fR
Keys, theme, view, names, letters and meanings of colours; words and headings that speak for a pane.
.SH ENVIRONMENT
.TP
\fBPOSTIL_DATA_DIR\fR, \fBPOSTIL_CONFIG\fR
Do as \-\-data\-dir and \-\-config do, which come first.
.TP
\fBNO_COLOR\fR
No colour, unless \-\-color asks for it.
.TP
\fBALL_PROXY\fR, \fBHTTPS_PROXY\fR, \fBHTTP_PROXY\fR, \fBNO_PROXY\fR
The proxy by which addresses are fetched (http, https, socks4, socks5; https and http each by their own, else by the one for all), and the hosts that
are asked without one.
.TP
\fBVISUAL\fR, \fBEDITOR\fR
The editor for notes.
.SH EXIT STATUS
0: done. 1: not done; a sentence on standard error says what, why, and what to do. 2: wrong usage.
";
