//! The plain part of the value codec: None, bool, int, float, str, bytes, list, dict, tuple.

use crate::error::Corrupt;
use crate::value::{Obj, Value};
use crate::wire::{Reader, Token, Writer, ext};

use super::{Raised, Vm};

pub(crate) fn encode(vm: &mut Vm, value: Value) -> Result<Vec<u8>, Raised> {
    let mut writer = Writer::new();
    write(vm, &mut writer, value)?;
    Ok(writer.finish())
}

fn write(vm: &mut Vm, out: &mut Writer, value: Value) -> Result<(), Raised> {
    match value {
        Value::None => out.nil(),
        Value::Bool(truth) => out.bool(truth),
        Value::Int(number) => out.int(number),
        Value::Float(number) => out.float(number),
        Value::Ref(handle) => match vm.heap.get(handle) {
            Obj::Str(text) => out.str(text.as_str()),
            Obj::Bytes(bytes) => out.bin(bytes),
            Obj::List(items) => {
                let items = items.clone();
                out.array(items.len());
                for item in items {
                    vm.deeper(|vm| write(vm, out, item))?;
                }
            }
            Obj::Tuple(items) => {
                let items = items.clone();
                let open = out.begin_ext(ext::TUPLE);
                out.array(items.len());
                for item in items {
                    vm.deeper(|vm| write(vm, out, item))?;
                }
                out.end_ext(open);
            }
            Obj::Dict(dict) => {
                let pairs: Vec<_> = dict.table.iter().collect();
                out.map(pairs.len());
                for (key, value) in pairs {
                    vm.deeper(|vm| write(vm, out, key))?;
                    vm.deeper(|vm| write(vm, out, value))?;
                }
            }
            _ => return Err(refused(vm, value)),
        },
        _ => return Err(refused(vm, value)),
    }
    Ok(())
}

fn refused(vm: &mut Vm, value: Value) -> Raised {
    let class = vm.type_name(value);
    vm.type_error(format!("a '{class}' object cannot leave the workflow"))
}

pub(crate) fn decode(vm: &mut Vm, bytes: &[u8]) -> Result<Value, Corrupt> {
    read(vm, &mut Reader::new(bytes))
}

fn read(vm: &mut Vm, from: &mut Reader<'_>) -> Result<Value, Corrupt> {
    Ok(match from.next()? {
        Token::Nil => Value::None,
        Token::Bool(truth) => Value::Bool(truth),
        Token::Int(number) => Value::Int(number),
        Token::Uint(number) => vm.heap.new_int(number.into()),
        Token::Float(number) => Value::float(number),
        Token::Str(text) => vm.heap.new_str(text),
        Token::Bin(bytes) => vm.heap.new_bytes(bytes),
        Token::Array(length) => {
            let mut items = Vec::new();
            for _ in 0..length {
                items.push(read(vm, from)?);
            }
            vm.heap.new_list(items)
        }
        Token::Map(length) => {
            let dict = Value::Ref(vm.heap.new_dict());
            for _ in 0..length {
                let (key, value) = (read(vm, from)?, read(vm, from)?);
                vm.dict_set(dict, key, value)
                    .map_err(|_| Corrupt("a map's key".into()))?;
            }
            dict
        }
        Token::Ext(ext::TUPLE, payload) => {
            let list = read(vm, &mut Reader::new(payload))?;
            let items = vm.heap.items(list).map_or_else(Vec::new, <[Value]>::to_vec);
            vm.heap.new_tuple(items)
        }
        Token::Ext(code, _) => return Err(Corrupt(format!("a value of kind {code}"))),
    })
}
