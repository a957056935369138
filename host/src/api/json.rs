//! Instances as JSON.

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::convert::client::{Refusal, micros, status, time};
use crate::model::Summary;

/// A list, and what to ask for the rest of it with; null where that was all.
pub(super) fn page(summaries: &[Summary], limit: u32) -> Value {
    let is_full = summaries.len() == limit as usize;
    let next = summaries
        .last()
        .filter(|_| is_full)
        .map(|last| micros(last.created_at).to_string());
    json!({ "instances": summaries.iter().map(summary).collect::<Vec<_>>(), "next": next })
}

pub(super) fn summary(summary: &Summary) -> Value {
    json!({
        "id": summary.id.as_str(),
        "workflow": summary.workflow,
        "version": summary.version.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
        "status": status(summary.status),
        "created_at": timestamp(summary.created_at),
        "finished_at": summary.finished_at.map(timestamp),
        "turn": summary.turn,
        "error": summary.error,
    })
}

/// What `next` gave: microseconds since 1970.
pub(super) fn cursor(text: &str) -> Result<OffsetDateTime, Refusal> {
    text.parse().ok().and_then(time).ok_or_else(|| {
        Refusal::invalid(format!(
            "before is {text:?}; expected the `next` of an earlier page"
        ))
    })
}

fn timestamp(time: OffsetDateTime) -> Option<String> {
    // Years beyond 9999 have no such form.
    time.format(&Rfc3339).ok()
}
