//! `exec` prints what CPython prints and exits as it does.

use std::fs;
use std::process::ExitCode;

use carabiner_host::exec;

struct Ran {
    code: ExitCode,
    out: String,
    err: String,
}

fn run(source: &str, native: bool, show: bool) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file.py");
    fs::write(&path, source).expect("the file is written");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = exec::run(&path, native, show, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran {
        code,
        out: text(out),
        err: text(err),
    }
}

const SLEEPER: &str = "import asyncio\n\nasync def main():\n    await asyncio.sleep(86400)\n    print('a day later')\n\nasyncio.run(main())\n";

#[test]
fn a_day_of_sleep_takes_no_time_in_the_guest_and_natively() {
    let begun = std::time::Instant::now();
    for native in [false, true] {
        let ran = run(SLEEPER, native, false);
        assert_eq!(
            (ran.code, ran.out.as_str(), ran.err.as_str()),
            (ExitCode::SUCCESS, "a day later\n", "")
        );
    }
    assert!(begun.elapsed().as_secs() < 60);
}

#[test]
fn an_uncaught_exception_prints_its_traceback_and_exits_1() {
    let ran = run(
        "def f():\n    raise ValueError('no')\n\nprint('before')\nf()\n",
        false,
        false,
    );
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (ExitCode::from(1), "before\n")
    );
    assert!(
        ran.err.starts_with("Traceback (most recent call last):\n"),
        "{}",
        ran.err
    );
    assert!(
        ran.err
            .contains("line 2, in f\n    raise ValueError('no')\n")
            && ran.err.ends_with("ValueError: no\n"),
        "{}",
        ran.err
    );
}

#[test]
fn every_refusal_is_printed_and_nothing_runs() {
    let ran = run("print('never')\ninput()\nopen('x')\n", false, false);
    assert_eq!((ran.code, ran.out.as_str()), (ExitCode::from(2), ""));
    assert!(
        ran.err.contains("file.py:2:") && ran.err.contains("file.py:3:"),
        "{}",
        ran.err
    );
}

#[test]
fn a_runaway_loop_ends_with_the_limit_it_passed() {
    let ran = run("print('before')\nwhile True:\n    pass\n", false, false);
    assert_eq!(ran.code, ExitCode::from(1));
    assert_eq!(ran.out, "before\n");
    assert!(ran.err.contains("instructions"), "{}", ran.err);
}

#[test]
fn what_grows_without_end_stops_at_the_heap_limit() {
    let ran = run(
        "xs = []\nwhile True:\n    xs.append('x' * 1000000)\n",
        false,
        false,
    );
    assert_eq!(ran.code, ExitCode::from(1));
    assert!(ran.err.contains("memory"), "{}", ran.err);
}

#[test]
fn the_disassembly_names_the_functions() {
    let ran = run("def double(n):\n    return n * 2\n", false, true);
    assert_eq!(ran.code, ExitCode::SUCCESS);
    assert!(
        ran.out.contains("double") && ran.out.contains("Mul"),
        "{}",
        ran.out
    );
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = exec::run("/nowhere/x.py".as_ref(), false, false, &mut out, &mut err);
    assert_eq!(code, ExitCode::from(2));
    assert!(
        String::from_utf8(err)
            .unwrap()
            .starts_with("cannot read /nowhere/x.py")
    );
}
