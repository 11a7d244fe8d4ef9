//! Whether a JPEG has all the passes over its components that it takes to show them.

/// A component: its number, and of each frequency the lowest bit that came; none where nothing did.
type Component = (u8, [Option<u8>; 64]);

/// Whether every component of a JPEG without metadata came, and of a progressive one every frequency down to its last bit.
/// A file that was cut between two passes and closed again has fewer.
pub fn are_all_there(bytes: &[u8]) -> bool {
    read(bytes).is_some_and(|components| {
        let is_whole = |(_, bits): &Component| bits.iter().all(|bit| *bit == Some(0));
        !components.is_empty() && components.iter().all(is_whole)
    })
}

/// What came of its components; `None` when its segments cannot be followed.
fn read(bytes: &[u8]) -> Option<Vec<Component>> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let (mut is_progressive, mut components) = (false, Vec::new());
    loop {
        // Bytes of pixels come before the next marker, and markers that stand among them.
        let at =
            rest.windows(2).position(|two| matches!(two, [0xff, 0xc0..=0xcf | 0xd9..=0xfe]))?;
        let (marker, after) = rest.get(at + 1..)?.split_first()?;
        if *marker == 0xd9 {
            return Some(components);
        }
        let length = u16::from_be_bytes(*after.first_chunk::<2>()?);
        let (segment, next) = after.split_at_checked(usize::from(length))?;
        rest = next;
        match marker {
            // Tables, not frames.
            0xc4 | 0xc8 | 0xcc => {}
            0xc0..=0xcf => {
                is_progressive = *marker == 0xc2;
                // Length, precision, height, width, number of components; three bytes each.
                let numbers = segment.get(8..)?.chunks_exact(3).filter_map(<[u8]>::first);
                components = numbers.map(|number| (*number, [None; 64])).collect();
            }
            0xda => scan(segment, is_progressive, &mut components)?,
            _ => {}
        }
    }
}

/// Notes what a scan brings. What one that is not progressive says of frequencies and bits counts for nothing.
fn scan(segment: &[u8], is_progressive: bool, components: &mut [Component]) -> Option<()> {
    let (numbers, about) = segment.get(3..)?.split_at_checked(2 * usize::from(*segment.get(2)?))?;
    let (first, last, bits) = match *about {
        [first, last, bits, ..] if is_progressive => (first, last, bits & 0x0f),
        _ => (0, 63, 0),
    };
    for number in numbers.chunks_exact(2).filter_map(<[u8]>::first) {
        let such = components.iter_mut().filter(|(known, _)| known == number);
        for (_, came) in such {
            let part = came.get_mut(usize::from(first)..=usize::from(last))?;
            part.fill(Some(bits));
        }
    }
    Some(())
}
