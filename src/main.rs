//! postil
fn main() {}
