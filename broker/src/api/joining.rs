//! A version joins a branch or gets a tag, and what the broker concludes from that.

use crate::app::App;
use crate::domain::Version;
use crate::domain::conclusions::Untagged;
use crate::store::deployment::NewDeployment;
use crate::store::{self, Connection, Result};

/// Adds a version to a branch; returns whether it is new there.
pub(super) async fn branch(connection: &mut Connection, app: &App, version: &Version, name: &str) -> Result<bool> {
    let new = store::branch::add_version(connection, version.participant_id, name, version.id, app.now()).await?;
    notice_main_branch(connection, app, version, name).await?;
    Ok(new)
}

/// Gives a version a tag that was sent beside other things; returns whether it is new.
pub(super) async fn tag(connection: &mut Connection, app: &App, version: &Version, name: &str) -> Result<bool> {
    let new = store::tag::add(connection, version, name, app.now()).await?;
    notice_main_branch(connection, app, version, name).await?;
    Ok(new)
}

/// Gives a version a tag that was sent alone, which may stand for its branch, and for a deployment, again each time it is
/// sent; returns whether it is new. Neither goes when the tag is taken away.
pub(super) async fn lone_tag(connection: &mut Connection, app: &App, version: &Version, name: &str) -> Result<bool> {
    let before = Untagged {
        tags: store::version::tags_of(connection, &[version.id]).await?.len(),
        branches: store::version::branches_of(connection, &[version.id]).await?.len(),
        created_at: version.created_at,
    };
    let new = tag(connection, app, version, name).await?;
    if app.conclusions.is_branch(before, app.now()) {
        branch(connection, app, version, name).await?;
    }
    if app.conclusions.deployment_of_tag
        && let Some(environment) = store::environment::named(connection, name).await?
    {
        let uuid = &app.new_id();
        let deployment = NewDeployment { uuid, version, environment: &environment, application_instance: "" };
        store::deployment::record(connection, deployment, app.now()).await?;
    }
    Ok(new)
}

async fn notice_main_branch(connection: &mut Connection, app: &App, version: &Version, name: &str) -> Result<()> {
    if app.conclusions.main_branch {
        store::participant::notice_main_branch(connection, version.participant_id, name).await?;
    }
    Ok(())
}
