//! Every way in from outside, fed with broken input: a bounded loop with a fixed seed, so that every run does the same.
//!
//! `POSTIL_FUZZ_ROUNDS` sets how many inputs each target gets, `POSTIL_FUZZ_TARGET` names the only one. `tests/fuzz` holds the same targets for cargo-fuzz.

#[path = "fuzz/targets.rs"]
mod targets;

use std::panic::catch_unwind;

/// Inputs a target gets where nothing else is asked for.
const ROUNDS: u64 = 150;

/// What inputs are made of: words of every format that is read, and characters that break readers.
const PIECES: &[&[u8]] = &[
    b"The report says \"prices rose 34.4 % in 2024,\" according to Ada Lovelace. We should wait. ",
    b"# What the Source Says\n\n", b"## Our take\n", b"\n\n", b"\r\n", b"\t", b"- item\n  - item\n", b"1. one\n", b"> quoted\n",
    b"---\ntitle: A\nauthor: [B, C]\ndate: 2026-01-02\nurl: https://example.org/\n---\n", b"&x: *x\n", b"[^1]", b"[^1]: note\n",
    b"[a](https://example.org \"t\")", b"![p](p.png)", b"```rust\nfn main() {}\n```\n", b"| a | b |\n| - | - |\n| 1 | 2 |\n", b"**", b"_", b"`",
    b"<p>", b"</p>", b"<div>", b"</div>", b"<ul><li>", b"<blockquote>", b"<table><tr><td colspan=9>", b"<h1>", b"<script>", b"</script>",
    b"<!--", b"-->", b"<![CDATA[", b"&#27;", b"&#x202e;", b"&amp", b"<meta charset=utf-16>", b"<a href=\"#n\">", b"<sup id=n>", b"<img alt=x>",
    b"\x1b[2J", b"\x1b]0;t\x07", b"\xc2\x9b31m", b"\x00", b"\x7f", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf0\x9f\x91\xa8\xe2\x80\x8d",
    b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\xe2\x80\xa8", b"\xcc\x81", b"\xe6\xbc\xa2", b"\xd9\x84\xd8\xa7", b"\xe0\xb8\x81\xe0\xb8\xb3",
    b"{\"id\":1,\"exact\":\"prices rose\",\"prefix\":\"says \",\"suffix\":\" in\",\"start\":17,\"end\":28}\n", b"{\"exact\":", b"null", b"[", b"]", b"{", b"}", b"\"", b"\\ud800", b":", b",",
    b"{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"type\":\"Annotation\",\"target\":{\"source\":\"https://example.org/\",\"selector\":{\"type\":\"TextQuoteSelector\",\"exact\":\"rose\"}}}",
    b"{\"rows\":[{\"uri\":\"https://example.org/\",\"text\":\"t\",\"tags\":[\"a\"],\"target\":[{\"selector\":[]}]}]}",
    b"Highlight,Book Title,Book Author,Note,Tags,Location,Highlighted at\n", b"\"a \"\"b\"\"\",T,A,n,t,12,2024-01-01 10:00:00\n",
    b"A Title (An Author)\n- Your Highlight on page 3 | Location 40-41 | Added on Monday, 1 January 2024 10:00:00\n\nwords\n==========\n",
    b"return {[\"title\"]=\"T\",[\"bookmarks\"]={{[\"text\"]=\"w\",[\"page\"]=3}}}", b"[\"highlight\"] = {", b"--[[",
    b"theme = \"dark\"\n", b"[keys]\nmark = \"H\"\n", b"[colours]\n", b"view = 9\n", b"= ", b"'''",
    b"\x0c", b"Page 3\n", b"\x0c\n4\n", b"commit-\ntee", b"PK\x03\x04", b"<package>", b"<itemref idref='c'/>", b"<navPoint>", b"<content src='c.xhtml'/>",
    b"From: A <a@b.example>\r\nSubject: =?utf-8?Q?a=1b?=\r\n", b"MIME-Version: 1.0\r\n\r\n", b"Content-Type: multipart/mixed; boundary=b\r\n", b"\r\n--b\r\n", b"--b--\r\n",
    b"Content-Type: message/rfc822\r\n\r\n", b"Content-Type: text/html\r\n\r\n", b"Content-Transfer-Encoding: base64\r\n", b"=?x", b"=\n", b"=C3",
    b"* One :tag:\n", b"#+title: A\n", b"#+begin_quote\n", b"#+end_quote\n", b"#+BEGIN_SRC c\n", b"#+END_SRC\n", b":PROPERTIES:\n:CUSTOM_ID: x\n", b":END:\n",
    b"[[#x][", b"]]", b"[fn:1]", b"[fn::words", b"*a ", b" b* ", b"=c= ", b"<<x>> ", b"- term :: words\n", b": fixed\n", b"|---+---|\n",
    b".. note:: words\n   ", b".. code::\n\n", b".. _x: https://a.example\n", b".. [#] note\n", b"[#]_ ", b"`a <b>`_ ", b":ref:`x` ", b"::\n\n  ", b"=== ===\n", b"+---+\n", b"-----\n",
    b"<!-- postil:begin own/1 -->\n", b"<!-- postil:end own/1 -->\n", b"=cmd|' /C calc'!A0", b"\x1f", b"@SUM(1)", b"-1", b"+1",
    b"http://user:pass@proxy.example:3128/\n", b"socks5://[::1]:1080\n", b"https://", b"@", b"localhost,.example,*.a.example:80\n", b"*\n",
    b"2024-02-30T25:61:00Z", b"99999999999999999999", b"1e999", b"0", b" ", b"a", b".",
];

/// A generator of numbers by a fixed rule (SplitMix64, Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % sides.max(1) as u64) as usize
    }

    /// Pieces one after another, then a few changes that no writer would make.
    fn input(&mut self) -> Vec<u8> {
        let mut input = Vec::new();
        for _ in 0..self.roll(24) {
            let piece = PIECES[self.roll(PIECES.len())];
            // Now and then the same again and again: depth and length are where readers break.
            let times = if self.roll(12) == 0 { self.roll(300) } else { 1 };
            (0..times).for_each(|_| input.extend_from_slice(piece));
        }
        for _ in 0..self.roll(4) {
            let at = self.roll(input.len() + 1);
            match self.roll(4) {
                0 => input.truncate(at),
                1 => input.insert(at, self.roll(256) as u8),
                2 if at < input.len() => drop(input.remove(at)),
                _ => {
                    let piece = PIECES[self.roll(PIECES.len())];
                    input.splice(at..at, piece.iter().copied());
                }
            }
        }
        input
    }
}

#[test]
fn broken_input_breaks_no_promise() {
    let rounds = std::env::var("POSTIL_FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let only = std::env::var("POSTIL_FUZZ_TARGET").ok();
    assert!(only.iter().all(|only| targets::ALL.iter().any(|(name, _)| name == only)), "there is no {only:?}");
    for (name, target) in targets::ALL.iter().filter(|(name, _)| only.iter().all(|only| only == name)) {
        let mut dice = Dice(0x0070_6f73_7469_6c00);
        for round in 0..rounds {
            let input = dice.input();
            let held = catch_unwind(|| target(&input)).is_ok();
            assert!(held, "{name} failed in round {round} on {:?}", String::from_utf8_lossy(&input));
        }
    }
}
