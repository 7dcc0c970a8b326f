//! Keeping a contract: what a passed test declared goes into the contract file.
//!
//! `place` finds the file, `registry` refuses two tests of one process that contradict each other, and this module merges
//! under a lock, so that any number of test processes can write at once and nobody ever sees half a file.

mod place;
mod registry;

use crate::declare::Declaration;
use crate::error::Error;
use abide_contract_core::contract::Contract;
use abide_contract_core::file;
use abide_contract_core::json::{Json, Object};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// Merges a kept contract into its file: the same description and states are replaced, everything else stays.
pub(crate) fn record(declaration: &Declaration, folder: Option<&Path>) -> Result<(), Error> {
    if declaration.interactions.is_empty() {
        return Ok(());
    }
    let path = place::contract_file(&declaration.consumer, &declaration.provider, folder)?;
    registry::claim(&path, declaration)?;
    let _lock = lock(&path)?;
    let before = read(&path)?;
    let recorded = contract(declaration);
    let merged = match &before {
        Some(bytes) => {
            let existing = file::from_slice(bytes, &path.display().to_string())?.contract;
            file::record(existing, recorded).map_err(|source| Error::OtherContract { path: path.clone(), source })?
        }
        None => recorded,
    };
    let text = text(&merged, declaration)?;
    if before.is_some_and(|before| before == text.as_bytes()) {
        return Ok(());
    }
    write(&path, &text).map_err(|source| Error::Unwritable { path, source })
}

/// The contract as its file has it, in the version the test wants.
fn text(contract: &Contract, declaration: &Declaration) -> Result<String, Error> {
    let Some(version) = declaration.format else { return Ok(file::to_text(contract)) };
    file::to_old_text(contract, version).map_err(|reason| {
        let declared = declaration.interactions.iter().find(|one| one.expected.description == reason.interaction);
        Error::Format { place: declared.map(|one| format!("{}:{}", one.place.file(), one.place.line())), reason }
    })
}

/// The declaration as a contract, with the one metadata block that says who wrote it.
fn contract(declaration: &Declaration) -> Contract {
    let mut contract = Contract::new(&declaration.consumer, &declaration.provider);
    contract.interactions = declaration.interactions.iter().map(|declared| declared.expected.clone()).collect();
    let version = Object::from_iter([("version", Json::string(env!("CARGO_PKG_VERSION")))]);
    contract.metadata.insert("abide", Json::Object(version));
    contract
}

/// Waits for every other test, thread or process, that writes this contract file.
fn lock(path: &Path) -> Result<File, Error> {
    let unlockable = |source| Error::Unlockable { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|source| Error::Unwritable { path: path.to_owned(), source })?;
    }
    let lock =
        File::options().create(true).truncate(false).write(true).open(beside(path, "lock")).map_err(unlockable)?;
    lock.lock().map_err(unlockable)?;
    Ok(lock)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Unreadable { path: path.to_owned(), source }),
    }
}

/// Replaces the file as a whole; the lock is held, so the temporary name is ours.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let temporary = beside(path, "new");
    let mut file = File::create(&temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    drop(file);
    fs::rename(&temporary, path)
}

/// A hidden file in the contract's folder, passed over by tools that collect `*.json`.
fn beside(path: &Path, extension: &str) -> std::path::PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{extension}"))
}
