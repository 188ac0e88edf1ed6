//! A web server on this machine, as well or as ill behaved as a test wants it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// A server that answers until the test ends.
pub struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<Request>>>,
}

/// What it was asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// The path with its query.
    pub path: String,
    /// The headers, their names in lower case.
    pub headers: BTreeMap<String, String>,
}

impl Server {
    /// A server that gives `answer` the path, the request and the connection to write to.
    pub fn new(answer: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Self {
        Self::at("127.0.0.1", answer)
    }

    /// A server at another address of this machine.
    pub fn at(host: &str, answer: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Self {
        Self::behind(host, |_| Some(()), answer)
    }

    /// An HTTP proxy that lets everything through and answers in the place of all servers.
    pub fn proxy(answer: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Self {
        Self::behind("127.0.0.1", tunnel, answer)
    }

    /// The same for SOCKS 5 (RFC 1928).
    pub fn socks(answer: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Self {
        Self::behind("127.0.0.1", socks, answer)
    }

    /// A server that answers once `open` has let a connection through.
    fn behind(
        host: &str,
        open: fn(&mut TcpStream) -> Option<()>,
        answer: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((host, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked: Arc<Mutex<Vec<Request>>> = Arc::default();
        let (answer, heard) = (Arc::new(answer), Arc::clone(&asked));
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let (answer, heard) = (Arc::clone(&answer), Arc::clone(&heard));
                std::thread::spawn(move || {
                    if let Some(request) = open(&mut stream).and_then(|()| request(&stream)) {
                        heard.lock().unwrap().push(request.clone());
                        answer(&request, &mut { stream });
                    }
                });
            }
        });
        Self { port, asked }
    }

    /// A server of one page, with these headers.
    pub fn of(headers: &'static str, page: impl Into<Vec<u8>>) -> Self {
        let page = page.into();
        Self::new(move |_, stream| send(stream, "200 OK", headers, &page))
    }

    /// The address of a path.
    pub fn uri(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }
}

/// Grants a CONNECT.
fn tunnel(stream: &mut TcpStream) -> Option<()> {
    let asked = request(stream)?;
    // The host and port of CONNECT are no path.
    assert!(!asked.path.contains('/'), "{}", asked.path);
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").ok()
}

/// Grants a CONNECT of SOCKS 5, without a password, to wherever it leads.
fn socks(stream: &mut TcpStream) -> Option<()> {
    let mut read = |count: usize| {
        let mut bytes = vec![0; count];
        std::io::Read::read_exact(stream, &mut bytes).ok().map(|()| bytes)
    };
    let methods = read(2)?[1];
    read(usize::from(methods))?;
    stream.write_all(&[5, 0]).ok()?;
    let mut read = |count: usize| {
        let mut bytes = vec![0; count];
        std::io::Read::read_exact(stream, &mut bytes).ok().map(|()| bytes)
    };
    let length = match read(4)?[3] {
        1 => 4,
        4 => 16,
        _ => usize::from(read(1)?[0]),
    };
    read(length + 2)?;
    stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).ok()
}

/// A server with a certificate that nobody vouches for: its port, and whether anybody asked it for something.
pub fn self_signed() -> (u16, Arc<AtomicBool>) {
    let rcgen::CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&asked);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut secure = rustls::Stream::new(&mut connection, &mut stream);
            if matches!(std::io::Read::read(&mut secure, &mut [0; 1024]), Ok(1..)) {
                heard.store(true, Ordering::SeqCst);
            }
        }
    });
    (port, asked)
}

fn request(stream: &TcpStream) -> Option<Request> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers = lines.take_while(|line| !line.is_empty());
    let headers = headers.filter_map(|line| line.split_once(':').map(|(n, v)| (n.to_lowercase(), v.trim().to_owned())));
    Some(Request { path, headers: headers.collect() })
}

/// Sends an answer with its length; that the other side has gone is none of a server's worries.
pub fn send(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}

/// A page with an article of one paragraph.
pub fn page(words: &str) -> String {
    format!("<!doctype html><html lang=en><head><title>The page</title></head><body><p>{words}</p></body></html>")
}
