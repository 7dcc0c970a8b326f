//! A provider's contracts: all, the newest per consumer, by tag, by branch.

use super::listing::{List, relations};
use super::representation::title;
use crate::api::{Answer, participant};
use crate::extract::Names;
use crate::hal::{Hal, named, titled};
use crate::store;
use crate::store::publication::Listing;
use serde_json::json;

type Provider = Names<String>;
type ProviderWithName = Names<(String, String)>;

/// `GET /pacts/provider/{p}`.
pub async fn all(list: List, Names(provider): Provider) -> Answer {
    list.of_provider(&provider, Listing::Provider(&provider)).await
}

/// `…/latest`.
pub async fn latest(list: List, Names(provider): Provider) -> Answer {
    list.of_provider(&provider, Listing::ProviderLatest(&provider)).await
}

/// `…/tag/{tag}`.
pub async fn tagged(list: List, Names((provider, tag)): ProviderWithName) -> Answer {
    list.of_provider(&provider, Listing::ProviderTagged(&provider, &tag)).await
}

/// `…/latest/{tag}`.
pub async fn latest_tagged(list: List, Names((provider, tag)): ProviderWithName) -> Answer {
    list.of_provider(&provider, Listing::ProviderLatestTagged(&provider, &tag)).await
}

/// `…/branch`: from the consumers' main branches.
pub async fn main_branch(list: List, Names(provider): Provider) -> Answer {
    list.of_provider(&provider, Listing::ProviderBranch(&provider, None)).await
}

/// `…/branch/{b}`.
pub async fn branch(list: List, Names((provider, branch)): ProviderWithName) -> Answer {
    list.of_provider(&provider, Listing::ProviderBranch(&provider, Some(&branch))).await
}

/// `…/branch/latest`: the heads of the consumers' main branches.
pub async fn main_branch_heads(list: List, Names(provider): Provider) -> Answer {
    list.of_provider(&provider, Listing::ProviderBranchHeads(&provider, None)).await
}

/// `…/branch/{b}/latest`.
pub async fn branch_heads(list: List, Names((provider, branch)): ProviderWithName) -> Answer {
    list.of_provider(&provider, Listing::ProviderBranchHeads(&provider, Some(&branch))).await
}

impl List {
    async fn of_provider(self, provider: &str, listing: Listing<'_>) -> Answer {
        let Self { app, links, here } = self;
        let mut transaction = app.store.read().await?;
        participant(&mut transaction, "provider", provider).await?;
        let publications = store::publication::list(&mut transaction, listing, None).await?;
        let relations = relations(&links, &publications, |publication, href| {
            named(&title(publication), &publication.consumer, href)
        });
        let provider_link = named("Provider", provider, links.participant(provider));
        Ok(Hal::ok(&json!({ "_links": {
            "self": titled(&format!("Pacts for the provider {provider}"), here),
            "pb:provider": provider_link,
            "pb:pacts": relations,
            "provider": provider_link,
            "pacts": relations,
        } })))
    }
}
