//! Can I deploy? The question as a form, the answer in a word, and what stands in the way.

mod obstacle;

use super::frame::{Frame, Page, Section, Visitor, page_with};
use super::overview::ordered;
use super::view::{Command, EnvironmentBadge, Look, VersionLink, When, count, joined, short};
use crate::api;
use crate::app::App;
use crate::domain::command;
use crate::domain::matrix::{Facts, Ignored, Pick, Question, Reason, Row, Selector, State as Obstruction, Verdict};
use crate::error::ApiError;
use crate::extract::{Names, Query};
use crate::links::query_value;
use crate::query::Node;
use crate::store::version::Scope;
use crate::store::{self, Connection};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use obstacle::Obstacle;

/// Pairs that are listed at once; more are folded.
const OPEN: usize = 8;

#[derive(Template)]
#[template(path = "verdict.html")]
struct VerdictPage {
    frame: Frame,
    form: Form,
    answer: Option<Answer>,
}

/// The question as the form holds it.
struct Form {
    participant: String,
    version: String,
    environments: Vec<(String, bool)>,
    services: Vec<String>,
    complaints: Vec<String>,
    /// The newest version of the main branch, as a link that stays true.
    newest: Option<String>,
}

struct Answer {
    look: Look,
    sentence: String,
    counts: String,
    at: When,
    heading: String,
    obstacles: Vec<Obstacle>,
    fine: Vec<Fine>,
    folded: Vec<Fine>,
    ignored: usize,
    warnings: Vec<String>,
    place: Option<EnvironmentBadge>,
    record: Option<Command>,
    ask: Option<Command>,
    fetch: Command,
}

/// A pair that works.
struct Fine {
    name: String,
    version: VersionLink,
    how: String,
    href: String,
    when: When,
}

/// `GET /can-i-deploy`.
pub async fn show(State(app): State<App>, visitor: Visitor, Query(query): Query) -> Page {
    let mut transaction = app.store.read().await?;
    let mut form = form(&mut transaction, &visitor, &query).await?;
    let target = match (query.filled("environment"), query.filled("to")) {
        (Some(environment), _) => Some(Pick::Environment(environment.to_owned())),
        (None, Some(tag)) => Some(Pick::LatestTagged(tag.to_owned())),
        (None, None) => None,
    };
    if form.participant.is_empty() && target.is_none() {
        return Ok(answered(&visitor, StatusCode::OK, form, None));
    }
    if form.participant.is_empty() {
        form.complaints.push("Which service?".to_owned());
    } else if !form.services.contains(&form.participant) {
        form.complaints.push(format!("There is no service {}.", form.participant));
    }
    if form.version.is_empty() {
        form.complaints.push("Which version of it?".to_owned());
    }
    if let Some(Pick::Environment(name)) = &target
        && !form.environments.iter().any(|(known, _)| known == name)
    {
        form.complaints.push(format!("There is no environment {name}."));
    }
    let ignored = Ignored::read(&query).unwrap_or_else(|complaint| {
        form.complaints.push(complaint);
        Vec::new()
    });
    let Some(target) = target.filter(|_| form.complaints.is_empty()) else {
        if form.complaints.is_empty() {
            form.complaints.push("Where is it to go?".to_owned());
        }
        return Ok(answered(&visitor, StatusCode::BAD_REQUEST, form, None));
    };
    let selector = Selector { participant: form.participant.clone(), pick: Pick::Version(form.version.clone()) };
    let question = Question::about(selector, target, ignored);
    let answer = answer(&mut transaction, &visitor, &question).await?;
    Ok(answered(&visitor, StatusCode::OK, form, Some(answer)))
}

/// `GET /pacticipants/{p}/branches/{b}/latest-version/can-i-deploy/to-environment/{e}`.
pub async fn by_branch(
    State(app): State<App>,
    visitor: Visitor,
    Names((name, branch, environment)): Names<(String, String, String)>,
) -> Page {
    let mut transaction = app.store.read().await?;
    let participant = api::participant(&mut transaction, "pacticipant", &name).await?;
    let Some(version) = store::version::latest(&mut transaction, participant.id, Scope::Branch(&branch)).await? else {
        return Err(ApiError::not_found(format!("No branch {branch} of {name} found")));
    };
    if store::environment::named(&mut transaction, &environment).await?.is_none() {
        return Err(ApiError::not_found(format!("No environment with name '{environment}' found")));
    }
    let text = format!(
        "pacticipant={}&version={}&environment={}",
        query_value(&name),
        query_value(&version.number),
        query_value(&environment)
    );
    let mut form = form(&mut transaction, &visitor, &crate::query::parse(&text)).await?;
    form.newest = None;
    let selector = Selector { participant: name, pick: Pick::Version(version.number) };
    let question = Question::about(selector, Pick::Environment(environment), Vec::new());
    let answer = answer(&mut transaction, &visitor, &question).await?;
    Ok(answered(&visitor, StatusCode::OK, form, Some(answer)))
}

fn answered(visitor: &Visitor, status: StatusCode, form: Form, answer: Option<Answer>) -> axum::response::Response {
    let title = match &answer {
        Some(answer) => format!("Can {} {} be deployed? {}", form.participant, short(&form.version), answer.look.word),
        None => "Can I deploy?".to_owned(),
    };
    page_with(status, &VerdictPage { frame: visitor.frame(title, Section::Verdict), form, answer })
}

async fn form(connection: &mut Connection, visitor: &Visitor, query: &Node) -> Result<Form, ApiError> {
    let chosen = query.filled("environment");
    let environments = ordered(store::environment::list(connection).await?);
    let participants = store::participant::list(connection, None).await?;
    let participant = query.filled("pacticipant").unwrap_or_default().trim().to_owned();
    let main_branch =
        participants.iter().find(|known| known.name == participant).and_then(|known| known.main_branch.clone());
    let newest = match (main_branch, chosen.or(environments.first().map(|environment| environment.name.as_str()))) {
        (Some(branch), Some(environment)) => Some(format!(
            "{}/latest-version/can-i-deploy/to-environment/{}",
            visitor.links.branch(&participant, &branch),
            crate::links::segment(environment)
        )),
        _ => None,
    };
    Ok(Form {
        version: query.filled("version").unwrap_or_default().trim().to_owned(),
        environments: environments
            .iter()
            .map(|environment| (environment.name.clone(), chosen == Some(environment.name.as_str())))
            .collect(),
        services: participants.into_iter().map(|known| known.name).collect(),
        complaints: Vec::new(),
        newest,
        participant,
    })
}

/// Facts, judged and put into words.
struct Judged<'a> {
    visitor: &'a Visitor,
    question: &'a Question,
    facts: &'a Facts,
    verdict: &'a Verdict,
    subject: &'a Selector,
}

async fn answer(connection: &mut Connection, visitor: &Visitor, question: &Question) -> Result<Answer, ApiError> {
    let (facts, verdict) = api::matrix::answer(connection, question).await?;
    let place = match question.environment() {
        Some(name) => {
            store::environment::named(connection, name).await?.map(|environment| EnvironmentBadge::from(&environment))
        }
        None => None,
    };
    let judged = Judged { visitor, question, facts: &facts, verdict: &verdict, subject: &question.selectors[0] };
    Ok(judged.answer(place))
}

impl Judged<'_> {
    fn answer(&self, place: Option<EnvironmentBadge>) -> Answer {
        let look = Look::of_verdict(self.verdict.answer, self.verdict.failed);
        let mut fine: Vec<Fine> =
            self.facts.rows.iter().filter(|row| !row.ignored).filter_map(|row| self.fine(row)).collect();
        let folded = if fine.len() > OPEN { fine.split_off(OPEN) } else { Vec::new() };
        let obstacles: Vec<Obstacle> = self
            .verdict
            .reasons
            .iter()
            .map(|reason| Obstacle::new(self.visitor, &self.subject.participant, reason))
            .collect();
        let broker = command::quoted(&self.visitor.broker);
        let (name, version) = (command::quoted(&self.subject.participant), command::quoted(self.version()));
        let environment = self.question.environment();
        let question = environment
            .map(|environment| self.visitor.links.can_i_deploy(&self.subject.participant, self.version(), environment));
        let path = question
            .as_deref()
            .map_or("/can-i-deploy", |href| href.strip_prefix(self.visitor.links.base()).unwrap_or(href));
        Answer {
            look,
            sentence: self.sentence(look),
            counts: self.counts(),
            at: self.visitor.when(self.visitor.now),
            heading: match obstacles.len() {
                1 => "One thing stands in the way".to_owned(),
                many => format!("{many} things stand in the way"),
            },
            ask: environment.map(|environment| {
                let environment = command::quoted(environment);
                format!("abide can-i-deploy --participant {name} --version {version} --to-environment {environment} --broker {broker}").into()
            }),
            record: environment
                .filter(|_| look == Look::YES)
                .map(|environment| command::record_deployment(&self.subject.participant, Some(self.version()), environment, &self.visitor.broker).into()),
            fetch: format!("curl {}", command::quoted(&format!("{}{path}", self.visitor.broker))).into(),
            obstacles,
            fine,
            folded,
            ignored: self.verdict.ignored,
            warnings: self.warnings(),
            place,
        }
    }

    fn version(&self) -> &str {
        match &self.subject.pick {
            Pick::Version(number) => number,
            _ => "",
        }
    }

    fn target(&self) -> String {
        match &self.question.target {
            Some(Pick::Environment(name)) => format!("live in {name}"),
            Some(Pick::LatestTagged(tag)) => format!("tagged {tag}"),
            _ => "there".to_owned(),
        }
    }

    /// The answer in one sentence, with the services it is about.
    fn sentence(&self, look: Look) -> String {
        let subject = format!("{} {}", self.subject.participant, short(self.version()));
        let target = self.target();
        let is_alone = |reason: &&Reason| reason.consumer.is_none() || reason.provider.is_none();
        if let Some(reason) = self.verdict.reasons.iter().find(is_alone) {
            return format!("{}.", reason.notice);
        }
        let others = |failed: bool| {
            let reasons = self.verdict.reasons.iter().filter(|reason| (reason.state == Obstruction::Failed) == failed);
            let mut names: Vec<String> = reasons
                .filter_map(|reason| obstacle::other(&self.subject.participant, reason).map(|other| other.0.clone()))
                .collect();
            names.sort();
            names.dedup();
            names
        };
        let (broken, open) = (others(true), others(false));
        if look == Look::YES && self.verdict.success == 0 {
            return format!(
                "No version that is {target} depends on {subject}, and it depends on none. 0 pairs were looked at."
            );
        }
        if look == Look::YES {
            return format!("{subject} works with everything it meets that is {target}.");
        }
        let open_words = match (broken.is_empty(), open.len()) {
            (_, 0) => String::new(),
            (true, 1) => format!("{subject} has not been shown to work with {}.", open[0]),
            (true, _) => format!("{subject} has not been shown to work with {}.", joined(&open)),
            (false, 1) => format!(" Nor has it been shown to work with {}.", open[0]),
            (false, _) => format!(" {} more services have not shown that they work with it.", open.len()),
        };
        if broken.is_empty() {
            open_words
        } else {
            format!("{subject} and {}, {target}, do not work together.{open_words}", joined(&broken))
        }
    }

    /// What else there is to be said, without the word that marks it in a shell.
    fn warnings(&self) -> Vec<String> {
        let warnings = self.verdict.notices.iter().filter(|notice| notice.kind == "warning");
        warnings.map(|notice| notice.text.trim_start_matches("WARN: ").to_owned()).collect()
    }

    fn counts(&self) -> String {
        let Verdict { success, failed, unknown, ignored, .. } = self.verdict;
        let parts = [(*failed, "failed"), (*unknown, "without evidence"), (*success, "fine"), (*ignored, "ignored")];
        let parts: Vec<String> =
            parts.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{number} {word}")).collect();
        let total = success + failed + unknown + ignored;
        let all = match total {
            1 => "computed on the only pair".to_owned(),
            _ => format!("computed on all {}", count(total, "pair")),
        };
        if parts.is_empty() { all } else { format!("{} · {all}", parts.join(" · ")) }
    }

    fn fine(&self, row: &Row) -> Option<Fine> {
        let result = row.result.as_ref().filter(|result| result.success)?;
        let subject = &self.subject.participant;
        let provider_version = row.provider_version.as_ref()?;
        let links = &self.visitor.links;
        let href = links.contract(&row.provider.name, &row.consumer.name, &row.consumer_version.number);
        let (name, number, how) = if row.consumer.name == *subject {
            (&row.provider.name, &provider_version.number, format!("called by {subject}"))
        } else {
            (&row.consumer.name, &row.consumer_version.number, format!("calls {subject}"))
        };
        Some(Fine {
            name: name.clone(),
            version: VersionLink::new(links, name, number),
            how,
            href,
            when: self.visitor.when(result.created_at),
        })
    }
}
