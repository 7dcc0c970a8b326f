//! Descriptors as a contract file carries them.

use crate::json::Object;

/// A `google.protobuf.FileDescriptorSet`, with the key it has in contract files.
#[derive(Debug, Default)]
pub struct Descriptors {
    key: String,
    /// The set's bytes in base64, as a file has them.
    encoded: String,
    /// The text of the `.proto` the consumer named, for people.
    proto_file: Option<String>,
    /// Fields we give no meaning to, kept for writing back.
    extra: Object<'static>,
    #[cfg(feature = "protobuf")]
    pool: std::sync::OnceLock<Result<std::sync::Arc<super::Pool>, super::Error>>,
}

impl PartialEq for Descriptors {
    fn eq(&self, other: &Self) -> bool {
        (&self.key, &self.encoded, &self.proto_file, &self.extra)
            == (&other.key, &other.encoded, &other.proto_file, &other.extra)
    }
}

impl Descriptors {
    /// Descriptors as a contract file has them under `key`; nothing is checked yet.
    pub fn from_file(
        key: impl Into<String>,
        encoded: impl Into<String>,
        proto_file: Option<String>,
        extra: Object<'static>,
    ) -> Self {
        Self {
            key: key.into(),
            encoded: encoded.into(),
            proto_file,
            extra,
            #[cfg(feature = "protobuf")]
            pool: std::sync::OnceLock::new(),
        }
    }

    /// The key: MD5 over the bytes, in hexadecimal.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The bytes in base64.
    pub fn encoded(&self) -> &str {
        &self.encoded
    }

    /// The text of the `.proto` the consumer named.
    pub fn proto_file(&self) -> Option<&str> {
        self.proto_file.as_deref()
    }

    /// Fields nobody knows, as read.
    pub fn extra(&self) -> &Object<'static> {
        &self.extra
    }
}

#[cfg(feature = "protobuf")]
mod meaning {
    use super::Descriptors;
    use crate::body::{from_base64, to_base64};
    use crate::json::Object;
    use crate::protobuf::{Error, Pool};
    use md5::{Digest as _, Md5};
    use std::sync::Arc;

    impl Descriptors {
        /// Takes the bytes of a `FileDescriptorSet` that includes its imports; `proto_file` is the text people are shown.
        pub fn from_set(bytes: &[u8], proto_file: Option<String>) -> Result<Self, Error> {
            let pool = Arc::new(Pool::decode(bytes)?);
            let descriptors = Self::from_file(key_of(bytes), to_base64(bytes), proto_file, Object::new());
            // Nobody else can have set it.
            let _ = descriptors.pool.set(Ok(pool));
            Ok(descriptors)
        }

        /// What the descriptors say, read once; the key is held against the bytes first.
        pub fn pool(&self) -> Result<Arc<Pool>, Error> {
            self.pool.get_or_init(|| self.read()).clone()
        }

        fn read(&self) -> Result<Arc<Pool>, Error> {
            let bytes = from_base64(&self.encoded).ok_or_else(|| Error::NotBase64 { key: self.key.clone() })?;
            let actual = key_of(&bytes);
            if !actual.eq_ignore_ascii_case(&self.key) {
                return Err(Error::WrongKey { key: self.key.clone(), actual });
            }
            Pool::decode(&bytes).map(Arc::new)
        }
    }

    fn key_of(bytes: &[u8]) -> String {
        Md5::digest(bytes).iter().fold(String::with_capacity(32), |hex, byte| hex + &format!("{byte:02x}"))
    }
}
