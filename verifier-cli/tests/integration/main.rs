//! The real `abide` against real servers on the loopback interface.

mod access;
mod branches;
mod can_i_deploy;
mod can_i_merge;
mod check;
mod contracts;
mod diff;
mod embedded;
mod environments;
mod estate;
mod from_broker;
mod grpc;
mod harness;
mod help;
mod listening;
mod participants;
mod publish;
mod record;
mod schema;
mod states;
mod stub;
mod tags;
mod tls;
mod verify;
mod versions;
mod waiting;
