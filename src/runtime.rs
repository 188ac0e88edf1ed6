//! The shell: the only room with threads, a clock and a terminal. It feeds events to `update`,
//! draws the state, and carries effects out. Two threads and two channels, and a third thread while
//! something is fetched, made by another program or looked for ahead; no async runtime, no timer: an idle postil sleeps.

mod ahead;
mod export;
pub mod failure;
mod ids;
mod input;
pub mod open;
pub mod outside;
mod patch;
mod pen;
mod rescue;
pub mod run;
mod shift;
pub mod signals;
pub mod source;
pub mod target;
mod terminal;
mod under_way;
mod worker;
