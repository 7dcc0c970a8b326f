//! Server reflection: what can be called, for clients that have no `.proto`.

use super::Answering;
use crate::server::Shared;
use abide_contract_core::protobuf::Pool;
use bytes::Bytes;
use prost::{Message, Oneof};
use prost_reflect::FileDescriptor;
use std::collections::BTreeSet;
use std::sync::Arc;
use tonic::codegen::tokio_stream::StreamExt as _;
use tonic::{Code, Response, Status, Streaming};

/// Both versions mean the same.
pub(super) const METHODS: [&str; 2] = [
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
];

/// `ServerReflectionRequest`.
#[derive(Clone, PartialEq, Message)]
struct Question {
    #[prost(string, tag = "1")]
    host: String,
    #[prost(oneof = "Asked", tags = "3, 4, 5, 6, 7")]
    asked: Option<Asked>,
}

#[derive(Clone, PartialEq, Oneof)]
enum Asked {
    #[prost(string, tag = "3")]
    File(String),
    #[prost(string, tag = "4")]
    Symbol(String),
    #[prost(message, tag = "5")]
    Extension(Extension),
    #[prost(string, tag = "6")]
    ExtensionsOf(String),
    #[prost(string, tag = "7")]
    Services(String),
}

/// `ExtensionRequest`.
#[derive(Clone, PartialEq, Message)]
struct Extension {
    #[prost(string, tag = "1")]
    message: String,
    #[prost(int32, tag = "2")]
    number: i32,
}

/// `ServerReflectionResponse`.
#[derive(Clone, PartialEq, Message)]
struct Reply {
    #[prost(string, tag = "1")]
    host: String,
    #[prost(message, optional, tag = "2")]
    question: Option<Question>,
    #[prost(oneof = "Told", tags = "4, 5, 6, 7")]
    told: Option<Told>,
}

#[derive(Clone, PartialEq, Oneof)]
enum Told {
    #[prost(message, tag = "4")]
    Files(Files),
    #[prost(message, tag = "5")]
    Extensions(Extensions),
    #[prost(message, tag = "6")]
    Services(Services),
    #[prost(message, tag = "7")]
    Failure(Failure),
}

/// `FileDescriptorResponse`.
#[derive(Clone, PartialEq, Message)]
struct Files {
    #[prost(bytes = "vec", repeated, tag = "1")]
    files: Vec<Vec<u8>>,
}

/// `ExtensionNumberResponse`.
#[derive(Clone, PartialEq, Message)]
struct Extensions {
    #[prost(string, tag = "1")]
    message: String,
    #[prost(int32, repeated, tag = "2")]
    numbers: Vec<i32>,
}

/// `ListServiceResponse`.
#[derive(Clone, PartialEq, Message)]
struct Services {
    #[prost(message, repeated, tag = "1")]
    services: Vec<Service>,
}

/// `ServiceResponse`.
#[derive(Clone, PartialEq, Message)]
struct Service {
    #[prost(string, tag = "1")]
    name: String,
}

/// `ErrorResponse`.
#[derive(Clone, PartialEq, Message)]
struct Failure {
    #[prost(int32, tag = "1")]
    code: i32,
    #[prost(string, tag = "2")]
    message: String,
}

/// Answers each question as it comes.
pub(super) fn answer(questions: Streaming<Bytes>, shared: Arc<Shared>) -> Answering {
    let answers = questions.map(move |question| {
        let question = Question::decode(question?).map_err(|error| Status::invalid_argument(error.to_string()))?;
        let told = tell(question.asked.as_ref(), &shared);
        let reply = Reply { host: question.host.clone(), question: Some(question), told: Some(told) };
        Ok(Bytes::from(reply.encode_to_vec()))
    });
    Box::pin(async move { Ok(Response::new(Box::pin(answers) as _)) })
}

/// The contract's services, each once.
pub(super) fn services(shared: &Shared) -> BTreeSet<String> {
    pools(shared).flat_map(|pool| pool.services()).collect()
}

fn pools(shared: &Shared) -> impl Iterator<Item = Arc<Pool>> {
    shared.declaration.proto.compiled().filter_map(|descriptors| descriptors.pool().ok())
}

fn tell(asked: Option<&Asked>, shared: &Shared) -> Told {
    let unknown =
        |what: &str, name: &str| failure(Code::NotFound, format!("there is no {what} `{name}` in the contract"));
    match asked {
        Some(Asked::Services(_)) => {
            let services = services(shared).into_iter().map(|name| Service { name }).collect();
            Told::Services(Services { services })
        }
        Some(Asked::File(name)) => {
            let file = pools(shared).find_map(|pool| pool.reflect().get_file_by_name(name));
            file.map_or_else(|| unknown("file", name), |file| files(&file))
        }
        Some(Asked::Symbol(name)) => {
            let file = pools(shared).find_map(|pool| file_of(&pool, name));
            file.map_or_else(|| unknown("symbol", name), |file| files(&file))
        }
        Some(Asked::Extension(Extension { message, number })) => {
            let file = pools(shared).find_map(|pool| {
                let message = pool.reflect().get_message_by_name(message)?;
                Some(message.get_extension(u32::try_from(*number).ok()?)?.parent_file())
            });
            file.map_or_else(|| unknown("extension", &format!("{message}.{number}")), |file| files(&file))
        }
        Some(Asked::ExtensionsOf(name)) => {
            let message = pools(shared).find_map(|pool| pool.reflect().get_message_by_name(name));
            message.map_or_else(
                || unknown("message", name),
                |message| {
                    let numbers = message.extensions().filter_map(|extension| i32::try_from(extension.number()).ok());
                    Told::Extensions(Extensions { message: name.clone(), numbers: numbers.collect() })
                },
            )
        }
        None => failure(Code::InvalidArgument, "nothing was asked".to_owned()),
    }
}

fn failure(code: Code, message: String) -> Told {
    Told::Failure(Failure { code: code.into(), message })
}

/// The file that declares a service, message, enum or extension, or what one of them is a part of.
fn file_of(pool: &Pool, symbol: &str) -> Option<FileDescriptor> {
    let reflect = pool.reflect();
    let mut name = Some(symbol.trim_start_matches('.'));
    while let Some(known) = name {
        let file = reflect
            .get_service_by_name(known)
            .map(|service| service.parent_file())
            .or_else(|| reflect.get_message_by_name(known).map(|message| message.parent_file()))
            .or_else(|| reflect.get_enum_by_name(known).map(|kind| kind.parent_file()))
            .or_else(|| reflect.get_extension_by_name(known).map(|extension| extension.parent_file()));
        if file.is_some() {
            return file;
        }
        name = known.rsplit_once('.').map(|(parent, _)| parent);
    }
    None
}

/// A file with everything it imports, so that a client need not ask again.
fn files(file: &FileDescriptor) -> Told {
    let mut waiting = vec![file.clone()];
    let mut seen = BTreeSet::from([file.name().to_owned()]);
    let mut files = Vec::new();
    while let Some(file) = waiting.pop() {
        files.push(file.encode_to_vec());
        waiting.extend(file.dependencies().filter(|file| seen.insert(file.name().to_owned())));
    }
    Told::Files(Files { files })
}
