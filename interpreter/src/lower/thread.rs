//! Jumps that lead to jumps: the first goes where the last would.

use crate::ir::Op;

/// Further ones are not followed; nobody writes so many.
const FOLLOWED_MAX: usize = 16;

/// The same code, of the same length, in which no jump leads to a `Jump` if it can lead to where that goes.
pub(super) fn threaded(mut code: Vec<u32>) -> Vec<u32> {
    let mut pc = 0;
    while let Some(op) = op_at(&code, pc) {
        let after = pc + 1 + op.extra_words();
        if is_jump(op) || leaves_loop(op) {
            let target = last_target(&code, target_of(&code, pc));
            // Only what is a jump and nothing else may go backwards: the machine counts there.
            if target > pc || is_jump(op) {
                code[pc + 1] = (target as i64 - after as i64) as i32 as u32;
            }
        }
        pc = after;
    }
    code
}

fn op_at(code: &[u32], pc: usize) -> Option<Op> {
    Op::from_byte(*code.get(pc)? as u8)
}

/// Of the section "jumps".
fn is_jump(op: Op) -> bool {
    (Op::Jump as u8..=Op::JumpNotGe as u8).contains(&(op as u8))
}

fn leaves_loop(op: Op) -> bool {
    matches!(op, Op::ForNext | Op::ForRange)
}

fn target_of(code: &[u32], pc: usize) -> usize {
    (pc as i64 + 2 + i64::from(code[pc + 1] as i32)) as usize
}

fn last_target(code: &[u32], first: usize) -> usize {
    let mut target = first;
    for _ in 0..FOLLOWED_MAX {
        if op_at(code, target) != Some(Op::Jump) {
            return target;
        }
        target = target_of(code, target);
    }
    // A loop of nothing but jumps.
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::encode;

    fn jump(op: Op, offset: i32) -> [u32; 2] {
        [encode(op, 0, 0, 0), offset as u32]
    }

    #[test]
    fn a_jump_to_a_jump_goes_on_to_where_that_leads() {
        let code = [
            jump(Op::ForNext, 4),
            jump(Op::JumpIfFalse, 0),
            jump(Op::Jump, -6),
            [encode(Op::LoadNone, 0, 0, 0), encode(Op::Return, 0, 0, 0)],
        ]
        .concat();
        let code = threaded(code);
        assert_eq!(code[1] as i32, 4);
        assert_eq!(
            code[3] as i32, -4,
            "the condition goes back to the loop itself"
        );
        assert_eq!(code[5] as i32, -6);
    }

    #[test]
    fn a_loop_of_nothing_is_left_as_it_is() {
        let code = jump(Op::Jump, -2).to_vec();
        assert_eq!(threaded(code.clone()), code);
    }
}
