//! What may run at the same time.

use abide_contract_core::interaction::Interaction;

/// Interactions to run at once, or one that runs alone; by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// These do not disturb each other.
    Together(Vec<usize>),
    /// This one may change what others see.
    Alone(usize),
}

/// The order of a contract's interactions.
///
/// One at a time keeps the order of the file. With more jobs, interactions without provider states come first and run
/// together; each of the others runs alone, because its states are the provider's, not the interaction's.
pub(super) fn plan<'i>(interactions: impl Iterator<Item = (usize, &'i Interaction)>, jobs: usize) -> Vec<Step> {
    if jobs <= 1 {
        return interactions.map(|(at, _)| Step::Alone(at)).collect();
    }
    let (free, bound): (Vec<_>, Vec<_>) = interactions.partition(|(_, interaction)| interaction.states.is_empty());
    let mut steps = Vec::new();
    if !free.is_empty() {
        steps.push(Step::Together(free.into_iter().map(|(at, _)| at).collect()));
    }
    steps.extend(bound.into_iter().map(|(at, _)| Step::Alone(at)));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use abide_contract_core::contract::ProviderState;
    use abide_contract_core::interaction::{Exchange, Http};

    #[test]
    fn interactions_with_states_run_alone() {
        let plain = Interaction::new("plain", Exchange::Http(Box::<Http>::default()));
        let bound = Interaction { states: vec![ProviderState::new("a state")], ..plain.clone() };
        let all = [bound.clone(), plain.clone(), bound, plain];
        let entries = || all.iter().enumerate();
        assert_eq!(plan(entries(), 1), [Step::Alone(0), Step::Alone(1), Step::Alone(2), Step::Alone(3)]);
        assert_eq!(plan(entries(), 4), [Step::Together(vec![1, 3]), Step::Alone(0), Step::Alone(2)]);
        assert!(plan(std::iter::empty(), 4).is_empty());
    }
}
