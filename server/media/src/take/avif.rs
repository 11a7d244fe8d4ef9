//! AVIF: this program cannot decode one, so that its parts are checked and its metadata is erased in place.

use std::ops::Range;

/// Boxes of the file and of its `meta` box that say how the picture looks. Others are erased.
const OUTER: [&[u8; 4]; 3] = [b"ftyp", b"meta", b"mdat"];
const INNER: [&[u8; 4]; 9] =
    [b"hdlr", b"pitm", b"iinf", b"iloc", b"iprp", b"iref", b"dinf", b"idat", b"grpl"];
/// Items that are or belong to a picture: AV1, one put together of others, a map of brightness.
const PICTURES: [&[u8; 4]; 5] = [b"av01", b"grid", b"iovl", b"iden", b"tmap"];

/// The place of a box in a file: its kind, its own start, and what is in it.
struct Box4 {
    kind: [u8; 4],
    start: usize,
    content: Range<usize>,
}

/// An AVIF without metadata.
pub struct Stripped {
    pub bytes: Vec<u8>,
    /// Width and height in pixels that the picture's data has room for, before it is turned or cut.
    pub coded: (u32, u32),
}

/// Checks the parts of an AVIF that is a still, and gives its bytes without metadata: what an item other than a
/// picture holds is overwritten with zeros and its kind with one that nobody reads. Nothing moves, so that
/// every place that the file names stays right.
///
/// # Errors
/// What is wrong with it, in words.
pub fn strip(bytes: &[u8]) -> Result<Stripped, String> {
    let data = avif_parse::read_avif(&mut &*bytes).map_err(|error| error.to_string())?;
    let about = data.primary_item_metadata().map_err(|error| error.to_string())?;
    data.alpha_item_metadata().map_err(|error| error.to_string())?;
    let coded = (about.max_frame_width.get(), about.max_frame_height.get());
    let mut out = bytes.to_vec();
    erase(bytes, &mut out).ok_or_else(|| "its boxes cannot be followed".to_owned())?;
    Ok(Stripped { bytes: out, coded })
}

fn erase(bytes: &[u8], out: &mut [u8]) -> Option<()> {
    for outer in boxes(bytes, 0..bytes.len())? {
        if !OUTER.contains(&&outer.kind) {
            blank(out, &outer)?;
        }
        if outer.kind != *b"meta" {
            continue;
        }
        // Version and flags come first.
        let inside = outer.content.start.checked_add(4)?..outer.content.end;
        let inner = boxes(bytes, inside)?;
        for inner in inner.iter().filter(|inner| !INNER.contains(&&inner.kind)) {
            blank(out, inner)?;
        }
        let find = |kind: &[u8; 4]| inner.iter().find(|inner| inner.kind == *kind);
        let items = items(bytes, find(b"iinf")?)?;
        let idat = find(b"idat").map(|idat| idat.content.clone());
        let places = places(bytes, find(b"iloc")?, idat)?;
        for (id, kind_at) in items {
            let kind = out.get_mut(kind_at)?;
            if PICTURES.iter().any(|picture| kind == *picture) {
                continue;
            }
            kind.copy_from_slice(b"free");
            for (_, place) in places.iter().filter(|(of, _)| *of == id) {
                // Without a length it is all there is, pictures included.
                out.get_mut(place.clone()).filter(|place| !place.is_empty())?.fill(0);
            }
        }
    }
    Some(())
}

/// Makes a box free space.
fn blank(out: &mut [u8], which: &Box4) -> Option<()> {
    out.get_mut(which.start.checked_add(4)?..which.start.checked_add(8)?)?.copy_from_slice(b"free");
    out.get_mut(which.content.clone())?.fill(0);
    Some(())
}

/// The boxes in a part of the file.
fn boxes(bytes: &[u8], part: Range<usize>) -> Option<Vec<Box4>> {
    let mut found = Vec::new();
    let mut at = part.start;
    while at < part.end {
        let head = bytes.get(at..part.end)?;
        let size = usize::try_from(u32::from_be_bytes(*head.first_chunk::<4>()?)).ok()?;
        let kind = *head.get(4..)?.first_chunk::<4>()?;
        let (size, of_head) = match size {
            0 => (part.end - at, 8),
            1 => {
                let large = u64::from_be_bytes(*head.get(8..)?.first_chunk::<8>()?);
                (usize::try_from(large).ok()?, 16)
            }
            size => (size, 8),
        };
        let end = at.checked_add(size).filter(|end| *end <= part.end && size >= of_head)?;
        found.push(Box4 { kind, start: at, content: at + of_head..end });
        at = end;
    }
    Some(found)
}

/// Reads numbers from the front of a slice.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    /// A number of 0, 2, 4 or 8 bytes.
    fn take(&mut self, size: usize) -> Option<u64> {
        let (number, rest) = self.0.split_at_checked(size)?;
        self.0 = rest;
        Some(number.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
    }
}

/// The items of an `iinf` box: number, and where in the file the kind stands.
fn items(bytes: &[u8], iinf: &Box4) -> Option<Vec<(u64, Range<usize>)>> {
    let version = *bytes.get(iinf.content.start)?;
    let head = if version == 0 { 6 } else { 8 };
    let mut items = Vec::new();
    for item in boxes(bytes, iinf.content.start.checked_add(head)?..iinf.content.end)? {
        // Earlier versions of an entry have no kind; they are not in use for pictures.
        let version = *bytes.get(item.content.start)?;
        if item.kind != *b"infe" || !(2..=3).contains(&version) {
            return None;
        }
        let size = if version == 2 { 2 } else { 4 };
        let id = item.content.start + 4;
        let number = Numbers(bytes.get(id..item.content.end)?).take(size)?;
        // A number that says how it is protected lies between.
        let kind = id + size + 2;
        items.push((number, kind..kind + 4));
    }
    Some(items)
}

/// The places of an `iloc` box: number of the item, and where in the file its bytes are.
fn places(
    bytes: &[u8],
    iloc: &Box4,
    idat: Option<Range<usize>>,
) -> Option<Vec<(u64, Range<usize>)>> {
    let mut numbers = Numbers(bytes.get(iloc.content.clone())?);
    let version = numbers.take(4)? >> 24;
    let sizes = numbers.take(2)?;
    let size = |shift: u32| usize::try_from((sizes >> shift) & 15).ok();
    let (of_offset, of_length, of_base) = (size(12)?, size(8)?, size(4)?);
    let of_index = if version == 0 { 0 } else { size(0)? };
    let wide = if version == 2 { 4 } else { 2 };
    let mut places = Vec::new();
    for _ in 0..numbers.take(wide)? {
        let id = numbers.take(wide)?;
        let in_idat = version != 0 && numbers.take(2)? & 15 == 1;
        numbers.take(2)?;
        let base = numbers.take(of_base)?;
        for _ in 0..numbers.take(2)? {
            numbers.take(of_index)?;
            let start = base.checked_add(numbers.take(of_offset)?)?;
            let length = numbers.take(of_length)?;
            let end = start.checked_add(length)?;
            let within = if in_idat { idat.clone()? } else { 0..bytes.len() };
            let start = within.start.checked_add(usize::try_from(start).ok()?)?;
            let end = within.start.checked_add(usize::try_from(end).ok()?)?;
            if end > within.end {
                return None;
            }
            places.push((id, start..end));
        }
    }
    Some(places)
}
