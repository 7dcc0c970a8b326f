//! Every route, and the choice between the API and the pages at the same paths.

use crate::access::admit;
use crate::api::{
    badges, branches, contracts, dashboard, deployments, diagnostic, environments, index, integrations, labels, matrix,
    metrics, openapi, participants, relations, releases, tags, verifications, versions,
};
use crate::app::App;
use crate::error::ApiError;
use crate::negotiation::{self, frame, guard};
use crate::web;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, delete, get, post, put};
use axum::{Extension, Router};
use tower::ServiceExt;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// Request bodies beyond this many bytes are refused.
const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// The whole broker as one service.
pub fn router(app: App) -> Router {
    let api = api_routes()
        .router
        .fallback(async || ApiError::not_found("The requested document was not found on this server."))
        .method_not_allowed_fallback(async || {
            ApiError::Status(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed".to_owned())
        })
        .with_state(app.clone())
        .layer(from_fn_with_state(app.clone(), admit));
    let pages = pages()
        .with_state(app.clone())
        .layer(from_fn_with_state(app.clone(), admit))
        .fallback_service(api.clone())
        .layer(Extension(web::Remembered::default()))
        .layer(from_fn_with_state(app.clone(), guard))
        .layer(from_fn_with_state(app.clone(), web::as_page));
    let api = api.layer(from_fn_with_state(app.clone(), guard));
    let by_reader = tower::service_fn(move |request: Request| {
        let request = negotiation::by_suffix(request);
        let reads_pages =
            matches!(*request.method(), Method::GET | Method::HEAD) && negotiation::wants_page(request.headers());
        if reads_pages { pages.clone() } else { api.clone() }.oneshot(request)
    });
    Router::new()
        .route(ASSET, get(web::asset))
        .route(THEME, post(web::choose_theme).layer(from_fn_with_state(app.clone(), guard)))
        .fallback_service(by_reader)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(app, frame))
        .layer(CompressionLayer::new().gzip(true).quality(CompressionLevel::Fastest))
}

/// The pages, at the paths of the API. A path without a page is answered by the API.
fn pages() -> Router<App> {
    use web::contract;
    let pair = |rest: &str| format!("{PAIR}{rest}");
    Router::new()
        .route("/", get(web::overview))
        .route("/pacticipants", get(web::participants::list))
        .route("/pacticipants/{participant}", get(web::participant::show))
        .route("/pacticipants/{participant}/versions/{version}", get(web::version::show))
        .route(BRANCH_TO_ENVIRONMENT, get(web::verdict::by_branch))
        .route("/doc/{relation}", get(web::relation))
        .route("/environments", get(web::environments::list))
        .route("/environments/{environment}", get(web::environments::show))
        .route("/matrix", get(web::matrix::show))
        .route("/matrix/provider/{provider}/consumer/{consumer}", get(web::matrix::of_pair))
        .route("/can-i-deploy", get(web::verdict::show))
        .route(&pair("/version/{version}"), get(contract::by_version))
        .route(&pair("/latest"), get(contract::latest))
        // Would be the page of a tag.
        .route(&pair("/latest/badge"), get(badges::latest))
        .route(&pair("/latest/{tag}"), get(contract::latest_tagged))
        .route(&pair("/branch/{branch}/latest"), get(contract::by_branch))
        .route(&pair("/pact-version/{digest}"), get(contract::by_content))
        .route(&pair("/pact-version/{digest}/metadata/{metadata}"), get(contract::by_metadata))
}

/// A router that remembers its paths, so that they can be compared with what is documented.
struct Routes {
    router: Router<App>,
    paths: Vec<String>,
}

impl Routes {
    fn new() -> Self {
        Self { router: Router::new(), paths: Vec::new() }
    }

    fn route(mut self, path: &str, methods: MethodRouter<App>) -> Self {
        self.paths.push(path.to_owned());
        Self { router: self.router.route(path, methods), paths: self.paths }
    }

    fn merge(mut self, other: Self) -> Self {
        self.paths.extend(other.paths);
        Self { router: self.router.merge(other.router), paths: self.paths }
    }
}

/// Every path, with names in braces.
pub fn paths() -> Vec<String> {
    let mut paths = api_routes().paths;
    paths.extend([ASSET, THEME].map(str::to_owned));
    paths
}

fn api_routes() -> Routes {
    Routes::new()
        .route("/", get(index::show))
        .route("/diagnostic/status/heartbeat", get(diagnostic::heartbeat))
        .route("/diagnostic/status/dependencies", get(diagnostic::dependencies))
        .route("/metrics", get(metrics::show))
        .route("/doc/{relation}", get(relations::show))
        .route("/openapi.json", get(openapi::show))
        .merge(contract_routes())
        .merge(verification_routes())
        .merge(participant_routes())
        .merge(version_routes())
        .merge(environment_routes())
        .merge(matrix_routes())
        .merge(integration_routes())
        .merge(badge_routes())
}

const PAIR: &str = "/pacts/provider/{provider}/consumer/{consumer}";
const ASSET: &str = "/assets/{name}";
const THEME: &str = "/theme";
const TAG_TO_TAG: &str = "/pacticipants/{participant}/latest-version/{tag}/can-i-deploy/to/{to}";
const BRANCH_TO_ENVIRONMENT: &str =
    "/pacticipants/{participant}/branches/{branch}/latest-version/can-i-deploy/to-environment/{environment}";

fn contract_routes() -> Routes {
    use contracts::{self as c, difference, of_pair, of_provider, provider_states};
    let provider = |rest: &str| format!("/pacts/provider/{{provider}}{rest}");
    let pair = |rest: &str| format!("{PAIR}{rest}");
    Routes::new()
        .route("/contracts/publish", post(c::publish))
        .route("/pacts/latest", get(c::latest))
        .route(&provider(""), get(of_provider::all))
        .route(&provider("/latest"), get(of_provider::latest))
        .route(&provider("/latest/{tag}"), get(of_provider::latest_tagged))
        .route(&provider("/tag/{tag}"), get(of_provider::tagged))
        .route(&provider("/branch"), get(of_provider::main_branch))
        .route(&provider("/branch/latest"), get(of_provider::main_branch_heads))
        .route(&provider("/branch/{branch}"), get(of_provider::branch))
        .route(&provider("/branch/{branch}/latest"), get(of_provider::branch_heads))
        .route(&provider("/for-verification"), get(c::for_verification_links).post(c::for_verification))
        .route(&provider("/provider-states"), get(provider_states::of_main_branches))
        .route(&provider("/provider-states/branch/{branch}"), get(provider_states::of_branch))
        .route(&provider("/provider-states/environment/{environment}"), get(provider_states::of_environment))
        .route(&pair("/version/{version}"), get(c::by_version).put(c::put).patch(c::merge).delete(c::delete))
        .route(&pair("/versions/{version}"), get(c::by_version).put(c::put))
        .route("/pact/provider/{provider}/consumer/{consumer}/version/{version}", get(c::by_version).put(c::put))
        .route("/pact/provider/{provider}/consumer/{consumer}/latest", get(c::latest_of_pair))
        .route(&pair("/version/{version}/previous-distinct"), get(c::previous_distinct))
        .route(&pair("/version/{version}/diff/previous-distinct"), get(difference::with_previous_distinct))
        .route(&pair("/version/{version}/diff/version/{other}"), get(difference::with_version))
        .route(&pair("/pact-version/{digest}/diff/pact-version/{other}"), get(difference::with_content))
        .route(&pair("/versions"), get(of_pair::all).delete(c::delete_all))
        .route(&pair("/latest"), get(c::latest_of_pair))
        .route(&pair("/latest/{tag}"), get(c::latest_tagged))
        .route(&pair("/latest-untagged"), get(c::latest_untagged))
        .route(&pair("/tag/{tag}"), get(of_pair::tagged).delete(c::delete_tagged))
        .route(&pair("/branch"), get(of_pair::main_branch))
        .route(&pair("/branch/versions"), get(of_pair::main_branch))
        .route(&pair("/branch/latest"), get(of_pair::main_branch_head))
        .route(&pair("/branch/latest/versions"), get(of_pair::main_branch_head))
        .route(&pair("/branch/{branch}"), get(of_pair::branch).delete(c::delete_branch))
        .route(&pair("/branch/{branch}/latest"), get(c::by_branch))
        .route(&pair("/branch/{branch}/latest/versions"), get(of_pair::branch_head))
        .route(&pair("/pact-version/{digest}"), get(c::by_content))
        .route(&pair("/pact-version/{digest}/metadata/{metadata}"), get(c::by_content_with_metadata))
}

fn verification_routes() -> Routes {
    use verifications as v;
    let content = |rest: &str| format!("{PAIR}/pact-version/{{digest}}{rest}");
    Routes::new()
        .route(&content("/verification-results"), post(v::publish))
        .route(&content("/metadata/{metadata}/verification-results"), post(v::publish_with_metadata))
        .route(&content("/verification-results/latest"), get(v::latest))
        .route(&content("/verification-results/{number}"), get(v::by_number).delete(v::delete))
        .route(&content("/metadata/{metadata}/verification-results/{number}"), get(v::by_number_with_metadata))
        .route(&format!("{PAIR}/version/{{version}}/verification-results/latest"), get(v::latest_of_version))
        .route(&format!("{PAIR}/latest/verification-results/latest"), get(v::latest_of_pair))
        .route(&format!("{PAIR}/latest/{{tag}}/verification-results/latest"), get(v::latest_tagged))
        .route("/verification-results/consumer/{consumer}/version/{version}/latest", get(v::of_consumer_version))
}

fn participant_routes() -> Routes {
    let participant = |rest: &str| format!("/pacticipants/{{participant}}{rest}");
    Routes::new()
        .route("/pacticipants", get(participants::list).post(participants::create))
        .route(
            &participant(""),
            get(participants::show).put(participants::replace).patch(participants::merge).delete(participants::delete),
        )
        .route("/pacticipants/label/{label}", get(participants::labelled))
        .route("/labels", get(labels::list))
        .route(&participant("/labels/{label}"), put(labels::put).get(labels::show).delete(labels::delete))
}

fn version_routes() -> Routes {
    let participant = |rest: &str| format!("/pacticipants/{{participant}}{rest}");
    let version = |rest: &str| format!("/pacticipants/{{participant}}/versions/{{version}}{rest}");
    Routes::new()
        .route(&participant("/versions"), get(versions::all))
        .route(&participant("/latest-version"), get(versions::latest))
        .route(&participant("/latest-version/{tag}"), get(versions::latest_tagged))
        .route(&participant("/tags/{tag}/versions"), get(versions::of_tag))
        .route(&participant("/branches"), get(branches::list).delete(branches::delete_many))
        .route(&participant("/branches/{branch}"), get(branches::show).delete(branches::delete))
        .route(&participant("/branches/{branch}/latest-version"), get(versions::latest_of_branch))
        .route(&participant("/branches/{branch}/versions"), get(versions::of_branch))
        .route(
            &participant("/branches/{branch}/versions/{version}"),
            put(branches::add_version).get(branches::show_version).delete(branches::remove_version),
        )
        .route(&version(""), get(versions::show).put(versions::put).patch(versions::update).delete(versions::delete))
        .route(&version("/tags/{tag}"), put(tags::put).get(tags::show).delete(tags::delete))
        .route(
            &version("/deployed-versions/environment/{environment}"),
            post(deployments::record).get(deployments::of_version),
        )
        .route(
            &version("/released-versions/environment/{environment}"),
            post(releases::record).get(releases::of_version),
        )
}

fn environment_routes() -> Routes {
    Routes::new()
        .route("/environments", get(environments::list).post(environments::create))
        .route(
            "/environments/{environment}",
            get(environments::show).put(environments::replace).delete(environments::delete),
        )
        .route("/environments/{environment}/versions", get(versions::in_environment))
        .route("/environments/{environment}/deployed-versions/currently-deployed", get(deployments::currently_deployed))
        .route("/environments/{environment}/released-versions/currently-supported", get(releases::currently_supported))
        .route("/deployed-versions/{deployment}", get(deployments::show).patch(deployments::update))
        .route("/released-versions/{release}", get(releases::show).patch(releases::update))
}

fn matrix_routes() -> Routes {
    Routes::new()
        .route("/matrix", get(matrix::show))
        .route("/matrix/provider/{provider}/consumer/{consumer}", get(matrix::of_pair))
        .route("/can-i-deploy", get(matrix::can_i_deploy))
        .route(TAG_TO_TAG, get(matrix::tag_to_tag))
        .route(BRANCH_TO_ENVIRONMENT, get(matrix::branch_to_environment))
}

fn integration_routes() -> Routes {
    Routes::new()
        .route("/integrations", get(integrations::list).delete(integrations::delete_all))
        .route("/integrations/provider/{provider}/consumer/{consumer}", delete(integrations::delete))
        .route("/dashboard", get(dashboard::show))
        .route("/dashboard/provider/{provider}/consumer/{consumer}", get(dashboard::of_pair))
        .route("/relationships", get(integrations::relationships))
        .route("/groups/{participant}", get(integrations::group))
}

fn badge_routes() -> Routes {
    let pair = |rest: &str| format!("{PAIR}{rest}/badge");
    let of_tags = "/matrix/provider/{provider}/latest/{provider_tag}/consumer/{consumer}/latest/{tag}/badge";
    Routes::new()
        .route(&pair("/latest"), get(badges::latest))
        .route(&pair("/latest/{tag}"), get(badges::latest_tagged))
        .route(&pair("/latest-untagged"), get(badges::latest_untagged))
        .route(of_tags, get(badges::of_tags))
        .route(&format!("{TAG_TO_TAG}/badge"), get(badges::tag_to_tag))
        .route(&format!("{BRANCH_TO_ENVIRONMENT}/badge"), get(badges::branch_to_environment))
        .route("/pacticipants/{participant}/main-branch/can-i-merge/badge", get(badges::main_branch_to_main_branch))
}
