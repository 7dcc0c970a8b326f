//! The gRPC API of inventory-service: messages, client and server, generated from `proto/inventory.proto`.

tonic::include_proto!("shop.inventory.v1");

/// The API's descriptors, as server reflection hands them out.
pub const DESCRIPTORS: &[u8] = tonic::include_file_descriptor_set!("inventory");
