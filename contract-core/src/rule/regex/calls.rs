//! Calls of groups, `\g<1>`: the engine compiles what is called anew at every call, calls inside of it too, and a group that
//! calls itself as deep as it goes.

use fancy_regex::Expr;

/// How deep the engine follows a group into itself.
const DEPTH: usize = 20;
/// Parts of called groups that may be compiled.
const LIMIT: usize = 2_000;

/// How many parts of called groups are compiled, or why the expression must not be.
pub(super) fn called(tree: &Expr) -> Result<usize, &'static str> {
    if !has_calls(tree) {
        return Ok(0);
    }
    let mut groups = vec![tree];
    number(tree, &mut groups);
    let mut walk = Walk { groups: &groups, calls: Vec::new(), count: 0 };
    walk.visit(tree)?;
    Ok(walk.count)
}

/// Whether any group is called.
pub(super) fn has_calls(tree: &Expr) -> bool {
    let is_call = |expression: &Expr| matches!(expression, Expr::SubroutineCall(_));
    is_call(tree) || tree.has_descendant(is_call)
}

/// The groups in the order of their numbers, which is that in which they are opened; the whole is group 0.
fn number<'e>(expression: &'e Expr, groups: &mut Vec<&'e Expr>) {
    for child in expression.children_iter() {
        if let Expr::Group(_) = expression {
            groups.push(child);
        }
        number(child, groups);
    }
}

struct Walk<'g, 'e> {
    groups: &'g [&'e Expr],
    /// The groups whose calls lead here.
    calls: Vec<usize>,
    count: usize,
}

impl Walk<'_, '_> {
    /// Goes where the engine goes when it compiles.
    fn visit(&mut self, expression: &Expr) -> Result<(), &'static str> {
        if !self.calls.is_empty() {
            self.count += 1;
        }
        if self.count > LIMIT {
            return Err("what its calls of groups come to is too long");
        }
        let Expr::SubroutineCall(group) = expression else {
            return expression.children_iter().try_for_each(|child| self.visit(child));
        };
        let called = self.groups.get(*group).ok_or("it calls a group that it does not have")?;
        if self.calls.iter().filter(|call| *call == group).count() < DEPTH {
            self.calls.push(*group);
            self.visit(called)?;
            self.calls.pop();
        }
        Ok(())
    }
}
