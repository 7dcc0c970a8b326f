//! A contract as clients see it: its own JSON with `createdAt` and `_links`.

use crate::content;
use crate::domain::Publication;
use crate::domain::metadata::Metadata;
use crate::error::ApiError;
use crate::hal::{curies, link, named, templated, titled};
use crate::links::{Links, query_value};
use crate::store::{self, Connection};
use serde_json::{Value, json};

/// How the client came to the contract.
#[derive(Debug, Clone)]
pub(crate) enum Reached {
    /// By a version or by content.
    Plain,
    /// As the newest of its kind: results say so.
    Latest,
    /// By a URL that says why it was selected.
    Metadata(String),
}

/// The whole document.
pub(crate) async fn document(
    connection: &mut Connection,
    links: &Links,
    publication: &Publication,
    reached: &Reached,
) -> Result<String, ApiError> {
    let body = store::publication::body(connection, publication).await?;
    let previous = store::publication::previous_distinct(connection, publication).await?;
    let relations = relations(links, publication, previous.as_ref(), reached);
    Ok(content::document(&body, publication.created_at, &relations))
}

/// `Pact between A (1) and B`.
pub(crate) fn title(publication: &Publication) -> String {
    format!("Pact between {} ({}) and {}", publication.consumer, publication.consumer_version, publication.provider)
}

fn relations(links: &Links, publication: &Publication, previous: Option<&Publication>, reached: &Reached) -> Value {
    let Publication { provider, consumer, consumer_version, digest, .. } = publication;
    let pair = links.pair(provider, consumer);
    let content = links.content(provider, consumer, digest);
    let metadata = match reached {
        Reached::Plain => None,
        Reached::Latest => {
            Some(Metadata { consumer_versions: vec![consumer_version.clone()], ..Metadata::default() }.encode())
        }
        Reached::Metadata(metadata) => Some(metadata.clone()),
    };
    let published_to = metadata
        .as_ref()
        .map_or(content.clone(), |metadata| links.content_with_metadata(provider, consumer, digest, metadata));
    let mut relations = json!({
        "self": named("Pact", &title(publication), links.contract(provider, consumer, consumer_version)),
        "pb:consumer": named("Consumer", consumer, links.participant(consumer)),
        "pb:consumer-version": named("Consumer version", consumer_version, links.version(consumer, consumer_version)),
        "pb:provider": named("Provider", provider, links.participant(provider)),
        "pb:pact-version": named("Pact content version permalink", digest, content.clone()),
        "pb:latest-pact-version": titled("Latest version of this pact", format!("{pair}/latest")),
        "pb:all-pact-versions": titled("All versions of this pact", format!("{pair}/versions")),
        "pb:latest-untagged-pact-version": titled("Latest untagged version of this pact", format!("{pair}/latest-untagged")),
        "pb:latest-tagged-pact-version": templated("Latest tagged version of this pact", format!("{pair}/latest/{{tag}}")),
        "pb:tag-prod-version": titled(
            "PUT to this resource to tag this consumer version as 'production'",
            links.tag(consumer, consumer_version, "prod"),
        ),
        "pb:tag-version": templated(
            "PUT to this resource to tag this consumer version",
            format!("{}/tags/{{tag}}", links.version(consumer, consumer_version)),
        ),
        "pb:diff": templated(
            "What differs from other content of this pact",
            format!("{content}/diff/pact-version/{{pactVersion}}"),
        ),
        "pb:publish-verification-results": titled("Publish verification results", format!("{published_to}/verification-results")),
        "pb:latest-verification-results": link(format!("{content}/verification-results/latest")),
        "pb:matrix-for-consumer-version": titled(
            "View matrix rows for the consumer version of this pact",
            links.path(&format!("/matrix?q[][pacticipant]={}&q[][version]={}&latestby=cvpv", query_value(consumer), query_value(consumer_version))),
        ),
    });
    relations["curies"] = curies(links, "pact");
    if let Some(previous) = previous {
        to_previous(links, publication, previous, &mut relations);
    }
    if let Reached::Metadata(metadata) = reached {
        let versions: Vec<Value> = Metadata::decode(metadata)
            .consumer_versions
            .iter()
            .map(|number| named("Consumer version", number, links.version(consumer, number)))
            .collect();
        if !versions.is_empty() {
            relations["pb:consumer-versions"] = versions.into();
        }
    }
    relations
}

/// The contract before it that says something else, and what differs.
fn to_previous(links: &Links, publication: &Publication, previous: &Publication, relations: &mut Value) {
    let url = |publication: &Publication| {
        links.contract(&publication.provider, &publication.consumer, &publication.consumer_version)
    };
    relations["pb:previous-distinct"] =
        named("Previous distinct version of this pact", &title(previous), url(previous));
    relations["pb:diff-previous-distinct"] = titled(
        "What differs from the previous distinct version of this pact",
        format!("{}/diff/previous-distinct", url(publication)),
    );
}
