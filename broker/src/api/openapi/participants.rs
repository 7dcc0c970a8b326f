//! Participants and their labels.

use super::operation::{Operation, delete, get, patch, post, put};

pub(super) fn operations() -> Vec<Operation> {
    let one = "/pacticipants/{participant}";
    let label = "/pacticipants/{participant}/labels/{label}";
    vec![
        get("/pacticipants", "Participants, by name").query(&["q", "page", "size"]).ok("Participants"),
        post("/pacticipants", "Creates a participant").takes("NewParticipant").created("Participant"),
        get("/pacticipants/label/{label}", "Those with a label").query(&["page", "size"]).ok("Participants"),
        get(one, "A participant").ok("Participant"),
        put(one, "Sets every field of a participant").takes("ParticipantFields").ok("Participant"),
        patch(one, "Sets the fields given; creates what is missing")
            .merges_leniently("ParticipantFields")
            .ok("Participant")
            .created("Participant"),
        delete(one, "Removes a participant with everything it has, unless a version is live")
            .query(&["force"])
            .no_content(),
        get("/labels", "Every label in use").query(&["page", "size"]).ok("Labels"),
        get(label, "A participant's label").ok("Label"),
        put(label, "Gives a participant a label").ok("Label").created("Label"),
        delete(label, "Takes a label away").no_content(),
    ]
}
