//! postil: see the library for what it is and [`postil::cli`] for what it does here.

fn main() -> std::process::ExitCode {
    postil::cli::main::main()
}
