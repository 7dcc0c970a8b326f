//! The least a program can do, so that the figures of `startup` have a floor.

#![expect(clippy::print_stdout, reason = "it is all this program does")]

fn main() {
    println!("hello");
}
