//! Questions read from query strings.

use super::history::{A, question};
use crate::domain::matrix::{Pick, Question};

#[test]
fn questions_are_read_from_the_query_of_every_client() {
    let read = |query: &str| Question::read(&crate::query::parse(query));
    let environment = read("q[][pacticipant]=A&q[][version]=1&latestby=cvpv&environment=production").unwrap();
    assert_eq!(environment, question(A, "1"));
    let tag = read("q%5B%5D%5Bpacticipant%5D=A&q%5B%5D%5Bversion%5D=1&tag=prod&latestby=cvp&latest=true").unwrap();
    assert_eq!(tag.target, Some(Pick::LatestTagged("prod".to_owned())));
    let merge = read("q[][pacticipant]=A&q[][version]=1&latestby=cvp&latest=true&mainBranch=true").unwrap();
    assert_eq!(merge.target, Some(Pick::MainBranchHead));
    let several = read("q[][pacticipant]=A&q[][version]=1&q[][pacticipant]=B&q[][latest]=true&latestby=cvpv").unwrap();
    assert_eq!((several.selectors.len(), several.infers), (2, false));
}

#[test]
fn questions_that_make_no_sense_are_refused_with_every_complaint() {
    let cases = [
        "",
        "q=x",
        "q[][version]=1",
        "q[][pacticipant]=A&q[][version]=1&q[][latest]=true",
        "q[][pacticipant]=A&q[][version]=1&q[][branch]=main",
        "q[][pacticipant]=A&q[][branch]=main&q[][mainBranch]=true",
        "q[][pacticipant]=A&tag=a&environment=b",
        "q[][pacticipant]=A&latest=true&environment=b",
        "q[][pacticipant]=A&latestby=zzz",
        "q[][pacticipant]=A&limit=0",
        "q[][pacticipant]=A&success=maybe",
        "q[][pacticipant]=A&q[][latest]=1",
        "q[][pacticipant]=A&mainBranch=yes",
    ];
    for query in cases {
        assert!(Question::read(&crate::query::parse(query)).is_err(), "{query}");
    }
}

#[test]
fn a_name_without_a_value_is_refused_by_name_and_never_means_any() {
    let cases = [
        ("q[][pacticipant]=A&q[][version]=", "q[][version] can't be blank for A"),
        ("q[][pacticipant]=A&q[][version]=%20&environment=production", "q[][version] can't be blank for A"),
        ("q[][pacticipant]=A&q[][version]", "q[][version] can't be blank for A"),
        ("q[][pacticipant]=A&q[][tag]=", "q[][tag] can't be blank for A"),
        ("q[][pacticipant]=A&q[][branch]=", "q[][branch] can't be blank for A"),
        ("q[][pacticipant]=A&q[][environment]=", "q[][environment] can't be blank for A"),
        ("q[][pacticipant]=A&q[][version]=1&environment=", "environment can't be blank"),
        ("q[][pacticipant]=A&q[][version]=1&tag=&latest=true", "tag can't be blank"),
        (
            "q[][pacticipant]=A&q[][version]=1&ignore[][pacticipant]=B&ignore[][version]=",
            "ignore[][version] can't be blank for B",
        ),
    ];
    for (query, complaint) in cases {
        assert_eq!(Question::read(&crate::query::parse(query)), Err(vec![complaint.to_owned()]), "{query}");
    }
}

#[test]
fn what_is_so_or_not_must_be_true_or_false() {
    let cases = [
        ("q[][pacticipant]=A&q[][latest]=1", "q[][latest] must be true or false for A"),
        ("q[][pacticipant]=A&q[][mainBranch]=True", "q[][mainBranch] must be true or false for A"),
        ("q[][pacticipant]=A&q[][version]=1&latest=yes&tag=prod", "latest must be true or false"),
        ("q[][pacticipant]=A&q[][version]=1&mainBranch=", "mainBranch must be true or false"),
    ];
    for (query, complaint) in cases {
        assert_eq!(Question::read(&crate::query::parse(query)), Err(vec![complaint.to_owned()]), "{query}");
    }
    let not_so = Question::read(&crate::query::parse("q[][pacticipant]=A&q[][latest]=false&latest=false")).unwrap();
    assert_eq!((&not_so.selectors[0].pick, &not_so.target), (&Pick::Any, &None));
}

#[test]
fn what_nobody_has_heard_of_is_kept_to_be_told() {
    let query =
        "q[][pacticipant]=A&q[][version]=1&q[][enviroment]=prod&enviroment=prod&days=3&ignore[][name]=B&limit=5";
    let question = Question::read(&crate::query::parse(query)).unwrap();
    assert_eq!(question.unheard_of, ["enviroment", "q[][enviroment]", "ignore[][name]"]);
}
