//! Drives `grpc::run`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| abide_contract_core_fuzz::grpc::run(data));
