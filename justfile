# Every recipe is a plain cargo line: nothing here that cannot be typed.

# The shop demo: the whole loop through the real binaries.
demo *ARGS:
    cargo run -p abide-demo -- {{ARGS}}

# What the README says passes the tests.
test:
    cargo test --workspace

# The broker's tests on a PostgreSQL server of their own.
test-postgres:
    cargo run -p abide-system-tests --bin with-postgres -- cargo test -p abide-broker --test integration

# The real Pact clients against the broker on both databases; CONTRIBUTING.md says which variables name them.
clients:
    cargo run -p abide-system-tests --bin with-postgres -- cargo test -p abide-system-tests client_matrix

# Brokers killed and a server crashed in the middle of a storm: what was acknowledged is there afterwards.
durability *ARGS='--sqlite 200 --postgres 50':
    cargo run --release -p abide-system-tests --bin durability -- {{ARGS}}

# 64 clients at once for a minute, on SQLite and on PostgreSQL.
storm *ARGS='--seconds 60':
    cargo run --release -p abide-system-tests --bin storm -- {{ARGS}}

# How fast a broker answers that has an estate of each size; each database by itself. The Ruby broker had the small one on SQLite.
scale:
    cargo run --release -p abide-system-tests --bin scale -- --sizes small,default,large
    cargo run --release -p abide-system-tests --bin scale -- --postgres --sizes default,large

# The tests of the two libraries with serde_json's features that users' builds may switch on.
test-features:
    cargo test -p abide-contract-core -p abide-mock-server --features serde_json/arbitrary_precision,serde_json/preserve_order,serde_json/float_roundtrip

# The tally of Pact's official cases and features; `ABIDE_CONFORMANCE` names their folder, see CONTRIBUTING.md.
conformance:
    cargo test -p abide-system-tests conformance -- --nocapture

fmt:
    cargo fmt --all

lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo clippy -p abide-verifier-cli --lib --no-default-features -- -D warnings
    cargo clippy -p abide-mock-server --all-targets -- -D warnings

doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items

# Licences, banned crates and where crates come from.
deny:
    cargo deny check licenses bans sources

# The packages a consumer's dev-dependency brings along; the gate allows 120.
budget:
    cargo tree -p abide-mock-server -e normal --prefix none --no-dedupe | sort -u | wc -l

# Each fuzz target for ten minutes; needs cargo-fuzz, and on a stable toolchain RUSTC_BOOTSTRAP=1. What is found stays untracked.
fuzz:
    cargo fuzz run -s none -a --fuzz-dir contract-core/fuzz contract -- -max_total_time=600 -timeout=10 -rss_limit_mb=2048
    cargo fuzz run -s none -a --fuzz-dir contract-core/fuzz date -- -max_total_time=600 -timeout=10 -rss_limit_mb=2048
    cargo fuzz run -s none -a --fuzz-dir contract-core/fuzz definition -- -max_total_time=600 -timeout=10 -rss_limit_mb=2048
    cargo fuzz run -s none -a --fuzz-dir contract-core/fuzz grpc -- -max_total_time=600 -timeout=10 -rss_limit_mb=2048
    cargo fuzz run -s none -a --fuzz-dir contract-core/fuzz matching -- -max_total_time=600 -timeout=10 -rss_limit_mb=2048
    cargo fuzz run -s none -a --fuzz-dir contract-core/fuzz multipart -- -max_total_time=600 -timeout=10 -rss_limit_mb=2048
    cargo fuzz run -s none -a --fuzz-dir contract-core/fuzz rule_path -- -max_total_time=600 -timeout=10 -rss_limit_mb=2048
    cargo fuzz run -s none -a --fuzz-dir contract-core/fuzz xml -- -max_total_time=600 -timeout=10 -rss_limit_mb=2048

# The fuzz corpora through their targets, without a fuzzer.
fuzz-replay:
    cargo test --manifest-path contract-core/fuzz/Cargo.toml --no-default-features

# Start-up time, memory and latency of the release binaries beside a floor of the same run.
startup:
    cargo run --release -p abide-system-tests --bin startup

# Everything CI does.
ci:
    .ci/run
