//! Every file of every corpus through its target, without a fuzzer.

use abide_contract_core_fuzz::TARGETS;
use std::path::Path;

#[test]
fn every_corpus_passes_its_target() {
    for (name, run) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let mut files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{name} has no corpus");
        for file in &files {
            println!("{}", file.display());
            run(&std::fs::read(file).unwrap());
        }
        println!("{name}: {} files", files.len());
    }
}
