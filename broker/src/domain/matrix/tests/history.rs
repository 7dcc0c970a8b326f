//! A small history of two participants: who publishes what, who verifies it, who is live.

use crate::domain::matrix::{
    Background, Chosen, Facts, Ignored, Party, Pick, Published, Question, Selector, Side, Specified, State, Verdict,
    Versions, compose, decide, grouped,
};
use crate::domain::{LatestVerification, Moment, Publication, Ways};
use std::collections::BTreeMap;

pub(super) const A: i64 = 1;
pub(super) const B: i64 = 2;

pub(super) fn name(id: i64) -> String {
    if id == A { "A" } else { "B" }.to_owned()
}

/// A version's key says whose it is: A1 is 101, B2 is 202.
pub(super) fn chosen(participant: i64, number: i64) -> Chosen {
    Chosen { id: participant * 100 + number, number: number.to_string(), since: Some(Moment(5000)) }
}

/// A version of A, with a contract of its own with B.
pub(super) fn published(number: i64) -> Published {
    let publication = Publication {
        id: number,
        consumer_id: A,
        consumer: name(A),
        provider_id: B,
        provider: name(B),
        consumer_version_id: A * 100 + number,
        consumer_version: number.to_string(),
        content_id: number,
        digest: format!("{number:040}"),
        ways: Ways::default(),
        revision: 1,
        created_at: Moment(1000),
    };
    Published { publication, since: None }
}

pub(super) fn verified(content: i64, provider_number: i64, success: bool) -> LatestVerification {
    LatestVerification {
        number: content * 10 + provider_number,
        content_id: content,
        provider_version_id: B * 100 + provider_number,
        provider_version: provider_number.to_string(),
        success,
        created_at: Moment(9000),
    }
}

pub(super) fn question(participant: i64, number: &str) -> Question {
    let selector = Selector { participant: name(participant), pick: Pick::Version(number.to_owned()) };
    Question::about(selector, Pick::Environment("production".to_owned()), Vec::new())
}

pub(super) struct History {
    pub(super) question: Question,
    pub(super) published: Vec<Published>,
    pub(super) sides: BTreeMap<i64, Side>,
    pub(super) results: Vec<LatestVerification>,
    pub(super) exists: bool,
    pub(super) background: Background,
}

impl History {
    /// Asks for one version of `participant`; the other one is represented by `others`.
    pub(super) fn of(participant: i64, others: &[i64]) -> Self {
        let other = if participant == A { B } else { A };
        let these = |participant, numbers: &[i64]| {
            Versions::These(numbers.iter().map(|number| chosen(participant, *number)).collect())
        };
        let environment = Pick::Environment("production".to_owned());
        let sides = BTreeMap::from([
            (participant, Side::new(Pick::Version("1".to_owned()), these(participant, &[1]), true)),
            (other, Side::new(environment, these(other, others), false)),
        ]);
        let consumers = if participant == A { &[1][..] } else { others };
        Self {
            question: question(participant, "1"),
            published: consumers.iter().map(|number| published(*number)).collect(),
            sides,
            results: Vec::new(),
            exists: true,
            background: Background::default(),
        }
    }

    pub(super) fn with(mut self, results: &[LatestVerification]) -> Self {
        self.results = results.to_vec();
        self
    }

    pub(super) fn ignoring(mut self, participant: &str, version: Option<&str>) -> Self {
        self.question
            .ignored
            .push(Ignored { participant: participant.to_owned(), version: version.map(str::to_owned) });
        self
    }

    /// The other participant is looked for in another way than by environment.
    pub(super) fn beside(mut self, target: Pick) -> Self {
        for side in self.sides.values_mut().filter(|side| !side.specified) {
            side.choices[0].pick = target.clone();
        }
        self.question.target = Some(target);
        self
    }

    /// Another version of the participant is asked about than its first, and there is none.
    pub(super) fn missing(mut self, pick: Pick) -> Self {
        self.question.selectors[0].pick = pick;
        self.exists = false;
        self.published.clear();
        self
    }

    fn asked(&self) -> Party {
        let name = self.question.selectors[0].participant.clone();
        Party { id: if name == "A" { A } else { B }, name }
    }

    pub(super) fn decide(&self) -> Verdict {
        let (rows, gaps) = compose(&self.published, &self.sides, &self.results, &self.question.ignored);
        let specified = Specified {
            participant: self.asked(),
            pick: self.question.selectors[0].pick.clone(),
            exists: self.exists,
            consumes: self.asked().id == A,
            provides: self.asked().id == B,
        };
        let rows = grouped(&self.question, &self.sides, rows);
        let mut background = self.background.clone();
        background.elsewhere = self.results.iter().map(|result| (result.content_id, result.clone())).collect();
        let facts =
            Facts { specified: vec![specified], sides: self.sides.clone(), rows, gaps, background, ..Facts::default() };
        decide(&self.question, &facts)
    }

    pub(super) fn states(&self) -> Vec<State> {
        self.decide().reasons.iter().map(|reason| reason.state).collect()
    }
}
