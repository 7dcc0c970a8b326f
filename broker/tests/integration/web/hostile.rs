//! Names, branches, bodies and reports that try to be more than text.

use super::{html, open};
use crate::harness::{TestBroker, publication, results_url};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

const SCRIPT: &str = "<script>alert(1)</script>";
const BREAKOUT: &str = "\"><img src=x onerror=alert(1)>";
const TURNED: &str = "pay\u{202e}drac {{7*7}} ]]>";

fn encoded(name: &str) -> String {
    utf8_percent_encode(name, NON_ALPHANUMERIC).to_string()
}

async fn attacked() -> TestBroker {
    let broker = TestBroker::start().await;
    let contract = json!({
        "consumer": { "name": SCRIPT },
        "provider": { "name": TURNED },
        "interactions": [{
            "description": format!("</pre>{SCRIPT}\u{0}"),
            "providerStates": [{ "name": BREAKOUT, "params": { SCRIPT: BREAKOUT } }],
            "request": { "method": "GET", "path": BREAKOUT, "query": { SCRIPT: [BREAKOUT] }, "headers": { "X-Evil": [SCRIPT] } },
            "response": { "status": 200, "body": { BREAKOUT: SCRIPT, "turned": TURNED } },
        }],
        "metadata": { SCRIPT: { "version": SCRIPT }, "pactSpecification": { "version": SCRIPT } },
    });
    let mut body = publication(SCRIPT, BREAKOUT, &[(TURNED, contract)]);
    body["branch"] = SCRIPT.into();
    body["tags"] = json!([BREAKOUT]);
    body["buildUrl"] = "https://\"><script>alert(1)</script>".into();
    broker.post("/contracts/publish", &body).await.expect(200);
    broker
        .put(
            &format!("/pacticipants/{}", encoded(SCRIPT)),
            &json!({ "name": SCRIPT, "repositoryUrl": "javascript:alert(1)" }),
        )
        .await
        .expect(200);
    let path = format!("/pacts/provider/{}/consumer/{}/latest", encoded(TURNED), encoded(SCRIPT));
    let contract = broker.get(&path).await.expect(200);
    let id = &contract["interactions"][0]["_id"];
    let report = json!([{
        "interactionId": id, "success": false, "exceptions": [{ "message": SCRIPT }],
        "mismatches": [{ "attribute": SCRIPT, "identifier": BREAKOUT, "description": SCRIPT }],
    }]);
    broker
        .post(
            results_url(&contract),
            &json!({ "success": false, "providerApplicationVersion": SCRIPT, "testResults": report }),
        )
        .await
        .expect(201);
    let environment = broker.environment(SCRIPT, true).await;
    let uuid = environment["uuid"].as_str().unwrap();
    let record = format!(
        "/pacticipants/{}/versions/{}/deployed-versions/environment/{uuid}",
        encoded(SCRIPT),
        encoded(BREAKOUT)
    );
    broker.post(&record, &json!({ "applicationInstance": SCRIPT })).await.expect(201);
    broker
}

#[tokio::test]
async fn markup_in_data_stays_text_on_every_page() {
    let broker = attacked().await;
    let (consumer, provider, version) = (encoded(SCRIPT), encoded(TURNED), encoded(BREAKOUT));
    let pages = [
        "/".to_owned(),
        format!("/?search={consumer}&environment={consumer}&status={consumer}"),
        format!("/?search={version}"),
        "/pacticipants".to_owned(),
        format!("/pacticipants?search={version}"),
        format!("/pacticipants/{consumer}"),
        format!("/pacticipants/{consumer}/versions/{version}"),
        "/environments".to_owned(),
        format!("/pacts/provider/{provider}/consumer/{consumer}/version/{version}"),
        format!("/can-i-deploy?pacticipant={consumer}&version={version}&environment={consumer}"),
        format!("/matrix/provider/{provider}/consumer/{consumer}"),
        format!("/matrix?q[][pacticipant]={version}"),
    ];
    for path in pages {
        let page = html(&broker, &path).await;
        assert!(!page.contains("<script>") && !page.contains("<img"), "{path}: {page}");
        assert!(!page.contains("href=\"javascript:"), "{path}");
        assert!(!page.contains('\u{202e}') && !page.contains('\0'), "{path}");
    }
    let missing = open(&broker, &format!("/pacticipants/{version}")).await;
    assert!(missing.status.as_u16() == 404 && !missing.text.contains("<img"), "{}", missing.text);
}

#[tokio::test]
async fn the_text_itself_is_shown_and_what_hides_is_spelt_out() {
    let broker = attacked().await;
    let page = html(&broker, "/").await;
    assert!(page.contains("&#60;script&#62;alert(1)&#60;/script&#62;"), "{page}");
    assert!(page.contains("pay[U+202E]drac {{7*7}} ]]&#62;"), "{page}");
}

#[tokio::test]
async fn commands_to_paste_quote_what_a_shell_would_run() {
    let broker = attacked().await;
    let path = format!(
        "/can-i-deploy?pacticipant={}&version={}&environment={}",
        encoded(SCRIPT),
        encoded(BREAKOUT),
        encoded(SCRIPT)
    );
    let page = html(&broker, &path).await;
    assert!(page.contains("--participant &#39;&#60;script&#62;alert(1)&#60;/script&#62;&#39;"), "{page}");
}
