//! What people and pipelines do with a broker between two releases: look, record, compare, wait, clean up.

use crate::shop::{self, Shop};
use std::thread;

/// A shop whose broker has two versions of order-service's contract, the second asking for another status.
#[track_caller]
fn with_two_versions() -> Shop {
    let shop = Shop::open();
    let contract = shop::contract();
    let other = contract.replace("\"status\": 201", "\"status\": 202");
    assert_ne!(other, contract);
    shop.file("first/contract.json", contract);
    shop.file("second/contract.json", other);
    shop.abide("publish first --version 1.0.0 --branch main --tag old").exits(0);
    shop.abide("publish second --version 1.1.0 --branch new-checkout").exits(0);
    shop.abide("environments create --name production --production").exits(0);
    shop
}

#[test]
fn what_the_broker_has_is_listed_described_and_compared() {
    let shop = with_two_versions();
    shop.abide("participants update --name order-service --display-name Orders").exits(0);
    shop.abide("participants list").exits(0).says("Orders");
    shop.abide("participants describe --name order-service").exits(0).says("1.1.0");
    shop.abide("participants create --name order-service").exits(1).says("already has the participant");
    shop.abide("versions list --participant order-service --limit 1").exits(0).says("1 of 2 are listed");
    shop.abide("versions list --participant order-service --branch main").exits(0).says("main (latest); old (latest)");
    shop.abide("versions list --participant order-service --tag none").exits(0);
    shop.abide("versions describe --participant order-service --branch new-checkout").exits(0).says("1.1.0");
    shop.abide("versions describe --participant order-service --version 9").exits(1);
    shop.abide("branches list --participant order-service").exits(0).says("new-checkout");
    shop.abide("tags create --participant order-service --version 1.1.0 --tag new").exits(0);
    shop.abide("tags list --participant order-service --version 1.1.0").exits(0).says("new");
    shop.abide("environments update --environment production --display-name Live").exits(0);
    shop.abide("environments list").exits(0).says("Live");

    let pair = "--consumer order-service --provider payment-service";
    shop.abide(&format!("diff 1.0.0 1.1.0 {pair}")).exits(1).says("response.status   was 201, is now 202");
    shop.abide(&format!("diff 1.0.0 1.0.0 {pair}")).exits(0).says("Both say the same");
    shop.abide("diff first/contract.json second/contract.json").exits(1);
    shop.abide(&format!("diff 1.0.0 9 {pair}")).exits(3);
}

#[test]
fn what_is_live_is_recorded_protected_and_ended() {
    let shop = with_two_versions();
    let order = "--participant order-service";
    let there = "--environment production";
    shop.abide(&format!("record-deployment {order} --version 1.0.0 {there}")).exits(0);
    shop.abide(&format!("record-deployment {order} --version 1.1.0 {there} --application-instance blue")).exits(0);
    shop.abide(&format!("environments describe {there}")).exits(0).says("instance blue");
    shop.abide(&format!("versions describe {order} --version 1.0.0")).exits(0).says("deployed to   production");

    let delete = format!("versions delete {order} --version 1.0.0");
    shop.abide(&delete).exits(2).says("it is deployed to production");
    shop.abide(&format!("{delete} --yes")).exits(1).says("order-service 1.0.0 is live in production");
    shop.abide(&format!("environments delete {there} --yes")).exits(1).says("hint: `--force`");
    shop.abide("participants delete --name order-service --yes")
        .exits(1)
        .says("contracts and results with payment-service");

    shop.abide(&format!("record-undeployment {order} {there}")).exits(0).says("order-service 1.0.0");
    shop.abide(&format!("record-undeployment {order} {there}")).exits(1).says("1.1.0 on instance blue");
    shop.abide(&format!("record-release {order} --version 1.0.0 {there}")).exits(0);
    shop.abide(&format!("record-support-ended {order} --version 1.0.0 {there}")).exits(0);
    shop.abide(&format!("record-support-ended {order} --version 1.0.0 {there}")).exits(1);
    shop.abide(&format!("{delete} --yes")).exits(0);
    shop.abide(&format!("{delete} --yes")).exits(1).says("knows no version 1.0.0");

    shop.abide(&format!("branches delete {order} --branch new-checkout --yes")).exits(0);
    shop.abide(&format!("branches delete {order} --branch new-checkout --yes")).exits(1);
    shop.abide("participants delete --name order-service --yes --force").exits(0);
    shop.abide("participants describe --name order-service").exits(3);
    shop.abide(&format!("environments delete {there} --yes")).exits(0);
    shop.abide(&format!("environments describe {there}")).exits(3);
}

#[test]
fn a_deployment_waits_for_the_result_of_a_version_that_is_live() {
    let shop = with_two_versions();
    let payment = "--participant payment-service --version 2.0.0";
    shop.abide(&format!("tags create {payment} --tag built --auto-create-version")).exits(0);
    shop.abide(&format!("record-deployment {payment} --environment production")).exits(0);
    let ask = "can-i-deploy --participant order-service --version 1.0.0 --to-environment production";
    shop.abide(ask).exits(1).says("Not yet: ");
    shop.abide(&format!("{ask} --wait --timeout 0.2 --interval 0.1")).exits(1).says("no more results came");
    shop.abide(&format!("{ask} --ignore payment-service")).exits(0);
    shop.abide("can-i-merge --participant order-service --version 1.0.0").exits(1);

    thread::scope(|scope| {
        let waiting = scope.spawn(|| shop.abide(&format!("{ask} --wait --timeout 300 --interval 0.1")));
        let service = shop.payment_service("");
        let url = service.url();
        let verify = format!("verify --provider payment-service --url {url} --state-url {url}/_abide/states");
        let publish = "--publish --provider-version 2.0.0 --provider-branch main --selector main";
        shop.abide(&format!("{verify} {publish}")).exits(0);
        waiting.join().unwrap().exits(0).says("Yes: ");
    });
    shop.abide("can-i-merge --participant order-service --version 1.0.0").exits(0);
    shop.abide(&format!("can-i-deploy {payment} --participant order-service --version 1.0.0")).exits(0);
    shop.abide("can-i-deploy --participant order-service --branch main --to-environment production").exits(0);
}
