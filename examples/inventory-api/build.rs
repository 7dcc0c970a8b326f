//! Compiles the `.proto` without `protoc`: messages, client and server as code, descriptors for reflection.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

const PROTO: &str = "proto/inventory.proto";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={PROTO}");
    let mut compiler = protox::Compiler::new(["proto"])?;
    compiler.include_imports(true).include_source_info(true).open_file(PROTO)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("inventory.bin"), compiler.encode_file_descriptor_set())?;
    let mut config = tonic_prost_build::Config::new();
    // What `google.protobuf.Any` says about what it holds.
    config.enable_type_names().type_name_domain(["."], "type.googleapis.com");
    let builder = tonic_prost_build::configure().build_transport(false);
    builder.compile_fds_with_config(compiler.file_descriptor_set(), config)?;
    Ok(())
}
