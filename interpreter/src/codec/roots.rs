//! What an instance keeps from step to step: the snapshot's beginning.

use super::bytes::corrupt;
use super::load::Loader;
use super::save::Saver;
use super::{load_future, load_object, save_future, save_object};
use crate::error::Corrupt;
use crate::value::{Obj, Ref, Value};
use crate::vm::Persistent;
use crate::vm::random::Random;

pub(super) fn save(to: &mut Saver<'_>) {
    let it = &to.vm.instance;
    save_id(to, &it.instance_id);
    to.out.number(u64::from(it.next_seq));
    to.out.number(u64::from(it.tasks));
    to.out.number(it.next_id);
    let marks = [
        it.cancelled,
        it.running.is_some() && it.running == it.main,
        it.outer.is_some(),
        it.closing.is_some(),
        !usual_tasks(it),
        !it.resting.is_empty(),
        it.closes_generators,
    ];
    to.out.bits(marks.into_iter());
    to.vm
        .random
        .state
        .iter()
        .for_each(|word| to.out.fixed(&word.to_le_bytes()));
    to.value(it.main.map_or(Value::Unbound, Value::Ref));
    save_loop(to);
    to.out.size(it.pending.len());
    for (seq, future) in &it.pending {
        to.out.number(u64::from(*seq));
        to.handle(*future);
    }
    to.out.size(it.ready.len());
    it.ready
        .iter()
        .for_each(|entry| save_future::ready(to, entry));
    save_globals(to);
    save_changed(to);
}

pub(super) fn load(from: &mut Loader<'_, '_>) -> Result<(), Corrupt> {
    from.vm.instance.instance_id = load_id(from)?;
    from.vm.instance.next_seq = from.input.number32()?;
    from.vm.instance.tasks = from.input.number32()?;
    from.vm.instance.next_id = from.input.number()?;
    let [
        cancelled,
        runs_main,
        has_outer,
        closes,
        has_tasks,
        has_resting,
        closes_generators,
    ] = from.flags()?;
    from.vm.instance.closes_generators = closes_generators;
    from.vm.instance.cancelled = cancelled;
    let mut state = [0; 4];
    for word in &mut state {
        *word = u64::from_le_bytes(from.input.array()?);
    }
    from.vm.random = Random { state };
    from.vm.instance.main = from.handle_or_none()?;
    if runs_main {
        from.vm.instance.running = from.vm.instance.main;
    }
    if has_outer {
        from.vm.instance.running = from.handle_or_none()?;
        from.vm.instance.outer = from.handle_or_none()?;
    }
    if closes {
        from.vm.instance.closing = Some(from.handle()?);
    }
    load_tasks(from, has_tasks)?;
    for _ in 0..if has_resting { from.input.count()? } else { 0 } {
        let generator = from.handle()?;
        from.vm.instance.resting.push(generator);
    }
    for _ in 0..from.input.count()? {
        let seq = from.input.number32()?;
        let future = from.handle()?;
        from.vm.instance.pending.insert(seq, future);
    }
    for _ in 0..from.input.count()? {
        let entry = load_future::ready(from)?;
        from.vm.instance.ready.push_back(entry);
    }
    load_globals(from)?;
    load_changed(from)
}

/// Nearly always the one task is the one that runs everything.
fn usual_tasks(it: &Persistent) -> bool {
    it.alive.iter().eq(&it.running)
}

fn save_loop(to: &mut Saver<'_>) {
    let it = &to.vm.instance;
    if it.outer.is_some() {
        let both = [it.running, it.outer];
        to.each(&both.map(|handle| handle.map_or(Value::Unbound, Value::Ref)));
    }
    it.closing.iter().for_each(|closing| to.handle(*closing));
    if !usual_tasks(it) {
        to.out.size(it.alive.len());
        it.alive.iter().for_each(|task| to.handle(*task));
    }
    if !it.resting.is_empty() {
        to.out.size(it.resting.len());
        it.resting
            .iter()
            .for_each(|generator| to.handle(*generator));
    }
}

fn load_tasks(from: &mut Loader<'_, '_>, listed: bool) -> Result<(), Corrupt> {
    if !listed {
        let running = from.vm.instance.running;
        from.vm.instance.alive.extend(running);
        return Ok(());
    }
    for _ in 0..from.input.count()? {
        let task = from.handle()?;
        from.vm.instance.alive.push(task);
    }
    Ok(())
}

/// What `id()` said, of the objects that are still there. It stands last, when they are all known.
pub(super) fn save_ids(to: &mut Saver<'_>) {
    let all = to.vm.instance.ids.iter().map(|(handle, id)| (*handle, *id));
    let mut kept: Vec<(Ref, u64)> = all.filter(|(handle, _)| to.holds(*handle)).collect();
    // Not by slot, because slots differ between runs that collected at other times.
    kept.sort_by_key(|(_, id)| *id);
    to.out.size(kept.len());
    for (handle, id) in kept {
        to.handle(handle);
        to.out.number(id);
    }
}

pub(super) fn load_ids(from: &mut Loader<'_, '_>) -> Result<(), Corrupt> {
    for _ in 0..from.input.count()? {
        let handle = from.handle()?;
        let id = from.input.number()?;
        from.vm.instance.ids.insert(handle, id);
    }
    Ok(())
}

/// A UUID takes 16 bytes instead of 36.
fn save_id(to: &mut Saver<'_>, id: &str) {
    match uuid(id) {
        Some(bytes) => {
            to.out.byte(1);
            to.out.fixed(&bytes);
        }
        None => {
            to.out.byte(0);
            to.out.block(id.as_bytes());
        }
    }
}

fn load_id(from: &mut Loader<'_, '_>) -> Result<String, Corrupt> {
    if !from.flag()? {
        return Ok(from.input.text()?.to_owned());
    }
    Ok(uuid_text(&from.input.array()?))
}

/// The bytes of a UUID in its one canonical form; none for any other text.
fn uuid(text: &str) -> Option<[u8; 16]> {
    let digits: String = text.chars().filter(|char| *char != '-').collect();
    let value = u128::from_str_radix(&digits, 16).ok()?;
    let bytes = value.to_be_bytes();
    (uuid_text(&bytes) == text).then_some(bytes)
}

fn uuid_text(bytes: &[u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
        text.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
    }
    text
}

/// The module variables that differ from what init left.
fn save_globals(to: &mut Saver<'_>) {
    let vm = to.vm;
    let pairs = vm.globals.iter().zip(&vm.base_globals).enumerate();
    let changed: Vec<(usize, Value)> = pairs
        .filter(|(_, (now, base))| now != base)
        .map(|(index, (now, _))| (index, *now))
        .collect();
    to.out.size(changed.len());
    for (index, value) in changed {
        to.out.size(index);
        to.value(value);
    }
}

fn load_globals(from: &mut Loader<'_, '_>) -> Result<(), Corrupt> {
    for _ in 0..from.input.count()? {
        let index = from.input.size()?;
        let value = from.value()?;
        let global = from
            .vm
            .globals
            .get_mut(index)
            .ok_or_else(|| corrupt("it names a global that is not there"))?;
        *global = value;
    }
    Ok(())
}

/// The base objects whose contents are not what init left.
fn save_changed(to: &mut Saver<'_>) {
    let vm = to.vm;
    let differs =
        |(handle, was): &(Ref, &Obj)| !Saver::same(vm, *handle, was, vm.heap.get(*handle));
    let mut changed: Vec<Ref> = vm
        .heap
        .originals()
        .filter(differs)
        .map(|(handle, _)| handle)
        .collect();
    changed.sort_unstable();
    to.out.size(changed.len());
    for handle in changed {
        to.out.number(u64::from(handle.0));
        save_object::object(to, handle, vm.heap.get(handle));
    }
}

fn load_changed(from: &mut Loader<'_, '_>) -> Result<(), Corrupt> {
    for _ in 0..from.input.count()? {
        let handle = Ref(from.input.number32()?);
        if handle.0 >= from.vm.heap.base_len() {
            return Err(corrupt("it changes a base object that is not there"));
        }
        load_object::object(from, handle)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_canonical_form_of_a_uuid_is_packed() {
        let text = "0190f5c2-9c3e-7b7a-8a53-0f2b6c1d4e5f";
        assert_eq!(
            uuid(text).map(|bytes| uuid_text(&bytes)).as_deref(),
            Some(text)
        );
        for other in [
            "order-17",
            "0190F5C2-9C3E-7B7A-8A53-0F2B6C1D4E5F",
            "0190f5c29c3e7b7a8a530f2b6c1d4e5f",
            "",
            "+1",
        ] {
            assert_eq!(uuid(other), None);
        }
    }
}
