//! New editions: of a changed source, and of the same source under a newer parser.

use super::*;
use crate::article::identity::{PARSER_VERSION, TextHash};
use crate::notes::selector::Placement;

/// The parser that made an edition.
fn parser(store: &Store, hash: TextHash) -> i64 {
    let sql = "SELECT parser FROM edition WHERE hash = ?1";
    store.plainly(|connection| Ok(connection.query_row(sql, [hash.to_string()], |row| row.get(0))?)).unwrap()
}

/// Makes all that is in the store the work of an older parser.
fn age(store: &Store) {
    store.plainly(|connection| Ok(connection.execute("UPDATE edition SET parser = 0", [])?)).unwrap();
}

#[test]
fn a_newer_parser_makes_a_new_edition_and_the_old_one_stays_with_its_source() {
    // The same bytes, as two parsers read them; in the first case the older one took them as they are.
    let (old, new) = (document(WORDS), document(&format!("A byline, once taken for boilerplate. {WORDS}")));
    for source in [old.text().as_bytes(), b"<p>The same bytes to both".as_slice()] {
        let mut store = Store::in_memory().unwrap();
        let id = store.remember(&old, &origin("/a"), source, at(1)).unwrap().id;
        let made = annotation(1, &old, id, note("here"));
        store.save(&[add(&made)], at(2)).unwrap();
        age(&store);
        // Another path: it is the source by which the document is known.
        let known = store.remember(&new, &origin("/b"), source, at(3)).unwrap();
        assert_eq!((known.id, known.earlier), (id, Some(old.hash())));
        assert_eq!((parser(&store, old.hash()), parser(&store, new.hash())), (0, i64::from(PARSER_VERSION)));
        for edition in [&old, &new] {
            assert_eq!(store.edition_text(edition.hash()).unwrap().as_deref(), Some(edition.text()));
            assert_eq!(store.source(edition.hash()).unwrap().as_deref(), Some(source));
        }
        let placed = store.placed(store.annotations(id).unwrap(), &new).unwrap().remove(0);
        assert_eq!(placed.annotation, made, "where it was made stays as it was written");
        assert!(matches!(placed.placement, Placement::Exact(span) if span.of(new.text()) == made.selector.exact));
        // Once opened, it is no news any more.
        assert_eq!(store.remember(&new, &origin("/b"), source, at(4)).unwrap().earlier, None);
    }
}

#[test]
fn a_newer_parser_that_reads_the_same_makes_no_new_edition() {
    let (mut store, document, id) = shelf();
    age(&store);
    let known = store.remember(&document, &origin("/a"), b"source", at(3)).unwrap();
    assert_eq!((known.id, known.earlier), (id, None));
    assert_eq!(parser(&store, document.hash()), i64::from(PARSER_VERSION));
}

#[test]
fn an_orphan_whose_words_come_back_is_placed_again_from_whatever_edition_it_was_made_on() {
    let (mut store, first, id) = shelf();
    let made = annotation(1, &first, id, note("here"));
    store.save(&[add(&made)], at(2)).unwrap();
    let second = document("Quite another text stands here now, for a while.");
    let third = document(&format!("It is back. {WORDS}"));
    let mut statuses = Vec::new();
    for (seconds, edition) in (3..).zip([&second, &third, &second, &first]) {
        store.remember(edition, &origin("/a"), edition.text().as_bytes(), at(seconds)).unwrap();
        let placed = store.placed(store.annotations(id).unwrap(), edition).unwrap().remove(0).placement;
        let words = placed.span().map_or("", |span| span.of(edition.text()));
        assert!(["", made.selector.exact.as_str()].contains(&words), "{words}");
        statuses.push(placed.name());
    }
    assert_eq!(statuses, ["orphaned", "exact", "orphaned", "exact"]);
}
