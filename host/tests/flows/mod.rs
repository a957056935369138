//! Workflows for tests, as the SDK would send them.

use carabiner_interpreter::wire::Writer;
use serde_json::{Value, json};

/// The source unit of a flow, named with its number: "chain 3".
pub(crate) fn unit(flow: &str) -> String {
    let (name, number) = flow.split_once(' ').unwrap_or((flow, "0"));
    let source = format!(
        "class Flow(Workflow):\n    async def run(self):\n{}",
        body(name).replace("{N}", number)
    );
    let unit = json!({
        "format": 1,
        "python": [3, 11],
        "entry": {"workflow": 0},
        "definitions": [{
            "kind": "class",
            "module": "flows",
            "qualname": "Flow",
            "file": "flows.py",
            "first_line": 1,
            "source": source,
            "names": used(&source),
        }],
        "symbols": symbols(),
    });
    unit.to_string()
}

/// No positional ones and no keywords.
pub(crate) fn no_arguments() -> Vec<u8> {
    let mut out = Writer::new();
    out.array(2);
    out.array(0);
    out.map(0);
    out.finish()
}

fn body(name: &str) -> &'static str {
    match name {
        "nothing" => "        return 0\n",
        // Calls an action N times, one after the other.
        "chain" => {
            "        total = 0
        for _ in range({N}):
            total += await act()
        return total
"
        }
        // Divides by what an action answers.
        "divide" => "        return 1 // await act()\n",
        // Calls an action N times at once.
        "gather" => "        return sum(await gather(*[act() for _ in range({N})]))\n",
        // Three attempts, 20 and 40 milliseconds apart.
        "retry" => {
            "        return await self.run_action(
            act(), retry=RetryPolicy(attempts=3), backoff=BackoffPolicy(base_delay=0.02)
        )
"
        }
        // One attempt of 200 milliseconds.
        "timeout" => "        return await self.run_action(act(), timeout=0.2)\n",
        // Sleeps N milliseconds.
        "sleep" => {
            "        await sleep({N} / 1000)
        return 0
"
        }
        // An action and a sleep of N milliseconds, at once.
        "both" => "        return (await gather(act(), sleep({N} / 1000)))[0]\n",
        // Counts to N thousand before and after an action.
        "busy" => {
            "        total = 0
        for _ in range({N} * 1000):
            total += 1
        total += await act()
        for _ in range({N} * 1000):
            total += 1
        return total
"
        }
        // Never ends.
        "spin" => {
            "        while True:
            pass
"
        }
        // Grows beyond every limit.
        "limit" => {
            "        grown = [0]
        while True:
            grown = grown + grown
"
        }
        other => panic!("there is no flow {other}"),
    }
}

const NAMES: &[&str] = &[
    "Flow",
    "Workflow",
    "act",
    "gather",
    "sleep",
    "RetryPolicy",
    "BackoffPolicy",
];

fn symbols() -> Vec<Value> {
    let provided = |path: &str| json!({"kind": "stdlib", "path": path});
    vec![
        json!({"kind": "class", "definition": 0}),
        provided("carabiner.Workflow"),
        json!({"kind": "action", "name": "flows:act", "module": "flows", "parameters": []}),
        provided("asyncio.gather"),
        provided("asyncio.sleep"),
        provided("carabiner.RetryPolicy"),
        provided("carabiner.BackoffPolicy"),
    ]
}

/// The symbols whose names the source says.
fn used(source: &str) -> Value {
    let words: Vec<&str> = source
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    let said = NAMES
        .iter()
        .enumerate()
        .filter(|(_, name)| words.contains(*name) && **name != "Flow");
    said.map(|(n, name)| ((*name).to_owned(), json!(n)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
