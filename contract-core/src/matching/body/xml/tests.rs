//! What the walk over XML says.

use super::super::tests::{Expected, regex};
use crate::rule::Rule;

const TYPE: Rule = Rule::Type { min: None, max: None };

fn xml(text: &str) -> Expected {
    Expected::text("application/xml", text)
}

#[test]
fn names_agree_by_namespace_and_not_by_prefix() {
    let expected = xml("<a xmlns='u' xmlns:n='v' n:id='1'><n:b/></a>");
    assert_eq!(expected.in_request("<x:a xmlns:x='u' xmlns:y='v' y:id='1'><b xmlns='v'/></x:a>"), "");
    assert_eq!(expected.in_request("<a xmlns='w'/>"), "$['u:a'] Expected element <u:a/> but received <w:a/>");
    assert_eq!(
        expected.in_request("<a xmlns='u' id='1'><b/></a>"),
        "$['u:a']['@v:id'] Expected attribute 'v:id' but was missing\n\
         $['u:a']['@id'] Unexpected attribute 'id' received\n\
         $['u:a']['v:b'] Expected child <v:b/> but was missing\n\
         $['u:a']['u:b'] Unexpected child <u:b/> received"
    );
}

#[test]
fn rules_may_name_things_by_prefix_or_by_namespace() {
    let text = "<p:a xmlns:p='u' p:id='1'><p:b>x</p:b></p:a>";
    let other = "<a xmlns='u' xmlns:q='u' q:id='7'><b>y</b></a>";
    for [id, b] in [
        ["$.p:a['@p:id']", "$.p:a.p:b['#text']"],
        ["$['u:a']['@u:id']", "$['u:a']['u:b'].#text"],
        ["$['p:a']['@p:id']", "$.*['u:b']"],
    ] {
        let expected = xml(text).with([(id, Rule::Integer), (b, TYPE)]);
        assert_eq!(expected.in_request(other), "", "{id} {b}");
        assert!(expected.in_request("<a xmlns='u' xmlns:q='u' q:id='z'><b>y</b></a>").contains("to be an integer"));
    }
    let default = xml("<a xmlns='u'>x</a>").with([("$.a", TYPE)]);
    assert_eq!(default.in_request("<a xmlns='u'>y</a>"), "");
}

#[test]
fn attributes_texts_and_children_differ() {
    let expected = xml("<a id='1'><b>x</b><c>y</c><c>z</c></a>");
    assert_eq!(
        expected.in_request("<?xml version='1.0'?><a id='1'>\n <c>y</c><c><![CDATA[z]]></c>\n<b> x<!-- --></b></a>"),
        ""
    );
    assert_eq!(
        expected.in_request("<a id='2'><b>w</b><c>z</c><d/></a>"),
        "$.a['@id'] Expected '2' (String) to be equal to '1' (String)\n\
         $.a.b['#text'] Expected 'w' (String) to be equal to 'x' (String)\n\
         $.a.c['#text'] Expected 'z' (String) to be equal to 'y' (String)\n\
         $.a.c Expected child <c/> but was missing\n\
         $.a.d Unexpected child <d/> received"
    );
    assert_eq!(expected.in_response("<a id='1' e=''><b>x</b><c>y</c><c>z</c><c/><d/></a>"), "");
    assert_eq!(
        expected.in_request("<a id='1'><b>x</b><c>y</c><c>z</c><c/></a>"),
        "$.a.c Unexpected child <c/> received"
    );
}

#[test]
fn a_missing_child_is_told_by_its_name() {
    let expected = xml("<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<values><one>A</one><two>B</two></values>\n");
    let actual = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?><values><one>A</one></values>";
    assert_eq!(expected.in_request(actual), "$.values.two Expected child <two/> but was missing");
}

#[test]
fn a_type_rule_repeats_the_first_child_and_closes_the_element() {
    let expected = xml("<a><b n='1'><c>x</c></b></a>").with([("$.a", TYPE)]);
    assert_eq!(expected.in_response("<a><b n='2'><c>y</c></b><b n='3' m=''><c/></b></a>"), "");
    assert_eq!(
        expected.in_response("<a><b n='2'/><d/></a>"),
        "$.a.b.c Expected child <c/> but was missing\n$.a.d Unexpected child <d/> received"
    );
    assert_eq!(expected.in_response("<a/>"), "$.a.b Expected child <b/> but was missing");
}

#[test]
fn sizes_count_children_or_the_element_where_it_repeats() {
    let least = |min| Rule::Type { min: Some(min), max: None };
    let inside = xml("<a><b><c/></b></a>").with([("$.a.b", least(2))]);
    assert_eq!(inside.in_request("<a><b><c/><c/></b></a>"), "");
    assert_eq!(
        inside.in_request("<a><b><c/></b><b><c/><c/></b></a>"),
        r#"$.a.b Expected ["<c/>"] (size 1) to have minimum size of 2"#
    );
    let repeated = xml("<a><b><c/></b><b><c/></b></a>").with([("$.a.b[*]", least(2))]);
    assert_eq!(repeated.in_request("<a><b><c/></b><b><c/></b><b><c/></b></a>"), "");
    assert_eq!(
        repeated.in_request("<a><b><c/></b></a>"),
        r#"$.a.b Expected ["<b/>"] (size 1) to have minimum size of 2"#
    );
    let leaf = xml("<a><b>x</b></a>").with([("$.a[*].b", Rule::Type { min: None, max: Some(1) })]);
    assert!(leaf.in_request("<a><b>y</b><b>z</b></a>").contains("to have maximum size of 1"));
}

#[test]
fn positions_in_rules_are_passed_over_and_do_not_count() {
    let expected = xml("<a><b>1</b></a>").with([("$.a[0][1].*", TYPE), ("$[*].a.b", regex(r"\d+"))]);
    assert_eq!(expected.in_request("<a><b>22</b></a>"), "");
    assert_eq!(expected.in_request("<a><b>x</b></a>"), r"$.a.b['#text'] Expected 'x' to match '\d+'");
}

#[test]
fn rules_on_elements_judge_their_texts() {
    let expected = xml("<a x=''><b>red</b></a>").with([("$.a", regex("red|blue"))]);
    assert_eq!(expected.in_request("<a x=''><b>blue</b></a>"), "");
    assert_eq!(expected.in_request("<a x=''><b>green</b></a>"), "$.a.b['#text'] Expected 'green' to match 'red|blue'");
    let number = xml("<a><b>1</b></a>").with([("$.a.b", Rule::Decimal)]);
    assert_eq!(number.in_request("<a><b> 2.5 </b></a>"), "");
    let filled = xml("<a><b>1</b></a>").with([("$.a", Rule::NotEmpty)]);
    assert_eq!(filled.in_request("<a><b>2</b></a>"), "");
    assert_eq!(
        filled.in_request("<a/>"),
        "$.a Expected '' (String) to not be empty\n$.a.b Expected child <b/> but was missing"
    );
    assert!(xml("<a/>").with([("$.a", Rule::Values)]).in_request("<a/>").contains("Unable to match '<a/>'"));
}

#[test]
fn equality_brings_strictness_back() {
    let expected = xml("<a><b>1</b><c>2</c></a>").with([("$.a", TYPE), ("$.a.c", Rule::Equality)]);
    assert_eq!(expected.in_response("<a><b>x</b><c>2</c></a>"), "");
    assert_eq!(
        expected.in_response("<a><b>x</b><c d=''>3</c><c>2</c></a>"),
        "$.a.c['@d'] Unexpected attribute 'd' received\n\
         $.a.c['#text'] Expected '3' (String) to be equal to '2' (String)\n\
         $.a.c Unexpected child <c/> received"
    );
}

#[test]
fn xml_in_a_part_has_the_rules_of_the_part() {
    let part = |text: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=x\r\nContent-Type: text/xml\r\n\r\n{text}\r\n--b--")
    };
    let expected = Expected::text("multipart/form-data; boundary=b", &part("<a><b>1</b></a>"));
    let expected = expected.with([("$.x.a.b[*]", Rule::Integer), ("$.x[0].a", TYPE)]);
    assert_eq!(expected.in_request(part("<a><b>22</b></a>")), "");
    assert_eq!(expected.in_request(part("<a><b>z</b></a>")), "$.x.a.b['#text'] Expected 'z' (String) to be an integer");
}

#[test]
fn what_cannot_be_read_is_told() {
    assert!(xml("<a/>").in_request("<a>").starts_with("$ Expected an XML body but could not read it: "));
    assert!(xml("text").in_request("<a/>").starts_with("$ The contract's XML example cannot be read: "));
    let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><a>gr\xfcn</a>";
    assert_eq!(xml("<a>grün</a>").in_request(latin), "");
}

#[test]
fn what_is_told_does_not_grow_with_the_body() {
    let long = "n".repeat(10_000);
    let of = |text: &str, times: usize| format!("<{long}>{}</{long}>", format!("<b>{text}</b>").repeat(times));
    let said = xml(&of("1", 10_000)).in_request(of("x", 10_000));
    assert!(said.ends_with("\n$ Further differences are not told: there are too many"), "{}", said.len());
    assert!(said.len() < 20_000_000, "{}", said.len());
    let most = Rule::Type { min: None, max: Some(1) };
    let said = super::super::tests::judged(&xml(&of("1", 1)), (&format!("$.{long}.b"), vec![most]), &of("1", 10_000));
    assert!(said.contains("9900 more\"] (size 10000) to have maximum size of 1"), "{}", said.len());
    assert!(said.len() < 20_000, "{}", said.len());
}

#[test]
fn equality_beside_a_type_still_asks_for_the_example_itself() {
    let expected = xml("<a n='1'><b>x</b></a>").with([("$.a", Rule::Equality), ("$.a", TYPE)]);
    assert_eq!(expected.in_response("<a n='1'><b>x</b></a>"), "");
    assert_eq!(
        expected.in_response("<a n='1' m='2'><b>x</b><b>x</b></a>"),
        "$.a['@m'] Unexpected attribute 'm' received\n$.a.b Unexpected child <b/> received"
    );
}

#[test]
fn where_one_rule_is_enough_sizes_and_texts_are_judged_together() {
    use super::super::tests::judged;
    let rules = || vec![Rule::Type { min: Some(3), max: None }, regex("[0-9]+")];
    let one = |actual: &str| judged(&xml("<a><b>1</b></a>"), ("$.a.b", rules()), actual);
    assert_eq!(one("<a><b>7</b></a>"), "");
    assert_eq!(one("<a><b>x</b><b>y</b><b>z</b></a>"), "");
    assert_eq!(
        one("<a><b>x</b></a>"),
        "$.a.b Expected [\"<b/>\"] (size 1) to have minimum size of 3\n\
         $.a.b['#text'] Expected 'x' to match '[0-9]+'"
    );
    let parent = |actual: &str| judged(&xml("<a><b>1</b></a>"), ("$.a", rules()), actual);
    assert_eq!(parent("<a><b>7</b></a>"), "");
    assert!(parent("<a><b>x</b></a>").contains("minimum size of 3"));
}
