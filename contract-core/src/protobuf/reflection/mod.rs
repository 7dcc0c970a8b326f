//! Server reflection: what a provider says about itself to clients that have no `.proto`.
//!
//! The messages of the protocol as both its versions have them, for whoever serves it and whoever asks; [`Files`] gathers
//! what comes until nothing is missing.

mod files;

pub use files::Files;

use prost_reflect::prost::{self, Message, Oneof};

/// The methods that answer questions, the newer version first; both mean the same.
pub const METHODS: [&str; 2] = [
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
];

/// `ServerReflectionRequest`.
#[derive(Clone, PartialEq, Message)]
#[prost(prost_path = "prost")]
pub struct Question {
    /// The host that is asked.
    #[prost(string, tag = "1")]
    pub host: String,
    /// What is asked.
    #[prost(oneof = "Asked", tags = "3, 4, 5, 6, 7")]
    pub asked: Option<Asked>,
}

/// What is asked.
#[derive(Clone, PartialEq, Oneof)]
#[prost(prost_path = "prost")]
pub enum Asked {
    /// The file of this name.
    #[prost(string, tag = "3")]
    File(String),
    /// The file that declares the symbol of this full name.
    #[prost(string, tag = "4")]
    Symbol(String),
    /// The file that declares an extension.
    #[prost(message, tag = "5")]
    Extension(Extension),
    /// The numbers of the extensions of this message.
    #[prost(string, tag = "6")]
    ExtensionsOf(String),
    /// All services.
    #[prost(string, tag = "7")]
    Services(String),
}

/// `ExtensionRequest`.
#[derive(Clone, PartialEq, Message)]
#[prost(prost_path = "prost")]
pub struct Extension {
    /// The full name of the message that is extended.
    #[prost(string, tag = "1")]
    pub message: String,
    /// The number of the extension.
    #[prost(int32, tag = "2")]
    pub number: i32,
}

/// `ServerReflectionResponse`.
#[derive(Clone, PartialEq, Message)]
#[prost(prost_path = "prost")]
pub struct Reply {
    /// The host that was asked.
    #[prost(string, tag = "1")]
    pub host: String,
    /// What was asked.
    #[prost(message, optional, tag = "2")]
    pub question: Option<Question>,
    /// The answer.
    #[prost(oneof = "Told", tags = "4, 5, 6, 7")]
    pub told: Option<Told>,
}

/// An answer.
#[derive(Clone, PartialEq, Oneof)]
#[prost(prost_path = "prost")]
pub enum Told {
    /// Files.
    #[prost(message, tag = "4")]
    Files(FileDescriptors),
    /// Numbers of extensions.
    #[prost(message, tag = "5")]
    Extensions(Extensions),
    /// Services.
    #[prost(message, tag = "6")]
    Services(Services),
    /// There is no answer.
    #[prost(message, tag = "7")]
    Failure(Failure),
}

/// `FileDescriptorResponse`.
#[derive(Clone, PartialEq, Message)]
#[prost(prost_path = "prost")]
pub struct FileDescriptors {
    /// The bytes of a `FileDescriptorProto` each: the file that was asked for, and perhaps what it imports.
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub files: Vec<Vec<u8>>,
}

/// `ExtensionNumberResponse`.
#[derive(Clone, PartialEq, Message)]
#[prost(prost_path = "prost")]
pub struct Extensions {
    /// The full name of the message.
    #[prost(string, tag = "1")]
    pub message: String,
    /// The numbers.
    #[prost(int32, repeated, tag = "2")]
    pub numbers: Vec<i32>,
}

/// `ListServiceResponse`.
#[derive(Clone, PartialEq, Message)]
#[prost(prost_path = "prost")]
pub struct Services {
    /// The services.
    #[prost(message, repeated, tag = "1")]
    pub services: Vec<Service>,
}

/// `ServiceResponse`.
#[derive(Clone, PartialEq, Message)]
#[prost(prost_path = "prost")]
pub struct Service {
    /// The full name.
    #[prost(string, tag = "1")]
    pub name: String,
}

/// `ErrorResponse`.
#[derive(Clone, PartialEq, Message)]
#[prost(prost_path = "prost")]
pub struct Failure {
    /// The status code.
    #[prost(int32, tag = "1")]
    pub code: i32,
    /// Why.
    #[prost(string, tag = "2")]
    pub message: String,
}
