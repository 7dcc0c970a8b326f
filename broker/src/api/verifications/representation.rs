//! A verification result as clients see it.

use crate::domain::Verification;
use crate::hal::{named, object, titled};
use crate::links::Links;
use serde_json::{Value, json};

/// The document; the names are provider, consumer and digest.
pub(crate) fn document(links: &Links, [provider, consumer, digest]: [&str; 3], verification: &Verification) -> Value {
    let parsed = |text: &Option<String>| text.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
    let verified_by = parsed(&verification.verified_by).map(|by| {
        let text = |pointer: &str| by.pointer(pointer).filter(|value| !value.is_null()).cloned();
        Value::Object(object([
            ("implementation", text("/implementation")),
            ("version", text("/version")),
            ("client_implementation", text("/clientLanguage/name")),
            ("client_version", text("/clientLanguage/version")),
            ("client_test_framework", text("/clientLanguage/testFramework")),
        ]))
    });
    let mut body = object([
        ("providerName", Some(provider.into())),
        ("providerApplicationVersion", Some(verification.provider_version.as_str().into())),
        ("success", Some(verification.success.into())),
        ("verificationDate", Some(verification.created_at.to_string().into())),
        ("buildUrl", verification.build_url.as_deref().map(Value::from)),
        ("testResults", parsed(&verification.test_results)),
        ("verifiedBy", verified_by),
    ]);
    let url = links.verification(provider, consumer, digest, verification.number);
    body.insert(
        "_links".to_owned(),
        json!({
            "self": named("Verification result", &verification.number.to_string(), url),
            "pb:pact-version": named("Pact", &format!("Pact between {consumer} and {provider}"), links.content(provider, consumer, digest)),
            "pb:provider": named("Provider", provider, links.participant(provider)),
            "pb:provider-version": titled("Provider version", links.version(provider, &verification.provider_version)),
        }),
    );
    Value::Object(body)
}
