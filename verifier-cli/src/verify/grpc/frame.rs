//! Messages as they stand in the bytes of a call: a flag, a length, the message.

use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};

/// The flag and the length before each message.
const PREFIX: usize = 5;

/// A message as it is sent, never compressed.
pub(super) fn framed(message: &[u8]) -> Option<Bytes> {
    let length = u32::try_from(message.len()).ok()?;
    let mut frame = BytesMut::with_capacity(PREFIX + message.len());
    frame.put_u8(0);
    frame.put_u32(length);
    frame.put_slice(message);
    Some(frame.freeze())
}

/// Why bytes are no messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Malformed {
    /// A message is compressed.
    Compressed,
    /// The flag is none there is.
    Flag(u8),
    /// A message is announced that is larger than allowed.
    TooLarge(usize),
}

/// Takes messages out of bytes that come in pieces.
#[derive(Debug)]
pub(super) struct Deframer {
    buffer: BytesMut,
    limit: usize,
}

impl Deframer {
    /// For messages of up to `limit` bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self { buffer: BytesMut::new(), limit }
    }

    /// The most bytes a message may have.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// Takes in what has come.
    pub(super) fn push(&mut self, piece: &[u8]) {
        self.buffer.extend_from_slice(piece);
    }

    /// The next message that is complete.
    pub(super) fn next(&mut self) -> Result<Option<Bytes>, Malformed> {
        let Some((prefix, _)) = self.buffer.split_at_checked(PREFIX) else { return Ok(None) };
        let mut prefix = prefix;
        match prefix.get_u8() {
            0 => {}
            1 => return Err(Malformed::Compressed),
            flag => return Err(Malformed::Flag(flag)),
        }
        let length = usize::try_from(prefix.get_u32()).unwrap_or(usize::MAX);
        if length > self.limit {
            return Err(Malformed::TooLarge(length));
        }
        if self.buffer.len() - PREFIX < length {
            return Ok(None);
        }
        self.buffer.advance(PREFIX);
        Ok(Some(self.buffer.split_to(length).freeze()))
    }

    /// How many bytes wait for the rest of their message.
    pub(super) fn waiting(&self) -> usize {
        self.buffer.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_out_whole_however_they_are_cut() {
        let mut bytes = framed(b"hello").unwrap().to_vec();
        bytes.extend(framed(b"").unwrap());
        bytes.extend(framed(b"you").unwrap());
        for size in 1..=bytes.len() {
            let mut deframer = Deframer::new(5);
            let mut messages = Vec::new();
            for piece in bytes.chunks(size) {
                deframer.push(piece);
                while let Some(message) = deframer.next().unwrap() {
                    messages.push(message);
                }
            }
            assert_eq!(
                (messages.as_slice(), deframer.waiting()),
                (&["hello".into(), Bytes::new(), "you".into()][..], 0)
            );
        }
    }

    #[test]
    fn what_is_no_message_is_told_before_it_is_kept() {
        for (bytes, limit, expected) in [
            (&b"<html>"[..], 100, Malformed::Flag(b'<')),
            (b"\x01\0\0\0\x01x", 100, Malformed::Compressed),
            (b"\0\xff\xff\xff\xff", 100, Malformed::TooLarge(0xffff_ffff)),
            (b"\0\0\0\0\x03", 2, Malformed::TooLarge(3)),
        ] {
            let mut deframer = Deframer::new(limit);
            deframer.push(bytes);
            assert_eq!(deframer.next(), Err(expected));
        }
    }
}
