//! What a rule set of a file has beside its rules.

use crate::json::Object;

/// Fields of a rule set and of its rules that we give no meaning to, kept for writing back.
///
/// Hardly any file has them, and then this takes the room of one pointer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extra(Option<Box<Fields>>);

#[derive(Debug, Clone, PartialEq, Default)]
struct Fields {
    of_set: Object<'static>,
    /// By the position of the rule.
    of_rules: Vec<(usize, Object<'static>)>,
}

impl Extra {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Fields of the set itself.
    pub fn of_set(&self) -> Option<&Object<'static>> {
        self.0.as_ref().map(|fields| &fields.of_set).filter(|fields| !fields.is_empty())
    }

    /// Fields of the rule at a position.
    pub fn of_rule(&self, at: usize) -> Option<&Object<'static>> {
        let of_rules = &self.0.as_ref()?.of_rules;
        of_rules.iter().find(|(known, _)| *known == at).map(|(_, fields)| fields)
    }

    /// Keeps fields of the set; one that is known stays.
    pub(crate) fn keep_of_set(&mut self, fields: Object<'static>) {
        for (key, value) in fields {
            let of_set = &mut self.fields().of_set;
            if !of_set.contains_key(&key) {
                of_set.insert(key, value);
            }
        }
    }

    /// Keeps fields of the rule at a position.
    pub(crate) fn keep_of_rule(&mut self, at: usize, fields: Object<'static>) {
        if !fields.is_empty() {
            self.fields().of_rules.push((at, fields));
        }
    }

    /// Keeps what another set has, whose rules begin at `start` now.
    pub(super) fn append(&mut self, other: Self, start: usize) {
        if let Some(fields) = other.0 {
            self.keep_of_set(fields.of_set);
            for (at, fields) in fields.of_rules {
                self.keep_of_rule(start + at, fields);
            }
        }
    }

    fn fields(&mut self) -> &mut Fields {
        self.0.get_or_insert_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Value;
    use crate::rule::Rule;
    use crate::rules::RuleSet;

    fn field(name: &str) -> Object<'static> {
        [(name.to_owned(), Value::Null)].into_iter().collect()
    }

    #[test]
    fn fields_stay_with_their_rules_when_sets_are_joined() {
        let mut first = RuleSet::one(Rule::Integer);
        first.extra.keep_of_set(field("a"));
        let mut second = RuleSet::default();
        second.push(Rule::Semver, field("b"));
        second.extra.keep_of_set(field("c"));
        first.append(second);
        assert_eq!(first.rules, [Rule::Integer, Rule::Semver]);
        assert_eq!(first.extra.of_rule(0), None);
        assert_eq!(first.extra.of_rule(1), Some(&field("b")));
        assert_eq!(first.extra.of_set().unwrap().keys().collect::<Vec<_>>(), ["a", "c"]);
    }

    #[test]
    fn where_nothing_is_kept_nothing_is_taken() {
        let mut extra = Extra::default();
        extra.keep_of_set(Object::new());
        extra.keep_of_rule(0, Object::new());
        assert!(extra.is_empty());
        assert_eq!(size_of::<Extra>(), size_of::<usize>());
    }
}
