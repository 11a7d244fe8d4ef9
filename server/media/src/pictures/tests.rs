use super::*;
use image::{ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// A picture whose left half is red and right half is blue.
fn media(width: u32, height: u32) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let picture = RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) }
    });
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    let name = format!("{}.png", hash16(&bytes));
    write(folder.path(), &name, &bytes).unwrap();
    (folder, name)
}

fn make<T: Make>(folder: &Path, name: &str) -> Result<Option<T>, PictureError> {
    Source::open(folder, name)?.map_or(Ok(None), |source| source.make())
}

fn open(folder: &Path, link: &Link) -> DynamicImage {
    image::open(folder.join(link.as_str().trim_start_matches("/media/"))).unwrap()
}

#[test]
fn variants_are_smaller_and_show_the_same() {
    let (folder, name) = media(1000, 500);
    let Variants(variants) = make(folder.path(), &name).unwrap().unwrap();
    let widths: Vec<u32> = variants.iter().map(|variant| variant.width).collect();
    assert_eq!(widths, [320, 480, 720]);
    let small = open(folder.path(), &variants[0].src).into_rgb8();
    assert_eq!(small.dimensions(), (320, 160));
    assert!(small.get_pixel(20, 80).0[0] > 150 && small.get_pixel(300, 80).0[2] > 150);
    let again: Variants = make(folder.path(), &name).unwrap().unwrap();
    assert_eq!(again.0, variants);
}

#[test]
fn a_small_picture_has_no_variants_and_its_cuts_are_not_blown_up() {
    let (folder, name) = media(200, 300);
    assert_eq!(make(folder.path(), &name).unwrap(), Some(Variants::default()));
    let Crops(crops) = make(folder.path(), &name).unwrap().unwrap();
    let sizes: Vec<_> = crops.iter().map(|crop| (crop.width, crop.height)).collect();
    assert_eq!(sizes, [(200, 113), (200, 150), (200, 200)]);
    let square = open(folder.path(), &crops[2].src);
    assert_eq!((square.width(), square.height()), (200, 200));
}

/// Where the step from red to blue is, in a row of pixels; the picture's width at most.
fn step(picture: &DynamicImage) -> u32 {
    let pixels = picture.to_rgb8();
    (0..pixels.width()).find(|x| pixels.get_pixel(*x, 3).0[2] > 100).unwrap_or(pixels.width())
}

#[test]
fn what_is_made_of_a_large_picture_shows_the_same_places() {
    // Large enough for copies; cuts of it are as wide as the picture, or in its middle.
    let (folder, name) = media(5001, 4003);
    let source = Source::open(folder.path(), &name).unwrap().unwrap();
    let Variants(variants) = source.make().unwrap().unwrap();
    let Crops(crops) = source.make().unwrap().unwrap();
    let widths: Vec<u32> = variants.iter().map(|variant| variant.width).collect();
    assert_eq!(widths, WIDTHS);
    let sizes: Vec<_> = crops.iter().map(|crop| (crop.width, crop.height)).collect();
    assert_eq!(sizes, [(1200, 675), (1200, 900), (1200, 1200)]);
    for link in variants.iter().map(|v| &v.src).chain(crops.iter().map(|crop| &crop.src)) {
        let made = open(folder.path(), link);
        let middle = made.width() / 2;
        assert!(step(&made).abs_diff(middle) <= 2, "{link:?}: {} of {}", step(&made), made.width());
    }
    assert_eq!(open(folder.path(), &variants[4].src).height(), scaled(4003, 1440, 5001));
}

#[test]
fn a_copy_is_large_enough_and_made_where_it_is_worth_it() {
    use super::source::enough;
    assert!(enough((8192, 6144), Variants::ENOUGH) < 0.36);
    // A cut in the middle of it is 6144 wide.
    assert!((0.39..0.4).contains(&enough((8192, 6144), Crops::ENOUGH)));
    assert!(enough((2800, 9000), Variants::ENOUGH) > 1.0);
    assert!(enough((9000, 1000), Crops::ENOUGH) > 1.0);
}

#[test]
fn grey_and_clear_pictures_stay_so() {
    let folder = tempfile::tempdir().unwrap();
    let clear = image::GrayAlphaImage::from_fn(5200, 5000, |x, _| {
        image::LumaA([120, if x < 2600 { 0 } else { 255 }])
    });
    let mut bytes = Vec::new();
    clear.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    write(folder.path(), "clear.png", &bytes).unwrap();
    let Variants(variants) = make(folder.path(), "clear.png").unwrap().unwrap();
    let made = open(folder.path(), &variants[1].src).into_rgba8();
    assert!(made.get_pixel(100, 100).0[3] < 10);
    let [red, green, blue, opacity] = made.get_pixel(400, 100).0;
    assert!(opacity > 245 && [red, green, blue].iter().all(|part| part.abs_diff(120) < 4));
}

#[test]
fn a_picture_that_is_higher_than_any_webp_has_the_smaller_ones_that_there_can_be() {
    let (folder, name) = media(400, 20_000);
    let Variants(variants) = make(folder.path(), &name).unwrap().unwrap();
    assert_eq!(variants.iter().map(|variant| variant.width).collect::<Vec<_>>(), [320]);
    let (folder, name) = media(500, 30_000);
    assert_eq!(make(folder.path(), &name).unwrap(), Some(Variants::default()));
}

#[test]
fn the_largest_part_is_cut_out() {
    assert_eq!(cut(1600, 900, 16, 9), (0, 0, 1600, 900));
    assert_eq!(cut(1600, 900, 1, 1), (350, 0, 900, 900));
    assert_eq!(cut(900, 1600, 1, 1), (0, 233, 900, 900));
    assert_eq!(cut(1, 1, 16, 9), (0, 0, 1, 1));
}

#[test]
fn what_is_no_picture_is_left_alone_and_a_damaged_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.avif", b"\0\0\0\x0cftypavif").unwrap();
    assert_eq!(make::<Variants>(folder.path(), "a.avif").unwrap(), None);
    write(folder.path(), "b.jpg", &[0xff, 0xd8, 0xff, 0xe0, 0, 0]).unwrap();
    let error = make::<Variants>(folder.path(), "b.jpg").unwrap_err();
    assert!(error.to_string().contains("b.jpg"), "{error}");
}
