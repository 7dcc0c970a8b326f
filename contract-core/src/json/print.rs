//! Writing JSON: the same content, the same bytes.

use super::Value;
use std::fmt::Write as _;

pub(super) fn compact(value: &Value<'_>, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                compact(item, out);
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            for (at, (key, item)) in object.sorted().into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                quoted(key, out);
                out.push(':');
                compact(item, out);
            }
            out.push('}');
        }
        scalar => plain(scalar, out),
    }
}

pub(super) fn pretty(value: &Value<'_>, indent: usize, out: &mut String) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                new_line(at > 0, indent + 1, out);
                pretty(item, indent + 1, out);
            }
            new_line(false, indent, out);
            out.push(']');
        }
        Value::Object(object) if !object.is_empty() => {
            out.push('{');
            for (at, (key, item)) in object.sorted().into_iter().enumerate() {
                new_line(at > 0, indent + 1, out);
                quoted(key, out);
                out.push_str(": ");
                pretty(item, indent + 1, out);
            }
            new_line(false, indent, out);
            out.push('}');
        }
        other => compact(other, out),
    }
}

fn new_line(after_item: bool, indent: usize, out: &mut String) {
    if after_item {
        out.push(',');
    }
    out.push('\n');
    for _ in 0..indent {
        out.push_str("  ");
    }
}

fn plain(scalar: &Value<'_>, out: &mut String) {
    match scalar {
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(number.as_str()),
        Value::String(text) => quoted(text, out),
        _ => out.push_str("null"),
    }
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        from = at + 1;
        if escape.is_empty() {
            let _ = write!(out, "\\u{byte:04x}");
        } else {
            out.push_str(escape);
        }
    }
    out.push_str(&text[from..]);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn printing_sorts_keys_and_escapes_what_must_be() {
        let value = parse(br#"{"b":[],"a":{"d":"x\"\u0001\n/","c":{}},"e":[1,{"z":null}]}"#).unwrap();
        assert_eq!(value.to_compact(), r#"{"a":{"c":{},"d":"x\"\u0001\n/"},"b":[],"e":[1,{"z":null}]}"#);
        insta::assert_snapshot!(value.to_pretty(), @r#"
        {
          "a": {
            "c": {},
            "d": "x\"\u0001\n/"
          },
          "b": [],
          "e": [
            1,
            {
              "z": null
            }
          ]
        }
        "#);
    }

    #[test]
    fn what_is_printed_is_read_back_the_same() {
        let value = parse(br#"{"a":[1,2.50,-0,"\\\ud83d\ude00\u007f"],"b":{"":false}}"#).unwrap();
        for text in [value.to_compact(), value.to_pretty()] {
            assert_eq!(parse(text.as_bytes()).unwrap(), value);
        }
    }
}
