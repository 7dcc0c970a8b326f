//! A pair's contracts, newest first: all, by tag, by branch.

use super::listing::{List, relations};
use super::representation::title;
use crate::api::{Answer, participant};
use crate::domain::Publication;
use crate::extract::Names;
use crate::hal::{Hal, named, titled};
use crate::links::Links;
use crate::store;
use crate::store::publication::Listing;
use serde_json::{Value, json};

type Pair = Names<(String, String)>;
type PairWithName = Names<(String, String, String)>;

/// `GET …/versions`.
pub async fn all(list: List, Names((provider, consumer)): Pair) -> Answer {
    list.of_pair(&provider, &consumer, Listing::Provider(&provider)).await
}

/// `GET …/tag/{tag}`.
pub async fn tagged(list: List, Names((provider, consumer, tag)): PairWithName) -> Answer {
    list.of_pair(&provider, &consumer, Listing::ProviderTagged(&provider, &tag)).await
}

/// `GET …/branch/versions`, `…/branch`: from the consumer's main branch.
pub async fn main_branch(list: List, Names((provider, consumer)): Pair) -> Answer {
    list.of_pair(&provider, &consumer, Listing::ProviderBranch(&provider, None)).await
}

/// `GET …/branch/latest/versions`, `…/branch/latest`: the head of the consumer's main branch.
pub async fn main_branch_head(list: List, Names((provider, consumer)): Pair) -> Answer {
    list.of_pair(&provider, &consumer, Listing::ProviderBranchHeads(&provider, None)).await
}

/// `GET …/branch/{b}`.
pub async fn branch(list: List, Names((provider, consumer, branch)): PairWithName) -> Answer {
    list.of_pair(&provider, &consumer, Listing::ProviderBranch(&provider, Some(&branch))).await
}

/// `GET …/branch/{b}/latest/versions`.
pub async fn branch_head(list: List, Names((provider, consumer, branch)): PairWithName) -> Answer {
    list.of_pair(&provider, &consumer, Listing::ProviderBranchHeads(&provider, Some(&branch))).await
}

impl List {
    async fn of_pair(self, provider: &str, consumer: &str, listing: Listing<'_>) -> Answer {
        let Self { app, links, here } = self;
        let mut transaction = app.store.read().await?;
        participant(&mut transaction, "provider", provider).await?;
        participant(&mut transaction, "consumer", consumer).await?;
        let publications = store::publication::list(&mut transaction, listing, Some(consumer)).await?;
        let items: Vec<Value> = publications.iter().map(|publication| item(&links, publication)).collect();
        let relations = relations(&links, &publications, |publication, href| {
            named(&title(publication), &publication.consumer_version, href)
        });
        let own_title = format!("All versions of the pact between {consumer} and {provider}");
        let consumer = named("Consumer", consumer, links.participant(consumer));
        let provider = named("Provider", provider, links.participant(provider));
        Ok(Hal::ok(&json!({
            "_embedded": { "pacts": items },
            "_links": {
                "self": titled(&own_title, here),
                "consumer": consumer,
                "provider": provider,
                "pb:consumer": consumer,
                "pb:provider": provider,
                "pact-versions": relations,
                "pb:pact-versions": relations,
                "pb:pacts": relations,
            },
        })))
    }
}

fn item(links: &Links, publication: &Publication) -> Value {
    let Publication { provider, consumer, consumer_version, .. } = publication;
    json!({
        "createdAt": publication.created_at.to_string(),
        "_embedded": { "consumerVersion": {
            "number": consumer_version,
            "_links": { "self": named("Version", consumer_version, links.version(consumer, consumer_version)) },
        } },
        "_links": { "self": named("Pact", &title(publication), links.contract(provider, consumer, consumer_version)) },
    })
}
