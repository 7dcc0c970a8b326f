//! A version joins a branch or gets a tag, and what the broker concludes from that.

use crate::app::App;
use crate::domain::conclusions::Untagged;
use crate::domain::{Participant, Version};
use crate::store::deployment::NewDeployment;
use crate::store::{self, Connection, Result};

/// A version that joins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joining<'a> {
    pub(super) participant: &'a Participant,
    pub(super) version: &'a Version,
    /// Whether anybody knew the version before this request.
    pub(super) was_known: bool,
}

/// Adds a version to a branch; returns whether it is new there.
pub(super) async fn branch(connection: &mut Connection, app: &App, joining: Joining<'_>, name: &str) -> Result<bool> {
    let new = store::branch::add_version(connection, joining.version, name, joining.was_known, app.now()).await?;
    notice_main_branch(connection, app, joining, name).await?;
    Ok(new)
}

/// Gives a version a tag that was sent beside other things; returns whether it is new.
pub(super) async fn tag(connection: &mut Connection, app: &App, joining: Joining<'_>, name: &str) -> Result<bool> {
    let new = store::tag::add(connection, joining.version, name, joining.was_known, app.now()).await?;
    notice_main_branch(connection, app, joining, name).await?;
    Ok(new)
}

/// Gives a version a tag that was sent alone, which may stand for its branch, and for a deployment, again each time it is
/// sent; returns whether it is new. Neither goes when the tag is taken away.
pub(super) async fn lone_tag(connection: &mut Connection, app: &App, joining: Joining<'_>, name: &str) -> Result<bool> {
    let version = joining.version;
    let before = Untagged {
        tags: store::version::tags_of(connection, &[version.id]).await?.len(),
        branches: store::version::branches_of(connection, &[version.id]).await?.len(),
        created_at: version.created_at,
    };
    let new = tag(connection, app, joining, name).await?;
    if app.conclusions.is_branch(before, app.now()) {
        branch(connection, app, joining, name).await?;
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

async fn notice_main_branch(connection: &mut Connection, app: &App, joining: Joining<'_>, name: &str) -> Result<()> {
    if app.conclusions.main_branch && joining.participant.main_branch.is_none() {
        store::participant::notice_main_branch(connection, joining.participant.id, name).await?;
    }
    Ok(())
}
