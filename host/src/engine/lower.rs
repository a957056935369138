//! Registration: the sources of a workflow to the program that the guest runs. Native, so bounded by its input.

use std::sync::Arc;

use carabiner_interpreter::LowerError;
use carabiner_interpreter::source::{Entry, SOURCE_FORMAT, SourceUnit, Symbol};

use sha2::{Digest, Sha256};

use crate::model::VersionId;

/// Far beyond any workflow; what parsing can cost is linear in it.
const UNIT_BYTES_MAX: usize = 8 << 20;

/// A workflow version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lowered {
    /// SHA-256 of `program`.
    pub version: VersionId,
    pub program: Arc<[u8]>,
    /// "module:qualname" of the workflow's class.
    pub workflow: String,
}

/// Nothing was lowered; the text is for the author.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LowerFailure {
    #[error(
        "the workflow's sources take {found} bytes, more than the {UNIT_BYTES_MAX} that are read"
    )]
    TooLarge { found: usize },
    /// Not a source unit, or one of another SDK's format.
    #[error("the registration is not readable: {0}")]
    Malformed(String),
    /// Every diagnostic, each with its place and what to write instead.
    #[error("{0}")]
    Refused(String),
}

/// Lowers a source unit (JSON). The same unit gives the same version on any machine.
pub fn lower(unit_json: &str) -> Result<Lowered, LowerFailure> {
    let unit = read(unit_json)?;
    let workflow = workflow_name(&unit)?;
    let program = carabiner_interpreter::lower(&unit)
        .map_err(refused)?
        .to_bytes();
    Ok(Lowered {
        version: VersionId(Sha256::digest(&program).into()),
        program: program.into(),
        workflow,
    })
}

fn read(unit_json: &str) -> Result<SourceUnit, LowerFailure> {
    if unit_json.len() > UNIT_BYTES_MAX {
        return Err(LowerFailure::TooLarge {
            found: unit_json.len(),
        });
    }
    let unit: SourceUnit = serde_json::from_str(unit_json).map_err(|error| malformed(&error))?;
    if unit.format != SOURCE_FORMAT {
        let message = format!(
            "format {} of the SDK, this server reads {SOURCE_FORMAT}",
            unit.format
        );
        return Err(LowerFailure::Malformed(message));
    }
    Ok(unit)
}

fn workflow_name(unit: &SourceUnit) -> Result<String, LowerFailure> {
    let Entry::Workflow(symbol) = unit.entry else {
        return Err(malformed(&"its entry is not a workflow"));
    };
    let Some(Symbol::Class { definition }) = unit.symbols.get(symbol as usize) else {
        return Err(malformed(&"its entry is not one of its classes"));
    };
    let class = unit
        .definitions
        .get(*definition as usize)
        .ok_or_else(|| malformed(&"a definition is missing"))?;
    Ok(format!("{}:{}", class.module, class.qualname))
}

fn refused(diagnostics: Vec<LowerError>) -> LowerFailure {
    let texts: Vec<_> = diagnostics.iter().map(ToString::to_string).collect();
    LowerFailure::Refused(texts.join("\n\n"))
}

fn malformed(what: &dyn std::fmt::Display) -> LowerFailure {
    LowerFailure::Malformed(what.to_string())
}
