//! What definitions say, how they are printed, and what is refused.

use super::*;
use crate::body::Body;
use crate::file::read_rule;
use crate::http::{ActualResponse, Response};
use crate::matching::match_response;
use crate::rules::Rules;
use proptest::prelude::*;

fn parsed(text: &str) -> Definition {
    Definition::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Compares with an example (`-` where there is none), rules as a contract has them, and a generator behind `<-`.
#[track_caller]
fn assert_says(text: &str, expected: &str) {
    let definition = parsed(text);
    let (rules, generator) = expected.split_once(" <- ").unwrap_or((expected, ""));
    let (example, rules) =
        rules.split_once(" {").map_or((rules, String::new()), |(example, rest)| (example, format!("{{{rest}")));
    let list = parse_json(format!("[{}]", rules.replace("} {", "},{")).as_bytes()).unwrap().into_owned();
    let rules: Vec<Rule> = list.as_array().unwrap().iter().map(|rule| read_rule(rule).unwrap()).collect();
    assert_eq!(definition.example().map_or_else(|| "-".to_owned(), |example| example.to_compact()), example, "{text}");
    assert_eq!(definition.rules(), rules, "{text}");
    let made = definition.generator().map_or_else(String::new, |generator| write_generator(&generator).to_compact());
    assert_eq!(made, generator, "{text}");
}

#[test]
fn definitions_say_example_rules_and_generator() {
    for (text, expected) in [
        ("matching(type,'Name')", r#""Name" {"match":"type"}"#),
        ("matching(equality, null)", r#"null {"match":"equality"}"#),
        ("matching(number, -100)", r#"-100 {"match":"number"}"#),
        ("matching(integer, 100)", r#"100 {"match":"integer"}"#),
        ("matching(decimal, 12.50)", r#"12.50 {"match":"decimal"}"#),
        ("matching(decimal, 100)", r#"100.0 {"match":"decimal"}"#),
        ("matching(boolean, true)", r#"true {"match":"boolean"}"#),
        ("matching(include, 'part')", r#""part" {"match":"include","value":"part"}"#),
        (r"matching(regex,'\w{3}\d+','abc123')", r#""abc123" {"match":"regex","regex":"\\w{3}\\d+"}"#),
        ("matching(semver, '1.0.0-rc.1')", r#""1.0.0-rc.1" {"match":"semver"}"#),
        (
            "matching(contentType,'application/xml','<a/>')",
            r#""<a/>" {"match":"contentType","value":"application/xml"}"#,
        ),
        ("notEmpty('x')", r#""x" {"match":"notEmpty"}"#),
        ("notEmpty(7)", r#"7 {"match":"notEmpty"}"#),
        ("atLeast(2)", r#"- {"match":"type","min":2}"#),
        ("atLeast(1), atMost(10)", r#"- {"match":"type","max":10,"min":1}"#),
        ("matching(creditcard, 'visa', '4111')", r#""4111" {"match":"creditcard","value":"visa"}"#),
        ("matching(creditcard, '4111')", r#""4111" {"match":"creditcard"}"#),
        ("matching($'Person')", "-"),
        ("notEmpty('x'), matching(include, 'y')", r#""x" {"match":"notEmpty"} {"match":"include","value":"y"}"#),
    ] {
        assert_says(text, expected);
    }
}

#[test]
fn values_may_come_from_the_state_and_dates_are_made() {
    for (text, expected) in [
        (
            "matching(number, fromProviderState('${id}', 100))",
            r#"100 {"match":"number"} <- {"dataType":"INTEGER","expression":"${id}","type":"ProviderState"}"#,
        ),
        (
            "matching(decimal, fromProviderState('price', 100))",
            r#"100.0 {"match":"decimal"} <- {"dataType":"DECIMAL","expression":"price","type":"ProviderState"}"#,
        ),
        (
            "matching(date, 'yyyy-MM-dd', '2024-02-29')",
            r#""2024-02-29" {"format":"yyyy-MM-dd","match":"date"} <- {"format":"yyyy-MM-dd","type":"Date"}"#,
        ),
        (
            "matching(time, 'HH:mm', fromProviderState('at', '10:00'))",
            r#""10:00" {"format":"HH:mm","match":"time"} <- {"dataType":"STRING","expression":"at","type":"ProviderState"}"#,
        ),
        (
            "notEmpty(fromProviderState('flag', true))",
            r#"true {"match":"notEmpty"} <- {"dataType":"BOOLEAN","expression":"flag","type":"ProviderState"}"#,
        ),
    ] {
        assert_says(text, expected);
    }
}

#[test]
fn items_hold_items() {
    for (text, expected) in [
        (
            r"eachKey(matching(regex,'\d+','1')), eachValue(matching(type, 'a'))",
            r#"- {"match":"eachKey","rules":[{"match":"regex","regex":"\\d+"}],"value":"1"} {"match":"eachValue","rules":[{"match":"type"}],"value":"a"}"#,
        ),
        (r"eachValue(matching(type, '1'))", r#"- {"match":"eachValue","rules":[{"match":"type"}],"value":"\"1\""}"#),
        ("eachValue(matching(integer, 1))", r#"- {"match":"eachValue","rules":[{"match":"integer"}],"value":"1"}"#),
        ("eachValue(matching($'Item'))", r#"- {"match":"eachValue","rules":[{"match":"type"}]}"#),
        (
            "arrayContains(matching(equalTo, 'PUBLIC'), matching(integer, 7))",
            r#"["PUBLIC",7] {"match":"arrayContains","variants":[{"index":0,"rules":{"$":{"combine":"AND","matchers":[{"match":"equality"}]}}},{"index":1,"rules":{"$":{"combine":"AND","matchers":[{"match":"integer"}]}}}]}"#,
        ),
        (
            "eachKey(matching(date, 'yyyy', '2024'))",
            r#"- {"generator":{"format":"yyyy","type":"Date"},"match":"eachKey","rules":[{"format":"yyyy","match":"date"}],"value":"2024"}"#,
        ),
    ] {
        assert_says(text, expected);
    }
    let definition = parsed("eachKey(matching($'Key')), arrayContains(eachValue(matching($'Item')), notEmpty('x'))");
    assert_eq!(definition.references(), ["Key", "Item"]);
}

#[test]
fn printing_is_canonical() {
    for (text, printed) in [
        (" matching ( type ,\t'Name' ) ", "matching(type, 'Name')"),
        ("matching(equality,1)", "matching(equalTo, 1)"),
        ("matching(decimal,1)", "matching(decimal, 1.0)"),
        (r"matching(regex,'\bfoo\b \d\\','foo')", r"matching(regex, '\u005Cbfoo\u005Cb \d\\', 'foo')"),
        (r"matching(type,'a\bb\'\n\t\\n\d')", r"matching(type, 'a\u0008b\'\n\t\\n\d')"),
        (r"matching(type,'\u00e9\u{1F600}\uD83D\uDE00')", "matching(type, 'é😀😀')"),
        (r"matching(type,'\u005Cn')", r"matching(type, '\u005Cn')"),
        (
            "eachValue(arrayContains(atLeast(1),matching($'a b')))",
            "eachValue(arrayContains(atLeast(1), matching($'a b')))",
        ),
        (
            "matching(date,'yyyy',fromProviderState('${y}','2024'))",
            "matching(date, 'yyyy', fromProviderState('${y}', '2024'))",
        ),
        ("matching(card,'visa',fromProviderState('c','4'))", "matching(card, 'visa', fromProviderState('c', '4'))"),
    ] {
        let definition = parsed(text);
        assert_eq!(definition.to_string(), printed);
        assert_eq!(parsed(printed), definition, "{printed}");
    }
}

#[test]
fn quotes_and_backslashes_belong_to_the_value() {
    for (text, expected) in [
        (r"matching(type, '\'quoted\'')", "'quoted'"),
        ("matching(type, '')", ""),
        (r"matching(type, 'C:\dir\\')", r"C:\dir\\"),
        ("matching(type, ' \"a\" ')", " \"a\" "),
    ] {
        assert_eq!(parsed(text).example(), Some(Json::from(expected)), "{text}");
    }
}

#[test]
fn malformed_definitions_say_where() {
    for (text, offset, reason) in [
        ("", 0, "expected one of matching, notEmpty"),
        ("plain", 0, "expected one of"),
        ("matching", 8, "expected `(`"),
        ("matching(", 9, "expected the name of a rule"),
        ("matching(type)", 13, "expected `,`"),
        ("matching(type, Name)", 15, "expected a string in single quotes, a number"),
        ("matching(type, \"Name\")", 15, "double quotes do not make one"),
        ("matching(type, 'Name'", 21, "expected `,` or `)`"),
        ("matching(type, 'Name", 15, "a string that is not closed"),
        ("matching(type, 'Name') x", 23, "expected `,` or the end"),
        ("matching(integer, 1.5)", 18, "expected a number without fraction"),
        ("matching(number, '1')", 17, "expected a number"),
        ("matching(number, 1e3)", 17, "`1e3` is not a number"),
        ("matching(number, 007)", 17, "no leading zeros"),
        ("matching(boolean, 'true')", 18, "expected true or false"),
        ("matching(semver, '1.0')", 17, "expected a semantic version"),
        ("matching(regex, '(', 'x')", 16, "cannot be compiled"),
        ("matching(date, 'QQQQQQQ', 'x')", 15, "malformed"),
        ("matching(notEmpty, 'x')", 9, "`notEmpty` stands by itself"),
        ("matching(minType, 1)", 9, "atLeast"),
        ("matching(statusCode, 200)", 9, "has no form"),
        ("eachKey(matching(type, 'a'), 1)", 27, "expected `,` or `)`"),
        ("atLeast(-1)", 8, "expected a number of entries"),
        ("atLeast('1')", 8, "expected a number of entries"),
        (r"matching(type, '\uD800x')", 16, "half of a surrogate pair"),
        (r"matching(type, '\uZZZZ')", 16, "four hexadecimal digits"),
        ("matching(type, fromProviderState('${', 1))", 33, "cannot be read"),
        ("matching(type, 'é', 1)", 19, "expected `,` or `)`"),
    ] {
        let error = Definition::parse(text).unwrap_err();
        assert_eq!((error.offset, error.text.as_str()), (offset, text), "{error}");
        assert!(error.reason.contains(reason), "{error}");
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = |depth: usize| "eachValue(".repeat(depth) + "notEmpty('x')" + &")".repeat(depth);
    assert!(Definition::parse(&nested(15)).is_ok());
    assert!(Definition::parse(&nested(16)).unwrap_err().reason.contains("deeper than 16"));
    assert!(Definition::parse(&nested(50_000)).unwrap_err().reason.contains("deeper than 16"));
    let long = format!("notEmpty('{}')", "x".repeat(1 << 20));
    let error = Definition::parse(&long).unwrap_err();
    assert!(error.reason.contains("1 MiB") && error.to_string().len() < 400);
}

#[test]
fn plain_texts_are_told_from_slips() {
    for plain in ["", "matching", "a matching(type, 'x')", "matchings(1)", "Matching(type, 'x')", "not empty"] {
        assert_eq!(Definition::recognise(plain), Ok(None), "{plain}");
    }
    assert!(Definition::recognise(" eachKey (notEmpty('x'))").unwrap().is_some());
    assert!(Definition::recognise("notEmpty(x)").is_err());
}

fn literals() -> impl Strategy<Value = Json> {
    prop_oneof![
        any::<String>().prop_map(Json::from),
        r"[\\'bnu{}0-9a-d]{0,8}".prop_map(Json::from),
        any::<i64>().prop_map(|number| Json::Number(number.into())),
        any::<bool>().prop_map(Json::Bool),
        Just(Json::Null),
    ]
}

fn matchings() -> impl Strategy<Value = Item> {
    let type_rule = Rule::Type { min: None, max: None };
    let plain = prop_oneof![Just(Rule::Equality), Just(type_rule), Just(Rule::NotEmpty)];
    let regex =
        r"[\\]?\\[bdwn\\]{1,3}".prop_filter_map("an expression", |source| crate::rule::Regex::new(&source).ok());
    let state = proptest::option::of("[$]\\{[a-z']{1,4}\\}");
    prop_oneof![
        (plain, literals(), state).prop_map(|(rule, example, state)| Matching { rule, example, state }),
        (regex, any::<String>()).prop_map(|(regex, example)| {
            Matching { rule: Rule::Regex(regex), example: example.into(), state: None }
        }),
        any::<String>().prop_map(|part| Matching {
            rule: Rule::Include(part.clone()),
            example: part.into(),
            state: None
        }),
        any::<i32>().prop_map(|number| Matching {
            rule: Rule::Integer,
            example: Json::Number(number.into()),
            state: None
        }),
    ]
    .prop_map(Item::Matching)
}

fn items() -> impl Strategy<Value = Item> {
    let leaf = prop_oneof![
        4 => matchings(),
        1 => any::<String>().prop_map(Item::Reference),
        1 => any::<usize>().prop_map(Item::AtLeast),
        1 => any::<usize>().prop_map(Item::AtMost),
    ];
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|item| Item::EachKey(Box::new(item))),
            inner.clone().prop_map(|item| Item::EachValue(Box::new(item))),
            proptest::collection::vec(inner, 1..4).prop_map(Item::ArrayContains),
        ]
    })
}

/// The rules and example of a definition, as a response with a JSON body.
fn response(definition: &Definition, example: &Json) -> Response {
    let set = RuleSet { rules: definition.rules(), ..RuleSet::default() };
    let body = BodyRules::compile([(RulePath::root(), set)]);
    Response {
        status: 200,
        body: Body::json(example.clone()),
        rules: Rules { body, ..Rules::default() },
        ..Response::default()
    }
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_the_same(items in proptest::collection::vec(items(), 1..4)) {
        let definition = Definition { items };
        let printed = definition.to_string();
        prop_assert_eq!(&parsed(&printed), &definition);
        prop_assert_eq!(parsed(&printed).to_string(), printed);
    }

    #[test]
    fn no_text_is_too_odd_to_be_judged(text in any::<String>()) {
        let _ = Definition::parse(&text);
        let _ = Definition::recognise(&format!("matching({text}"));
    }

    #[test]
    fn no_shuffle_of_pieces_is_too_odd_to_be_judged(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "matching", "notEmpty", "eachKey", "arrayContains", "atMost", "(", ")", ",", "'", "\\", "\\u", "$", "type",
            "regex", "date", "number", "fromProviderState", "'x'", "1", "-", ".", "true", "null", "é", " ",
        ]), 0..24)
    ) {
        if let Ok(definition) = Definition::parse(&pieces.concat()) {
            let printed = definition.to_string();
            prop_assert_eq!(parsed(&printed), definition);
        }
    }

    #[test]
    fn an_example_satisfies_its_own_rules(item in matchings()) {
        let definition = Definition { items: vec![item] };
        let example = definition.example().unwrap();
        let is_fair = match definition.rules().as_slice() {
            [Rule::Regex(regex)] => regex.matches(&example.to_text()),
            [Rule::NotEmpty] => !example.is_null() && example.as_str() != Some(""),
            _ => true,
        };
        if !is_fair {
            return Ok(());
        }
        let sent = example.to_compact();
        let actual = ActualResponse { status: 200, headers: &[], body: Some(sent.as_bytes()) };
        prop_assert_eq!(match_response(&response(&definition, &example), &actual), vec![]);
    }
}
