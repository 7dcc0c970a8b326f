//! Server reflection: what can be called, for clients that have no `.proto`.

pub(super) use abide_contract_core::protobuf::reflection::METHODS;

use super::Answering;
use crate::server::Shared;
use abide_contract_core::protobuf::Pool;
use abide_contract_core::protobuf::reflection::{
    Asked, Extension, Extensions, Failure, FileDescriptors, Question, Reply, Service, Services, Told,
};
use bytes::Bytes;
use prost::Message as _;
use prost_reflect::FileDescriptor;
use std::collections::BTreeSet;
use std::sync::Arc;
use tonic::codegen::tokio_stream::StreamExt as _;
use tonic::{Code, Response, Status, Streaming};

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
    Told::Files(FileDescriptors { files })
}
