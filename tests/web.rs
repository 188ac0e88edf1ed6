//! Articles from addresses: fetched within limits, kept, and refreshed.

use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::bench::Bench;
use crate::server::{Server, page, self_signed, send};

const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n";
const WORDS: &str = "The committee said on Monday that prices rose by 4 percent. This matters a great deal.";

/// What a fetch of `uri` is refused with.
fn refused(server: &Server, path: &str, words: &[&str]) -> String {
    let bench = Bench::new();
    let err = bench.fails(&format!("show {}", server.uri(path)), 1, words);
    assert!(err.contains(&server.uri(path)), "{err}");
    assert!(!bench.store().exists(), "a refused fetch leaves nothing behind");
    err
}

#[test]
fn a_page_is_fetched_once_and_kept_with_its_date() {
    let server = Server::of(HTML, page(WORDS));
    let bench = Bench::new();
    let uri = server.uri("/a");
    let split = bench.json(&format!("show --format json {uri}#part"));
    assert_eq!((&split["document"]["title"], &split["document"]["uri"]), (&"The page".into(), &uri.as_str().into()));
    assert_eq!(split["text"], WORDS);
    let agent = server.asked()[0].headers["user-agent"].clone();
    assert!(agent.starts_with("postil/0."), "{agent}");
    let again = bench.run(&format!("show --format json {uri}"));
    assert_eq!((again.status, server.asked().len()), (0, 1), "it is kept");
    assert!(again.err.contains("as fetched on 20") && again.err.contains("postil refresh"), "{}", again.err);
    let id = bench.run(&format!("annotate {uri} --quote 'This matters' --note why")).out;
    assert!(bench.ok("notes").contains("why"), "{id}");
    assert!(bench.ok(&format!("notes --document {uri}")).contains("why"));
    assert!(bench.run(&format!("export {uri}")).out.contains(&uri));
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_page_is_there_without_a_network() {
    let bench = Bench::new();
    let server = Server::new(|request, stream| {
        if request.path == "/a" {
            send(stream, "302 Found", "Location: /b\r\n", b"");
        } else {
            send(stream, "200 OK", HTML, page(WORDS).as_bytes());
        }
    });
    let (asked, ended) = (server.uri("/a"), server.uri("/b"));
    let split = bench.json(&format!("show --format json {asked}"));
    assert_eq!(split["document"]["uri"], ended.as_str());
    let count = server.asked().len();
    for uri in [&asked, &ended] {
        assert!(bench.run(&format!("show {uri}")).out.contains("4 percent"));
    }
    assert_eq!((count, server.asked().len()), (2, 2));
}

#[test]
fn charsets_come_from_the_header_then_the_page_then_the_bytes() {
    let meta = "<!doctype html><meta charset=windows-1252><title>t</title><p>\u{0}</p>";
    let with = |bytes: &[u8]| {
        let (before, after) = meta.split_once('\u{0}').unwrap();
        [before.as_bytes(), bytes, after.as_bytes()].concat()
    };
    let cyrillic = b"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0, \xfd\xf2\xee \xf2\xe5\xea\xf1\xf2".as_slice();
    for (headers, bytes, expected) in [
        ("Content-Type: text/html; charset=windows-1251\r\n", cyrillic, "Привет, мир, это текст"),
        ("Content-Type: text/html\r\n", b"caf\xe9 \x93quoted\x94", "café “quoted”"),
        ("Content-Type: text/html; charset=no-such\r\n", "café".as_bytes(), "café"),
        ("", "café".as_bytes(), "café"),
    ] {
        let server = Server::of(headers, with(bytes));
        let bench = Bench::new();
        for _ in 0..2 {
            let shown = bench.run(&format!("show {}", server.uri("/")));
            assert!(shown.out.contains(expected), "{headers}: {}{}", shown.out, shown.err);
        }
    }
    let bench = Bench::new();
    let plain = Server::of("Content-Type: text/plain; charset=windows-1251\r\n", cyrillic);
    assert!(bench.ok(&format!("show {}", plain.uri("/"))).contains("Привет"));
    let markdown = Server::of("Content-Type: text/markdown\r\n", "Some *words* here.");
    assert_eq!(bench.json(&format!("show {} --format json", markdown.uri("/")))["text"], "Some words here.");
}

#[test]
fn redirects_are_followed_within_reach_only() {
    let elsewhere = Server::at("127.0.0.2", |_, stream| send(stream, "200 OK", HTML, page(WORDS).as_bytes()));
    let other = format!("http://127.0.0.2:{}/", elsewhere.port());
    let second = Server::of(HTML, page(WORDS));
    let neighbour = second.uri("/");
    let server = Server::new(move |request, stream| {
        let to = match request.path.as_str() {
            "/other" => other.clone(),
            "/v6" => "http://[::1]/".to_owned(),
            "/name" => "http://localhost/".to_owned(),
            "/neighbour" => neighbour.clone(),
            "/metadata" => "http://169.254.169.254/latest/".to_owned(),
            "/file" => "file:///etc/passwd".to_owned(),
            "/broken" => "http://[::1/".to_owned(),
            "/escape" => "\u{1b}]0;PWN\u{7}".to_owned(),
            "/5" | "/4" | "/3" | "/2" | "/1" => {
                let number: u8 = request.path[1..].parse().unwrap();
                format!("{}", number - 1)
            }
            "/6" => "/5".to_owned(),
            _ => return send(stream, "200 OK", HTML, page(WORDS).as_bytes()),
        };
        send(stream, "302 Found", &format!("Location: {to}\r\n"), b"");
    });
    for (path, where_to) in [
        ("/other", "127.0.0.2"),
        ("/v6", "[::1]"),
        ("/name", "localhost"),
        ("/neighbour", "127.0.0.1"),
        ("/metadata", "169.254.169.254"),
    ] {
        refused(&server, path, &[where_to, "private place"]);
    }
    assert!(elsewhere.asked().is_empty() && second.asked().is_empty(), "nobody is asked who may not be");
    refused(&server, "/file", &["no web address"]);
    refused(&server, "/broken", &["no web address"]);
    assert!(!refused(&server, "/escape", &["no web server"]).contains("PWN"));
    refused(&server, "/6", &["more than 5 times"]);
    assert!(Bench::new().ok(&format!("show {}", server.uri("/5"))).contains("4 percent"));
}

#[test]
fn what_does_not_come_is_said_in_one_sentence() {
    let server = Server::new(|request, stream| match request.path.as_str() {
        "/404" => send(stream, "404 Not Found", HTML, page("An error page.").as_bytes()),
        "/escape" => send(stream, "500 \u{1b}]0;PWN\u{7} no", HTML, b"no"),
        "/403" => send(stream, "403 Forbidden", HTML, b"no"),
        "/503" => send(stream, "503 Busy", HTML, b"no"),
        "/empty" => send(stream, "200 OK", HTML, b""),
        "/304" => send(stream, "304 Not Modified", "", b""),
        "/png" => send(stream, "200 OK", "Content-Type: text/html\r\n", b"\x89PNG\r\n\x1a\n\0\0"),
        "/film" => send(stream, "200 OK", "Content-Type: video/mp4\r\n", b"film"),
        "/zstd" => send(stream, "200 OK", "Content-Encoding: zstd\r\n", b"\x28\xb5\x2f\xfd"),
        "/broken" => send(stream, "200 OK", "Content-Encoding: gzip\r\n", b"this is no gzip"),
        "/garbage" => drop(stream.write_all(&[7; 3000])),
        "/cut" => drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<p>Some words")),
        "/cut-chunk" => drop(stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<p>Some")),
        "/closed" => {}
        _ => unreachable!(),
    });
    for (path, words) in [
        ("/404", "404: there is no such page"),
        ("/escape", "no web server"),
        ("/403", "403: it does not show this"),
        ("/503", "503: it is too busy"),
        ("/304", "304: that is no page"),
        ("/empty", "sends nothing"),
        ("/png", "this is a PNG image, not a text"),
        ("/film", "this is a film, not a text"),
        ("/zstd", "compressed in a way that cannot be read"),
        ("/broken", "compressed in a way that cannot be read"),
        ("/garbage", "no web server"),
        ("/cut", "broke off"),
        ("/cut-chunk", "broke off"),
        ("/closed", "broke off"),
    ] {
        assert!(!refused(&server, path, &[words]).contains("PWN"));
    }
    let bench = Bench::new();
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    bench.fails(&format!("show http://127.0.0.1:{gone}/"), 1, &["refuses the connection"]);
    bench.fails("show http://no-such-host.invalid/", 1, &["no-such-host.invalid", "no host of that name"]);
    bench.fails("show http://", 1, &["it names no host"]);
    let plain = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = plain.local_addr().unwrap().port();
    std::thread::spawn(move || plain.accept().unwrap().0.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
    bench.fails(&format!("show https://127.0.0.1:{port}/"), 1, &["no secure connection"]);
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused() {
    let (port, asked) = self_signed();
    let bench = Bench::new();
    for host in ["127.0.0.1", "localhost"] {
        bench.fails(&format!("show https://{host}:{port}/a"), 1, &["no secure connection", "certificate", host]);
    }
    assert!(!asked.load(std::sync::atomic::Ordering::SeqCst), "nothing is sent to a server that is not known");
    assert!(!bench.store().exists());
}

#[test]
fn the_proxies_of_the_environment_are_asked() {
    fn answer(_: &crate::server::Request, stream: &mut std::net::TcpStream) {
        send(stream, "200 OK", HTML, page(WORDS).as_bytes());
    }
    let shown = |settings: &[(&str, &str)], uri: &str| {
        let bench = Bench::new();
        let output = bench.command(&format!("show {uri}")).envs(settings.iter().copied()).output().unwrap();
        String::from_utf8(if output.status.success() { output.stdout } else { output.stderr }).unwrap()
    };
    let (http, socks, direct) = (Server::proxy(answer), Server::socks(answer), Server::of(HTML, page(WORDS)));
    let by_http = format!("http://127.0.0.1:{}", http.port());
    let by_socks = format!("socks5h://127.0.0.1:{}", socks.port());
    let (local_socks, nobody) = (format!("socks5://127.0.0.1:{}", socks.port()), "http://127.0.0.1:1");
    let paper = "http://paper.invalid/a";
    for (settings, uri, expected) in [
        (&[("HTTP_PROXY", by_http.as_str())][..], paper, "4 percent"),
        (&[("http_proxy", &by_http), ("HTTPS_PROXY", nobody)], paper, "4 percent"),
        (&[("ALL_PROXY", &by_socks)], paper, "4 percent"),
        (&[("ALL_PROXY", &local_socks)], "http://127.0.0.1:1/a", "4 percent"),
        (&[("HTTPS_PROXY", &by_http)], paper, "no host of that name"),
        (&[("HTTP_PROXY", &by_http), ("NO_PROXY", "invalid")], paper, "no host of that name"),
        (&[("HTTP_PROXY", nobody), ("NO_PROXY", "localhost, 127.0.0.1")], &direct.uri("/"), "4 percent"),
        (&[("HTTP_PROXY", "gopher://x")], paper, "its address is not well formed"),
    ] {
        let shown = shown(settings, uri);
        assert!(shown.contains(expected), "{settings:?}: {shown}");
    }
    let hosts: Vec<_> = http.asked().into_iter().map(|asked| asked.headers["host"].clone()).collect();
    assert_eq!(hosts, ["paper.invalid", "paper.invalid"], "the proxy finds the host");
    assert_eq!(socks.asked().len(), 2);
    let closed = Server::new(|_, stream| send(stream, "403 Forbidden", "", b"no"));
    let refused = shown(&[("HTTP_PROXY", &closed.uri(""))], paper);
    assert!(refused.starts_with("postil: ") && refused.contains("the proxy does not let it through"), "{refused}");
    assert_eq!(refused.lines().count(), 1);
}

#[test]
fn what_comes_out_of_compression_is_counted() {
    let bomb = {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let part = vec![b'A'; 1 << 20];
        for _ in 0..70 {
            encoder.write_all(&part).unwrap();
        }
        encoder.finish().unwrap()
    };
    assert!(bomb.len() < 1 << 20);
    let small = {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(format!("{}{}", page(WORDS), " ".repeat(3 << 20)).as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let server = Server::new(move |request, stream| {
        let body = if request.path == "/bomb" { &bomb } else { &small };
        send(stream, "200 OK", &format!("{HTML}Content-Encoding: gzip\r\n"), body);
    });
    refused(&server, "/bomb", &["more than 64 MiB", "--limit"]);
    let bench = Bench::new();
    bench.fails(&format!("show {} --limit 2", server.uri("/small")), 1, &["more than 2 MiB"]);
    assert!(bench.ok(&format!("show {} --limit 4", server.uri("/small"))).contains("4 percent"));
}

#[test]
fn a_server_that_drips_is_given_up() {
    let server = Server::new(|_, stream| {
        let _ = stream.write_all(format!("HTTP/1.1 200 OK\r\n{HTML}\r\n").as_bytes());
        while stream.write_all(b"<p>").is_ok() {
            std::thread::sleep(Duration::from_millis(200));
        }
    });
    refused(&server, "/", &["takes too long"]);
}

#[test]
fn a_page_is_refreshed_by_asking_only_for_what_is_new() {
    let server = {
        let state = std::sync::Mutex::new(0);
        Server::new(move |request, stream| {
            let mut count = state.lock().unwrap();
            *count += 1;
            match *count {
                1 => send(
                    stream,
                    "200 OK",
                    &format!("{HTML}ETag: \"one\"\r\nLast-Modified: Mon, 18 May 2026 09:00:00 GMT\r\n"),
                    page(WORDS).as_bytes(),
                ),
                2 | 3 => {
                    assert_eq!(request.headers["if-none-match"], "\"one\"");
                    assert_eq!(request.headers["if-modified-since"], "Mon, 18 May 2026 09:00:00 GMT");
                    send(stream, "304 Not Modified", "", b"");
                }
                4 => send(
                    stream,
                    "200 OK",
                    &format!("{HTML}ETag: \"two\"\r\n"),
                    page(&format!("A new first sentence. {WORDS}")).as_bytes(),
                ),
                5 => send(stream, "200 OK", HTML, page("Quite another text stands here, on other things.").as_bytes()),
                _ => send(stream, "404 Not Found", HTML, page("Gone.").as_bytes()),
            }
        })
    };
    let (bench, uri) = (Bench::new(), server.uri("/a"));
    bench.file("there.txt", "x");
    bench.ok("add there.txt");
    bench.fails(&format!("refresh {uri}"), 1, &["not in the library", "postil add"]);
    let id = bench.ok(&format!("add {uri}")).trim_end().to_owned();
    bench.run(&format!("annotate {uri} --quote 'This matters' --note why"));
    let same = bench.ok(&format!("refresh {uri}"));
    assert!(
        same.starts_with("The page: unchanged since 20")
            && same.ends_with(": 1 exact, 0 moved, 0 changed, 0 orphaned\n"),
        "{same}"
    );
    assert_eq!(bench.json(&format!("refresh {id} --json"))["documents"][0]["unchanged"], true);
    assert_eq!(bench.ok(&format!("refresh {uri}")), "The page: 1 exact, 0 moved, 0 changed, 0 orphaned\n");
    assert!(bench.run(&format!("show {uri}")).out.contains("A new first sentence."));
    let gone = bench.json("refresh --all --format json");
    assert_eq!(gone["schema"], "postil.refresh/1");
    let row = gone["documents"].as_array().unwrap().iter().find(|row| row["id"] == id.as_str()).unwrap();
    assert_eq!(
        (&row["orphaned"], &row["unchanged"], &row["error"]),
        (&1.into(), &false.into(), &serde_json::Value::Null)
    );
    bench.fails(&format!("refresh {uri}"), 1, &["404", &uri]);
    assert!(bench.run(&format!("show {uri}")).out.contains("Quite another text"), "what was kept stays");
    let all = bench.run("refresh --all");
    assert_eq!((all.status, all.out.lines().count()), (1, 1), "{}", all.err);
    assert!(all.err.contains("404") && all.err.contains("1 of 2 sources"), "{}", all.err);
    assert_eq!(bench.ok("doctor").lines().last(), Some("         sound"));
}

#[test]
fn many_sources_are_added_at_once_and_the_same_content_is_one_document() {
    let server = Server::of(HTML, page(WORDS));
    let bench = Bench::new();
    std::fs::create_dir_all(bench.folder().join("in/deep")).unwrap();
    bench
        .file("in/a.md", "# A\n\nSome words.")
        .file("in/deep/b.txt", "Other words.")
        .file("in/copy.md", "# A\n\nSome words.");
    bench.file("in/c.txt", b"\x89PNG\r\n\x1a\n").file("in/d.jpg", "no article").file("e.txt", "Words of another kind.");
    let added = bench.run(&format!("add in e.txt {} missing.txt", server.uri("/")));
    assert_eq!(added.status, 1);
    let ids: Vec<&str> = added.out.lines().collect();
    assert_eq!(ids.len(), 5, "{}", added.out);
    assert_eq!(ids[0], ids[1], "the same words are the same document");
    let said: Vec<&str> = added.err.lines().collect();
    assert!(said[0].contains("in/c.txt") && said[0].contains("PNG"), "{said:?}");
    assert!(said[1].contains("missing.txt"), "{said:?}");
    assert_eq!(said[2], "postil: 4 added, 1 already there, 2 refused");
    assert_eq!(bench.ok("list").lines().count(), 4);
    bench.file("e.txt", "Words of another kind, and more.");
    let again = bench.run(&format!("add in/a.md e.txt {}", server.uri("/")));
    assert_eq!((again.status, again.err.as_str()), (0, "postil: 2 already there, 1 brought up to date\n"));
    assert_eq!(server.asked().len(), 1, "what is kept is not fetched again");
    bench.ok(&format!("remove {}", ids[4]));
    let after = bench.run(&format!("add {}", server.uri("/")));
    assert_eq!(
        (after.out.as_str(), after.err.as_str()),
        (added.out.lines().last().map(|id| format!("{id}\n")).unwrap().as_str(), "")
    );
    bench.fails("add nowhere.txt", 1, &["nowhere.txt", "no such file"]);
    std::fs::create_dir(bench.folder().join("empty")).unwrap();
    assert_eq!(
        bench.run("add empty").err,
        "postil: nothing added: no file there has a name that postil reads, such as .txt, .md, .html, .epub or .pdf\n"
    );
}

#[test]
fn what_was_added_before_an_interruption_stays_and_nothing_half_is_left() {
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let server = Server::new(move |_, _| {
        let _ = wait.lock().unwrap().recv();
    });
    let bench = Bench::new();
    bench.file("a.txt", "The first article.");
    let mut command = bench.command(&format!("add a.txt {}", server.uri("/")));
    let adding = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    while server.asked().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let id = rustix::process::Pid::from_child(&adding);
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    let ended = adding.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!((ended.status.code(), said.as_str()), (Some(1), "postil: 1 added, interrupted with 1 to go\n"));
    drop(go);
    let listed = bench.ok("list");
    assert!(listed.lines().count() == 1 && listed.contains("The first article."), "{listed}");
    assert_eq!(bench.ok("doctor").lines().last(), Some("         sound"));
}
