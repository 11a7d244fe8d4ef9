//! What is published of a picture: all of it, upright, without metadata.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::samples::*;
use super::*;

#[test]
fn metadata_goes_and_the_pixels_keep_their_bytes() {
    let source = jpeg(60, 40, 1);
    assert!(names_a_place(&source));
    let found = taken(&source);
    assert_eq!(size(&found), ("jpg", 60, 40));
    let scan = |bytes: &[u8]| {
        let at = bytes.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
        bytes[at..].to_vec()
    };
    assert_eq!(scan(&found.bytes), scan(&source));

    let text = png_chunk(b"tEXt", &[b"Comment\0", PLACE].concat());
    let source = png_with(60, 40, &[text, png_chunk(b"eXIf", &exif(1)), png_chunk(b"prVt", PLACE)]);
    assert!(names_a_place(&source));
    assert_eq!(taken(&source).bytes, png_with(60, 40, &[]));

    let source = webp(60, 40, Some(1));
    assert!(names_a_place(&source));
    assert_eq!(size(&taken(&source)), ("webp", 60, 40));

    let source = BASE64_STANDARD.decode(AVIF).unwrap();
    assert!(names_a_place(&source));
    let found = taken(&source);
    assert_eq!(size(&found), ("avif", 16, 24));
    assert_eq!(found.bytes.len(), source.len());
}

#[test]
fn what_follows_a_picture_and_hides_between_its_passes_goes_too() {
    let mut second = jpeg(60, 40, 1);
    second.extend(PLACE);
    for mut source in [jpeg(60, 40, 1), progressive_jpeg(), png_with(60, 40, &[]), gif(1)] {
        let alone = taken(&source);
        source.extend(&second);
        assert_eq!(taken(&source), alone);
    }
    let progressive = progressive_jpeg();
    let passes: Vec<_> =
        progressive.windows(2).enumerate().filter(|(_, pair)| *pair == [0xff, 0xda]).collect();
    let (last, _) = *passes.last().unwrap();
    assert!(passes.len() > 1);
    let length = u16::try_from(PLACE.len() + 2).unwrap().to_be_bytes();
    let comment = [&[0xff, 0xfe], &length[..], PLACE].concat();
    let hidden = [&progressive[..last], &comment, &progressive[last..]].concat();
    assert_eq!(taken(&hidden), taken(&progressive));
}

#[test]
fn a_picture_is_turned_as_the_camera_was_held() {
    // The camera was turned so that left is up.
    for (source, extension) in [
        (jpeg(60, 40, 6), "jpg"),
        (png_with(60, 40, &[png_chunk(b"eXIf", &exif(6))]), "png"),
        (webp(60, 40, Some(6)), "webp"),
    ] {
        let found = taken(&source);
        assert_eq!(size(&found), (extension, 40, 60));
        let (top, bottom) = (colour(&found.bytes, 20, 5), colour(&found.bytes, 20, 55));
        assert!(top[0] > 150 && top[2] < 60, "{extension}: {top:?}");
        assert!(bottom[2] > 150 && bottom[0] < 60, "{extension}: {bottom:?}");
    }
    let mirrored = taken(&jpeg(60, 40, 2));
    assert_eq!(size(&mirrored), ("jpg", 60, 40));
    assert!(colour(&mirrored.bytes, 5, 20)[2] > 150);
}

#[test]
fn what_moves_goes_on_moving() {
    for (source, extension) in [(gif(3), "gif"), (moving_png(&[]), "png"), (moving_webp(), "webp")]
    {
        let found = taken(&source);
        assert_eq!(size(&found), (extension, 40, 30));
        let (_, moves) = first_frame(&found.bytes).unwrap().unwrap();
        assert!(moves, "{extension}");
    }
    assert!(names_a_place(&gif(3)));
    assert!(taken(&gif(3)).bytes.windows(11).any(|part| part == b"NETSCAPE2.0"));
    assert!(!first_frame(&gif(1)).unwrap().unwrap().1);
    assert!(!first_frame(&jpeg(60, 40, 1)).unwrap().unwrap().1);
    // One that has to be turned is a still: its first frame.
    let found = taken(&moving_png(&[png_chunk(b"eXIf", &exif(6))]));
    assert_eq!(size(&found), ("png", 30, 40));
    assert!(!first_frame(&found.bytes).unwrap().unwrap().1);
    assert!(colour(&found.bytes, 15, 5)[0] > 150);
}
