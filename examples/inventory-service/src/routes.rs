//! Everything that is served on the one port: the API, health, reflection, and provider states for tests.

use crate::inventory::Service;
use crate::provider_state;
use crate::warehouse::{ApiVersion, Warehouse};
use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse;
use axum::routing::post;
use inventory_api::inventory_server::InventoryServer;
use std::convert::Infallible;
use tonic::codegen::Service as Tower;
use tonic::server::NamedService;

/// What is served.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// The version of the API.
    pub api: ApiVersion,
    /// Whether verifiers may bring about provider states.
    pub provider_states: bool,
}

/// Everything that is served, with an empty warehouse.
///
/// # Errors
/// If the API's descriptors, which reflection hands out, cannot be read.
pub async fn routes(settings: Settings) -> Result<Router, tonic_reflection::server::Error> {
    let warehouse = Warehouse::new(settings.api);
    let inventory = InventoryServer::new(Service::new(warehouse.clone()));
    let (reporter, health) = tonic_health::server::health_reporter();
    reporter.set_serving::<InventoryServer<Service>>().await;
    let reflection = tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(inventory_api::DESCRIPTORS)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        .build_v1()?;
    let mut routes = Router::new();
    if settings.provider_states {
        routes = routes.route("/_abide/states", post(provider_state::change));
    }
    let routes = grpc(grpc(grpc(routes, inventory), health), reflection);
    Ok(routes.with_state(warehouse))
}

/// Adds a gRPC service under its name.
fn grpc<S>(routes: Router<Warehouse>, service: S) -> Router<Warehouse>
where
    S: Tower<Request, Error = Infallible, Future: Send> + NamedService + Clone + Send + Sync + 'static,
    S::Response: IntoResponse,
{
    routes.route_service(&format!("/{}/{{*method}}", S::NAME), service)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::StatusCode;

    #[tokio::test]
    async fn provider_states_are_for_tests_only() {
        for (provider_states, expected) in [(true, StatusCode::OK), (false, StatusCode::NOT_FOUND)] {
            let mut routes = routes(Settings { provider_states, ..Settings::default() }).await.unwrap();
            let request = Request::post("/_abide/states").header("content-type", "application/json");
            let request = request.body(Body::from(r#"{"state": "", "action": "teardown"}"#)).unwrap();
            assert_eq!(routes.call(request).await.unwrap().status(), expected);
        }
    }
}
