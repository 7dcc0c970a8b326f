//! The matrix, and the verdict on a deployment.

mod background;
mod facts;
mod representation;
mod show;
mod table;

pub use facts::answer;
pub use show::{branch_to_environment, can_i_deploy, of_pair, show, tag_to_tag};
