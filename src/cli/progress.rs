//! How far a long check has come, for somebody who watches a terminal.
use super::Fault;
use super::io::{Io, Stream};

/// A line on the terminal that changes, or nothing where there is no terminal.
pub(super) struct Progress {
    total: usize,
    is_wanted: bool,
    is_shown: bool,
}

impl Progress {
    /// Of a check of `total` files.
    pub(super) fn of(total: usize, io: &Io<'_>) -> Self {
        Self { total, is_wanted: (io.terminal)(Stream::Stderr).is_some(), is_shown: false }
    }

    pub(super) fn none() -> Self {
        Self { total: 0, is_wanted: false, is_shown: false }
    }

    pub(super) fn show(&mut self, done: usize, io: &mut Io<'_>) -> Result<(), Fault> {
        if !self.is_wanted {
            return Ok(());
        }
        self.is_shown = true;
        io.print(Stream::Stderr, &format!("\r\x1b[Kchecked {done} of {} files", self.total))
    }

    /// Makes room for what is to stay.
    pub(super) fn clear(&mut self, io: &mut Io<'_>) -> Result<(), Fault> {
        if std::mem::take(&mut self.is_shown) { io.print(Stream::Stderr, "\r\x1b[K") } else { Ok(()) }
    }
}
