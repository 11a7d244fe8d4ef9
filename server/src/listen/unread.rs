//! Words for bytes that cannot be read as a request. hyper answers those by itself, without a body and before any code
//! of this server runs; a reader whose cookies have grown too large would see an empty page.

use std::ops::Range;

/// The beginning of an answer of hyper's own. No answer of this server has an error's status and no body.
const ERROR: &[u8] = b"HTTP/1.1 4";
const EMPTY: &[u8] = b"content-length: 0\r\n";

/// The answer to send instead of `written`, if that is one of hyper's own.
pub fn with_words(written: &[u8]) -> Option<Vec<u8>> {
    if !written.starts_with(ERROR) || !written.ends_with(b"\r\n\r\n") {
        return None;
    }
    let Range { start, end } = found(written, EMPTY)?;
    let status = written.get(9..12).and_then(|code| std::str::from_utf8(code).ok())?;
    let words = words(status);
    let head =
        format!("content-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\n", words.len());
    let parts = [written.get(..start)?, head.as_bytes(), written.get(end..)?, words.as_bytes()];
    Some(parts.concat())
}

fn found(text: &[u8], part: &[u8]) -> Option<Range<usize>> {
    let start = text.windows(part.len()).position(|window| window == part)?;
    Some(start..start + part.len())
}

fn words(status: &str) -> &'static str {
    match status {
        "414" => "Địa chỉ này quá dài.\nThis address is too long.\n",
        "431" => {
            "Yêu cầu quá lớn. Hãy xóa cookie của trang này rồi thử lại.\n\
             The request is too large. Delete the cookies of this site, then try again.\n"
        }
        _ => "Không đọc được yêu cầu này.\nThis is no request that can be read.\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_a_body_gets_one() {
        let own = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\ndate: x\r\n\r\n";
        let answer = String::from_utf8(with_words(own).unwrap()).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 431 ") && head.ends_with("\r\ndate: x"), "{head}");
        assert!(head.contains(&format!("\r\ncontent-length: {}\r\n", body.len())), "{head}");
        assert!(body.contains("cookies"), "{body}");
    }

    #[test]
    fn every_other_answer_is_left_alone() {
        for other in [
            &b"HTTP/1.1 404 Not Found\r\ncontent-length: 5\r\n\r\n"[..],
            b"HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n",
            b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n",
            b"a picture of HTTP/1.1 4",
            b"",
        ] {
            assert_eq!(with_words(other), None);
        }
    }
}
