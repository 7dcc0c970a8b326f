//! Drives `rule_path::run`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| abide_contract_core_fuzz::rule_path::run(data));
