use image::GenericImageView;

use super::*;

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 64 64'>\
    <script>alert(1)</script><rect onclick='x()' width='64' height='64' rx='10' fill='#0b5d3b'/>\
    <a href='https://elsewhere.example/'><circle cx='32' cy='32' r='12' fill='#fff'/></a></svg>";

fn opened(file: &MadeFile) -> DynamicImage {
    let bytes = if file.extension == "ico" { &file.bytes[22..] } else { &file.bytes[..] };
    image::load_from_memory_with_format(bytes, ImageFormat::Png).unwrap()
}

fn square(side: u32, opacity: u8) -> Vec<u8> {
    png(&RgbaImage::from_pixel(side, side, Rgba([10, 20, 200, opacity]))).unwrap().bytes
}

#[test]
fn all_icons_are_made_of_one_drawing() {
    let icons = icons(SVG.as_bytes(), [255, 255, 255]).unwrap();
    for (file, side) in [
        (&icons.small, 192),
        (&icons.large, 512),
        (&icons.maskable, 512),
        (&icons.apple, 180),
        (&icons.favicon, 32),
    ] {
        assert_eq!(opened(file).dimensions(), (side, side));
    }
    // A phone may cut off all but a circle, and fills no hole.
    let green = Rgba([11, 93, 59, 255]);
    for file in [&icons.maskable, &icons.apple] {
        assert_eq!(opened(file).get_pixel(0, 0), green);
    }
    assert_eq!(opened(&icons.large).get_pixel(0, 0).0[3], 0);
    assert_eq!(opened(&icons.maskable).get_pixel(256, 256), Rgba([255; 4]));
    assert_eq!(icons.favicon.bytes[..6], [0, 0, 1, 0, 1, 0]);
    assert_eq!(super::icons(SVG.as_bytes(), [255, 255, 255]).unwrap(), icons);
}

#[test]
fn nothing_of_an_svg_runs_or_leads_elsewhere() {
    let text = String::from_utf8(logo(SVG.as_bytes()).unwrap().file.bytes).unwrap();
    assert!(text.starts_with("<svg") && text.contains("<path"), "{text}");
    for gone in ["script", "alert", "onclick", "elsewhere", "href"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
}

#[test]
fn a_logo_keeps_its_shape() {
    let svg = SVG.replace("0 0 64 64", "0 0 3.2 1");
    let logo = logo(svg.as_bytes()).unwrap();
    assert_eq!((logo.width, logo.height), (1000, 313));
}

#[test]
fn what_is_no_mark_is_refused_with_what_to_do() {
    let said = |bytes: &[u8]| icons(bytes, [0; 3]).unwrap_err().to_string();
    let svg = |inner: &str| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{inner}</svg>")
    };
    for (bytes, says) in [
        (b"GIF89a".to_vec(), "neither SVG nor PNG"),
        (svg("<text>Tin</text>").into(), "convert text to paths"),
        (svg("<image href='file:///etc/passwd'/>").into(), "<image>"),
        (svg("<g></rect>").into(), "cannot be read as SVG"),
        (svg("").into(), "shows nothing"),
        (SVG.replace("0 0 64 64", "0 0 64 32").into(), "as wide as it is high"),
        (square(256, 255), "512"),
        (square(512, 0), "shows nothing"),
        (vec![b' '; MAX_BYTES + 1], "larger than 512 KB"),
    ] {
        let said = said(&bytes);
        assert!(said.contains(says), "{says}: {said}");
    }
}

#[test]
fn a_png_with_holes_is_put_on_the_paper() {
    let icons = icons(&square(600, 128), [250, 247, 240]).unwrap();
    assert_eq!(icons.svg, None);
    assert_eq!(opened(&icons.maskable).get_pixel(0, 0), Rgba([250, 247, 240, 255]));
    assert_eq!(opened(&icons.small).get_pixel(9, 9).0[3], 128);
}
