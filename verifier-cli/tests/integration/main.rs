//! The real `abide` against real servers on the loopback interface.

mod access;
mod can_i_deploy;
mod check;
mod contracts;
mod embedded;
mod environments;
mod from_broker;
mod grpc;
mod harness;
mod help;
mod publish;
mod record_deployment;
mod schema;
mod states;
mod stub;
mod tls;
mod verify;
