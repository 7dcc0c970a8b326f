//! By which ways a provider is spoken to when a contract is verified.

/// HTTP, which messages go over too, and gRPC; at least one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    http: bool,
    grpc: bool,
}

const HTTP: i64 = 1;
const GRPC: i64 = 2;

impl Default for Ways {
    fn default() -> Self {
        Self { http: true, grpc: false }
    }
}

impl Ways {
    /// Those of a contract with such interactions; HTTP where there are none.
    pub fn of(http: bool, grpc: bool) -> Self {
        Self { http: http || !grpc, grpc }
    }

    /// As the database has them.
    pub fn from_number(number: i64) -> Self {
        Self::of(number & HTTP != 0, number & GRPC != 0)
    }

    /// As the database has them.
    pub fn number(self) -> i64 {
        i64::from(self.http) * HTTP + i64::from(self.grpc) * GRPC
    }

    /// The arguments of `abide verify` that say where the provider is.
    pub fn arguments(self, http: &str, grpc: &str) -> String {
        let http = self.http.then(|| format!("--url {http}"));
        let grpc = self.grpc.then(|| format!("--transport grpc={grpc}"));
        http.into_iter().chain(grpc).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::Ways;

    #[test]
    fn each_way_has_its_argument() {
        for (http, grpc, number, arguments) in [
            (true, false, 1, "--url h"),
            (false, true, 2, "--transport grpc=g"),
            (true, true, 3, "--url h --transport grpc=g"),
            (false, false, 1, "--url h"),
        ] {
            let ways = Ways::of(http, grpc);
            assert_eq!((ways.number(), ways.arguments("h", "g").as_str()), (number, arguments));
            assert_eq!(Ways::from_number(number), ways);
        }
    }
}
