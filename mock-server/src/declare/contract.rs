//! The contract a test declares, up to the start of its mock server.

use super::interaction::Composed;
use super::{Declaration, Declared, Interaction};
use crate::server::MockServer;
use abide_contract_core::file::OldVersion;
use std::path::PathBuf;

/// Opens a contract between the service under test and a service it calls.
#[track_caller]
pub fn contract(consumer: impl Into<String>, provider: impl Into<String>) -> Contract {
    let (consumer, provider) = (consumer.into(), provider.into());
    assert!(!consumer.trim().is_empty(), "the consumer, the service under test, needs a name");
    assert!(!provider.trim().is_empty(), "the provider, the service that is called, needs a name");
    let declaration = Declaration {
        consumer,
        provider,
        interactions: Vec::new(),
        format: None,
        #[cfg(feature = "grpc")]
        proto: super::proto::Proto::default(),
    };
    Contract { declaration, folder: None }
}

/// What a consumer expects of a provider in one test, from [`contract`].
#[derive(Debug)]
#[must_use = "a contract does nothing until its mock server runs: end the sentence with `.start()`"]
pub struct Contract {
    declaration: Declaration,
    folder: Option<PathBuf>,
}

impl Contract {
    /// Adds an interaction; each must happen at least once for the test to pass.
    ///
    /// Within a contract, description and states (or the key) tell interactions apart.
    #[track_caller]
    pub fn interaction(mut self, interaction: Interaction) -> Self {
        let Interaction { mut expected, place, composed } = interaction;
        expected.exchange = match composed {
            Composed::Exchange(exchange) => exchange,
            #[cfg(feature = "grpc")]
            Composed::Call(words) => words.settle(&mut self.declaration.proto, &expected.description, place),
        };
        let twin = self.declaration.interactions.iter().find(|known| known.expected.is_same(&expected));
        if let Some(twin) = twin {
            panic!(
                "`{}` is declared twice with the same states: at {} and at {place}; give one of them another \
                 description or state",
                expected.description, twin.place
            );
        }
        if let Some((request, _)) = expected.as_http()
            && let Some(obstacle) = request.obstacles().first()
        {
            // What the core lacks, users of this crate switch on here.
            let obstacle = obstacle.replace("`xml` of abide-contract-core", "`xml` of abide-mock-server");
            panic!("`{}` at {place} cannot be matched: {obstacle}", expected.description);
        }
        #[cfg(feature = "grpc")]
        let call = super::grpc::resolved(&expected, place);
        #[cfg(feature = "grpc")]
        if let Some(call) = &call
            && let Some(rival) = super::grpc::rival(&self.declaration.interactions, &expected, call)
        {
            panic!(
                "`{}` at {place} is the same call as `{}` at {} in the same states, with another answer; give one of them \
                 another state",
                expected.description, rival.expected.description, rival.place
            );
        }
        self.declaration.interactions.push(Declared {
            expected,
            place,
            #[cfg(feature = "grpc")]
            call,
        });
        self
    }

    /// Writes the contract file into this folder, which may be relative to the workspace's root.
    ///
    /// Without it the environment variable `ABIDE_CONTRACT_DIR` says where, and without that it is `target/contracts`.
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Writes the contract file as an older version of the format, for providers whose tools read nothing newer.
    ///
    /// What that version cannot hold, such as a gRPC call or more than one rule at a place, is refused at the end of the test
    /// and nothing is written. The tests of one contract all say the same here, since they write one file.
    ///
    /// ```no_run
    /// # use abide_mock_server::prelude::*;
    /// let orders = contract("web", "orders")
    ///     .format(OldVersion::V3)
    ///     .interaction(interaction("all orders").request(get("/orders")).respond(status(200)))
    ///     .start();
    /// ```
    pub fn format(mut self, version: OldVersion) -> Self {
        self.declaration.format = Some(version);
        self
    }

    /// Names the `.proto` file with the gRPC services of the contract; again for one more.
    ///
    /// Relative to the folder of the crate's `Cargo.toml`, and named before the interactions that need it. What it imports is
    /// looked for beside it, and where [`proto_include`](Self::proto_include) says.
    #[cfg(feature = "grpc")]
    #[track_caller]
    pub fn proto(mut self, path: impl AsRef<std::path::Path>) -> Self {
        self.declaration.proto.add(path.as_ref(), false, std::panic::Location::caller());
        self
    }

    /// Names a folder in which `.proto` files find what they import.
    #[cfg(feature = "grpc")]
    pub fn proto_include(mut self, folder: impl AsRef<std::path::Path>) -> Self {
        self.declaration.proto.include(folder.as_ref());
        self
    }

    /// Names a `.proto` file whose messages `google.protobuf.Any` and the details of errors may hold.
    #[cfg(feature = "grpc")]
    pub fn proto_extra(mut self, path: impl AsRef<std::path::Path>) -> Self {
        self.declaration.proto.add_extra(path.as_ref());
        self
    }

    /// Names a compiled `FileDescriptorSet` that includes its imports, in place of a `.proto` file.
    #[cfg(feature = "grpc")]
    #[track_caller]
    pub fn descriptor_set(mut self, path: impl AsRef<std::path::Path>) -> Self {
        self.declaration.proto.add(path.as_ref(), true, std::panic::Location::caller());
        self
    }

    /// Starts the mock server on a free port of this machine.
    ///
    /// A contract without interactions is one that must see no request at all; nothing is recorded for it.
    #[track_caller]
    pub fn start(self) -> MockServer {
        let Self { declaration, folder } = self;
        #[cfg(feature = "grpc")]
        let declaration = declaration.compiled();
        MockServer::start(declaration, folder)
    }
}
