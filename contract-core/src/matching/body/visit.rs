//! Every place of an example that rules can stand at, with the rules in force there: for judging a contract itself.

use super::super::location::Location;
use super::super::open::{Asked, Below, Open};
use super::whole::without_content_type;
use super::{Sides, expected_json};
use crate::body::{Body, Content, ContentType, Family, sniff};
use crate::json::Value;
use crate::rules::{Live, Rules};

/// One place of an example.
pub(crate) struct Visited<'v> {
    /// What stands there; `None` where only what is inside counts, as in an element.
    pub(crate) value: Option<&'v Value<'v>>,
    /// The rules in force.
    pub(crate) live: &'v Live<'v>,
    /// Where it is.
    pub(crate) at: &'v Location<'v>,
    /// Whether what arrives is compared with it: items of a list that only has to contain others are not.
    pub(crate) is_compared: bool,
}

/// What is called for each place.
pub(super) type Visitor<'f> = dyn FnMut(&Visited<'_>) + 'f;

/// Visits every place of a body whose type is stated so; none where there is no body.
pub(crate) fn visit(body: &Body, content_type: Option<&str>, rules: &Rules, visitor: &mut Visitor<'_>) {
    let sides = Sides::new((body, content_type), rules, (&[], None));
    visit_content(&sides, &Location::Root, visitor);
}

/// The same below `at`, which only bodies of JSON and text can stand at.
pub(super) fn visit_content(sides: &Sides<'_>, at: &Location<'_>, visitor: &mut Visitor<'_>) {
    let Some(bytes) = sides.expected.to_bytes().filter(|bytes| !bytes.is_empty()) else { return };
    let is_json = matches!(sides.expected.content, Content::Json(_));
    let family = match ContentType::parse(sides.expected_type.unwrap_or_else(|| sniff(&bytes))).family() {
        Family::Multipart => Family::Multipart,
        _ if is_json => Family::Json,
        family => family,
    };
    let Some((found, _)) = sides.by_looks() else { return visit_family(sides, family, at, visitor) };
    let rest = without_content_type(found.set);
    if sides.has_more(&rest, family) {
        visit_family(&sides.with(sides.live.clone().instead(&rest, &found)), family, at, visitor);
    } else {
        visit_family(sides, Family::Binary, at, visitor);
    }
}

fn visit_family(sides: &Sides<'_>, family: Family, at: &Location<'_>, visitor: &mut Visitor<'_>) {
    if family == Family::Json
        && let Some(value) = expected_json(&sides.expected.content)
    {
        return Tree { visitor }.node(&value, &sides.live, at, true);
    }
    let text = matches!(family, Family::Text | Family::Json).then(|| sides.expected_text().ok()).flatten();
    let text = text.map(Value::string);
    visitor(&Visited { value: text.as_ref(), live: &sides.live, at, is_compared: true });
    match family {
        Family::Form => super::form::visit(sides, visitor),
        Family::Multipart => super::multipart::visit(sides, visitor),
        #[cfg(feature = "xml")]
        Family::Xml => super::xml::visit(sides, visitor),
        _ => {}
    }
}

struct Tree<'f, 'v> {
    visitor: &'f mut Visitor<'v>,
}

impl Tree<'_, '_> {
    fn node(&mut self, value: &Value<'_>, live: &Live<'_>, at: &Location<'_>, is_compared: bool) {
        (self.visitor)(&Visited { value: Some(value), live, at, is_compared });
        let open = value.is_container().then(|| Open::of(live.applying(), Asked::All)).flatten();
        let below = |live| Below::of(live, open.as_ref()).live;
        match value {
            Value::Object(map) => {
                for (key, value) in map.iter() {
                    self.node(value, &below(live.field(key)), &Location::Field(at, key), is_compared);
                }
            }
            Value::Array(items) => {
                let only_contains = open.as_ref().is_some_and(Open::only_contains);
                for (index, item) in items.iter().enumerate() {
                    let at = Location::Item(at, index);
                    self.node(item, &below(live.item(index)), &at, is_compared && !only_contains);
                }
                for variant in open.iter().flat_map(|open| &open.variants).copied().flatten() {
                    if let Some(template) = items.get(variant.index) {
                        let at = Location::Item(at, variant.index);
                        self.node(template, &variant.rules.start(), &at, is_compared);
                    }
                }
            }
            _ => {}
        }
    }
}
