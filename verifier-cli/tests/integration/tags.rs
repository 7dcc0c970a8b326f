//! `abide tags`.

use crate::estate::{VERSION, abide, document, estate};
use crate::stub::{bare, hal};
use insta::assert_snapshot;
use serde_json::json;

#[test]
fn a_version_gets_tags() {
    let tag = |name: &str| format!("PUT {VERSION}/tags/{name}");
    let broker =
        estate().on(&tag("test"), hal(201, &json!({"name": "test"}))).on(&tag("prod"), hal(200, &json!({}))).start();
    assert_snapshot!(abide(&broker, "tags create --participant order-service --version 1.0.0 --tag test --tag prod"), @"
    exit 0
    --- stdout
    order-service 1.0.0 has the tag test
    order-service 1.0.0 has the tag prod
    ");
    assert_eq!(broker.the(&tag("test")).json(), json!({}));
}

#[test]
fn an_unknown_version_gets_a_tag_only_when_wanted() {
    let tag = "PUT /pacticipants/order-service/versions/9/tags/test";
    let broker = estate().on(tag, hal(201, &json!({"name": "test"}))).start();
    let create = "tags create --participant order-service --version 9 --tag test";
    assert_eq!(abide(&broker, create).code, 1);
    assert!(!broker.lines().contains(&tag.to_owned()), "{:?}", broker.lines());
    assert_eq!(abide(&broker, &format!("{create} --auto-create-version")).code, 0);
    broker.the(tag);
}

#[test]
fn tags_are_listed() {
    let broker = estate().start();
    assert_snapshot!(abide(&broker, "tags list --participant order-service --version 1.0.0"), @"
    exit 0
    --- stdout
    prod
    ");
    let document = document(&broker, "tags list --participant order-service --version 1.0.0");
    assert_eq!(document["tags"], json!([{"name": "prod", "latest": true}]));
}

#[test]
fn a_tag_is_deleted_when_somebody_says_so() {
    let path = format!("{VERSION}/tags/prod");
    let broker = estate().on(&format!("DELETE {path}"), bare(204)).start();
    let delete = "tags delete --participant order-service --version 1.0.0 --tag prod";
    assert_snapshot!(abide(&broker, delete), @"
    exit 2
    --- stderr
    the tag prod of order-service 1.0.0
    error: nobody can be asked whether to delete the tag prod of order-service 1.0.0: give `--yes`
    ");
    assert_snapshot!(abide(&broker, &format!("{delete} --yes")), @"
    exit 0
    --- stdout
    deleted the tag prod of order-service 1.0.0
    --- stderr
    the tag prod of order-service 1.0.0
    ");
    broker.the(&format!("DELETE {path}"));
    assert_snapshot!(abide(&broker, "tags delete --participant order-service --version 1.0.0 --tag test --yes"), @"
    exit 1
    --- stderr
    error: cannot delete the tag test of order-service 1.0.0
    caused by: order-service 1.0.0 has no tag `test`
    hint: `abide tags list --participant order-service --version 1.0.0` shows those there are
    ");
}

#[test]
fn a_tag_is_described() {
    let tag = json!({"name": "prod", "createdAt": "2026-01-03T08:00:00+00:00"});
    let broker = estate().on(&format!("GET {VERSION}/tags/prod"), hal(200, &tag)).start();
    let describe = "tags describe --participant order-service --version 1.0.0 --tag";
    assert_snapshot!(abide(&broker, &format!("{describe} prod")), @"
    exit 0
    --- stdout
    order-service 1.0.0 prod
      given            2026-01-03T08:00:00+00:00
      latest with it   yes
    ");
    assert_eq!(document(&broker, &format!("{describe} prod"))["tag"]["latest"], json!(true));
    let ran = abide(&broker, &format!("{describe} gone"));
    assert!(ran.code == 1 && ran.stderr.contains("order-service 1.0.0 has no tag `gone`"), "{ran}");
}
