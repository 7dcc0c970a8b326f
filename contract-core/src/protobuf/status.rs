//! `google.rpc.Status`: the message that carries the details of a status.

use super::decode::varint;
use super::encode::put_varint;

/// A message a status carries: its type, as a URL or name, and its bytes.
pub(crate) type Packed = (String, Vec<u8>);

/// The bytes of a status with these details: type and bytes of each.
pub(crate) fn write_status(code: i32, message: &str, details: &[Packed]) -> Vec<u8> {
    let mut out = Vec::new();
    if code != 0 {
        out.push(0x08);
        put_varint(u64::try_from(code).unwrap_or_default(), &mut out);
    }
    if !message.is_empty() {
        put(0x12, message.as_bytes(), &mut out);
    }
    for (name, bytes) in details {
        let mut any = Vec::new();
        put(0x0a, format!("type.googleapis.com/{name}").as_bytes(), &mut any);
        put(0x12, bytes, &mut any);
        put(0x1a, &any, &mut out);
    }
    out
}

fn put(tag: u8, bytes: &[u8], out: &mut Vec<u8>) {
    out.push(tag);
    put_varint(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

/// The message of a status, and the type URL and the bytes of each detail; `None` when this is no status.
pub(crate) fn read_status(bytes: &[u8]) -> Option<(String, Vec<Packed>)> {
    let (mut message, mut details) = (String::new(), Vec::new());
    for (number, chunk) in chunks(bytes)? {
        match number {
            2 => message = String::from_utf8(chunk.to_vec()).ok()?,
            3 => details.push(read_any(chunk)?),
            _ => {}
        }
    }
    Some((message, details))
}

fn read_any(bytes: &[u8]) -> Option<Packed> {
    let (mut url, mut value) = (String::new(), Vec::new());
    for (number, chunk) in chunks(bytes)? {
        match number {
            1 => url = String::from_utf8(chunk.to_vec()).ok()?,
            2 => value = chunk.to_vec(),
            _ => {}
        }
    }
    Some((url, value))
}

/// The fields of a message that have a length; others are passed over.
fn chunks(mut bytes: &[u8]) -> Option<Vec<(u64, &[u8])>> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let (tag, length) = varint(bytes)?;
        bytes = &bytes[length..];
        match tag & 7 {
            0 => bytes = &bytes[varint(bytes)?.1..],
            1 => bytes = bytes.get(8..)?,
            5 => bytes = bytes.get(4..)?,
            2 => {
                let (size, length) = varint(bytes)?;
                let end = length.checked_add(usize::try_from(size).ok()?)?;
                found.push((tag >> 3, bytes.get(length..end)?));
                bytes = &bytes[end..];
            }
            _ => return None,
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_written_and_read() {
        let details = [("shop.OutOfStock".to_owned(), vec![8, 1]), ("shop.Hint".to_owned(), Vec::new())];
        let bytes = write_status(5, "gone", &details);
        let (message, read) = read_status(&bytes).unwrap();
        assert_eq!(message, "gone");
        assert_eq!(read[0], ("type.googleapis.com/shop.OutOfStock".to_owned(), vec![8, 1]));
        assert_eq!(read.len(), 2);
        assert_eq!(read_status(&[]), Some((String::new(), Vec::new())));
        for cut in 1..bytes.len() {
            let _ = read_status(&bytes[..cut]);
        }
        assert_eq!(read_status(&[0x1a, 9]), None);
    }
}
