//! samc as a WebAssembly module: a request goes in as JSON, an answer comes out as JSON.
//!
//! The page writes a request to the room that [`request`] makes, calls [`answer`], and reads as many bytes as
//! [`answer_length`] says. Nothing is imported, so that the module can do nothing but compute. A panic is a trap; then
//! [`failure`] and [`failure_length`] have its message, and the module is not to be used any more.
mod answers;
mod places;
mod session;

use session::Session;
use std::cell::RefCell;
use std::panic;

#[derive(Default)]
struct Exchange {
    request: Vec<u8>,
    answer: Vec<u8>,
    session: Session,
}

thread_local! {
    static EXCHANGE: RefCell<Exchange> = RefCell::default();
    static FAILURE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Makes room for a request of so many bytes, and says where it is.
#[unsafe(no_mangle)]
pub extern "C" fn request(length: usize) -> *mut u8 {
    EXCHANGE.with_borrow_mut(|it| {
        it.request = vec![0; length];
        it.request.as_mut_ptr()
    })
}

/// Answers the request, and says where the answer is until the next one.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    panic::set_hook(Box::new(|it| FAILURE.set(it.to_string())));
    EXCHANGE.with_borrow_mut(|it| {
        it.answer = answers::answer(&mut it.session, &std::mem::take(&mut it.request)).into_bytes();
        it.answer.as_ptr()
    })
}

/// How many bytes the answer has.
#[unsafe(no_mangle)]
pub extern "C" fn answer_length() -> usize {
    EXCHANGE.with_borrow(|it| it.answer.len())
}

/// Where the message of a panic is.
#[unsafe(no_mangle)]
pub extern "C" fn failure() -> *const u8 {
    FAILURE.with_borrow(|it| it.as_ptr())
}

/// How many bytes it has; 0 when there was no panic.
#[unsafe(no_mangle)]
pub extern "C" fn failure_length() -> usize {
    FAILURE.with_borrow(String::len)
}
