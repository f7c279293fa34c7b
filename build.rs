//! How the program is linked.
use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Linked to a fixed address, the program finds its tables of properties ready. Otherwise the loader would write
    // 10,000 addresses into them at each start, which takes a fifth of the time of a small template.
    if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|it| it == "linux")
        && env::var("CARGO_CFG_TARGET_ENV").is_ok_and(|it| it == "gnu")
    {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
