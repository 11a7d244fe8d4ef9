//! Exporting a large newsroom, then one changed article, beside Hugo.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use super::generated::{Full, SECTIONS, article, words, write};
use super::{clear, fresh, io, timed};
use crate::process::{command, output, root, say, step};
use crate::{XtaskError, bundle, run};

const ARTICLES: usize = 100_000;
/// Hugo holds every page in memory; this many are enough to tell its speed.
const BESIDE: usize = 10_000;
const WHOLE_LIMIT: Duration = Duration::from_secs(180);
const CHANGE_LIMIT: Duration = Duration::from_secs(2);
/// Bytes.
const MEMORY_LIMIT: u64 = 1 << 30;

/// Exports `count` generated articles (100,000 unless told otherwise).
pub fn export(count: Option<&str>) -> Result<(), XtaskError> {
    let count = match count {
        None => ARTICLES,
        Some(text) => text.parse().map_err(|_| XtaskError::Usage("bench export [ARTICLES]"))?,
    };
    bundle::build()?;
    let server = run::server()?;
    let (source, data, out) = (fresh("newsroom")?, fresh("newsroom-data")?, fresh("site")?);
    let words = words()?;
    let pictures = prepare(&source)?;
    say(&format!("\n── write {count} articles"));
    for number in 0..count {
        write(&source, number, &article(number, &words, Full { pictures }))?;
    }
    let [data, out, from] = [&data, &out, &source].map(|path| path.to_string_lossy().into_owned());
    step("import them", command(&server, &["import", "--data", &data, &from]))?;
    let export = ["export", "--data", &data, "--out", &out];
    let whole = timed("export everything", command(&server, &export))?;
    let pages = count_of(&out)?;
    let nothing = timed("export again, nothing changed", command(&server, &export))?;
    let changed = count / 2;
    let text =
        article(changed, &words, Full { pictures }) + "\nMột câu được thêm sau khi bài đã đăng.\n";
    let file = write(&source, changed, &text.replacen("Bài số", "Tin số", 1))?;
    let file = file.to_string_lossy().into_owned();
    step("import one of them, changed", command(&server, &["import", "--data", &data, &file]))?;
    let one = timed("export what changed", command(&server, &export))?;
    say(&format!(
        "\n{count} articles as {pages} pages, each as JSON too, with frames and packed copies\n\
         everything        {:>8.1} s (limit {} s)  {:>6.0} pages/s  {:>5} MiB at most (limit {} MiB)\n\
         nothing changed   {:>8.2} s\n\
         one article       {:>8.2} s (limit {} s)  {:>22} MiB at most",
        whole.time.as_secs_f64(),
        WHOLE_LIMIT.as_secs(),
        rate(pages, whole.time),
        whole.memory >> 20,
        MEMORY_LIMIT >> 20,
        nothing.time.as_secs_f64(),
        one.time.as_secs_f64(),
        CHANGE_LIMIT.as_secs(),
        one.memory >> 20,
    ));
    beside(count.min(BESIDE), &words, pictures)?;
    [&*out, &*data, &*from].into_iter().try_for_each(clear)?;
    let is_large = count >= ARTICLES;
    if is_large
        && (whole.time > WHOLE_LIMIT || one.time > CHANGE_LIMIT || whole.memory > MEMORY_LIMIT)
    {
        return Err(XtaskError::Budget("the export is past its limit".to_owned()));
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn rate(pages: usize, time: Duration) -> f64 {
    pages as f64 / time.as_secs_f64()
}

/// The site's own file and its pictures; answers how many there are.
fn prepare(source: &Path) -> Result<usize, XtaskError> {
    let mut site = "name = \"Bản Tin\"\nurl = \"https://news.example/\"\nlanguages = [\"vi\"]\ntime_zone = \"Asia/Ho_Chi_Minh\"\n".to_owned();
    for section in SECTIONS {
        site += &format!("[[sections]]\nid = \"{section}\"\nname = \"{section}\"\nlang = \"vi\"\n");
    }
    std::fs::write(source.join("site.toml"), site).map_err(io(source))?;
    let (from, to) = (root().join("server/sample/pictures"), source.join("pictures"));
    std::fs::create_dir_all(&to).map_err(io(&to))?;
    let mut count = 0;
    for entry in std::fs::read_dir(&from).map_err(io(&from))?.flatten() {
        std::fs::copy(entry.path(), to.join(format!("{count}.jpg"))).map_err(io(&to))?;
        count += 1;
    }
    Ok(count)
}

/// Pages of an export: those for readers, not the frames for other sites.
fn count_of(out: &str) -> Result<usize, XtaskError> {
    let list = PathBuf::from(out).join(".bantin-export");
    let text = std::fs::read_to_string(&list).map_err(io(&list))?;
    let is_ours =
        |line: &str| line.split_once(' ').is_none_or(|(_, path)| !path.starts_with("embed/"));
    let is_page = |line: &&str| line.ends_with("index.html") && is_ours(line);
    Ok(text.lines().filter(is_page).count())
}

/// The same articles by us and by Hugo, which draws them with templates of the same extent and packs
/// nothing.
fn beside(count: usize, words: &[String], pictures: usize) -> Result<(), XtaskError> {
    if output("hugo", &["version"]).is_none() {
        say("\nHugo is not here to compare with (apt-get install hugo)");
        return Ok(());
    }
    let (source, data, out) = (fresh("beside")?, fresh("beside-data")?, fresh("beside-site")?);
    let hugo = fresh("hugo")?;
    prepare(&source)?;
    templates(&hugo)?;
    let content = hugo.join("content/articles");
    std::fs::create_dir_all(&content).map_err(io(&content))?;
    for number in 0..count {
        let text = article(number, words, Full { pictures });
        write(&source, number, &text)?;
        write(&content, number, &text.replace("published:", "date:"))?;
    }
    let server = run::server()?;
    let [data, out, from] = [&data, &out, &source].map(|path| path.to_string_lossy().into_owned());
    step("import", command(&server, &["import", "--data", &data, &from]))?;
    let export = ["export", "--data", &data, "--out", &out];
    let ours = timed(&format!("export {count} articles"), command(&server, &export))?;
    let mut theirs = command("hugo", &["--quiet"]);
    theirs.current_dir(&hugo).stdout(Stdio::null());
    let theirs = timed(&format!("Hugo, {count} articles"), theirs)?;
    let pages = [count_of(&out)?, html_files(&hugo.join("public"))?];
    say(&format!("\n{count} articles, side by side"));
    for (name, took, pages) in [("bantin-server", ours, pages[0]), ("Hugo", theirs, pages[1])] {
        say(&format!(
            "{name:<14} {pages:>6} pages  {:>6.1} s  {:>6.0} pages/s  {:>5} MiB",
            took.time.as_secs_f64(),
            rate(pages, took.time),
            took.memory >> 20
        ));
    }
    let hugo = hugo.to_string_lossy();
    [&*out, &*data, &*from, &*hugo].into_iter().try_for_each(clear)
}

fn html_files(folder: &Path) -> Result<usize, XtaskError> {
    let mut count = 0;
    for entry in std::fs::read_dir(folder).map_err(io(folder))?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            count += html_files(&path)?;
        } else if path.extension().is_some_and(|end| end == "html") {
            count += 1;
        }
    }
    Ok(count)
}

/// A site of Hugo's with pages of the kind that ours have.
fn templates(hugo: &Path) -> Result<(), XtaskError> {
    let head = "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title>\
        <meta name=\"description\" content=\"{{ .Params.lead }}\"><link rel=\"canonical\" href=\"{{ .Permalink }}\">\
        <meta property=\"og:title\" content=\"{{ .Title }}\"></head><body><header><a href=\"/\">Bản Tin</a></header>";
    let row = "<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a> <time>{{ .Date.Format \"02-01-2006 15:04\" }}</time></li>";
    let single = format!(
        "{head}<article><h1>{{{{ .Title }}}}</h1><time datetime=\"{{{{ .Date }}}}\">{{{{ .Date.Format \"02-01-2006 15:04\" }}}}</time>\
         <p>{{{{ .Params.lead }}}}</p>{{{{ .Content }}}}</article><ul>{{{{ range first 10 (.Site.RegularPages.Related .) }}}}{row}{{{{ end }}}}</ul></body></html>"
    );
    let list = format!(
        "{head}<h1>{{{{ .Title }}}}</h1><ul>{{{{ $pages := .Paginate .Pages 20 }}}}{{{{ range $pages.Pages }}}}{row}{{{{ end }}}}</ul></body></html>"
    );
    let config = "baseURL = \"https://news.example/\"\nlanguageCode = \"vi\"\ntitle = \"Bản Tin\"\n[taxonomies]\ntag = \"tags\"\nsection = \"section\"\n[markup.goldmark.renderer]\nunsafe = true\n";
    for (name, text) in [
        ("config.toml", config),
        ("layouts/_default/single.html", single.as_str()),
        ("layouts/_default/list.html", &list),
        ("layouts/index.html", &list),
    ] {
        let path = hugo.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(io(folder))?;
        }
        std::fs::write(&path, text).map_err(io(&path))?;
    }
    Ok(())
}
