//! What stands for templates in Markdown, and what is left of it.

use super::*;

fn both(markdown: &str) -> (String, Vec<String>) {
    let mut dropped = Vec::new();
    let out = rendered(markdown, &mut dropped);
    (out, dropped.iter().map(ToString::to_string).collect())
}

#[test]
fn pictures_and_videos_are_what_they_show() {
    for (tag, part) in [
        (
            "{{< figure src=\"a.jpg\" alt=\"Cầu\" caption=\"Chợ nổi\" >}}",
            "<img src=\"a.jpg\" alt=\"Cầu\"><figcaption>Chợ nổi</figcaption>",
        ),
        (
            "{{<figure src=a.jpg title='Chợ'>}}",
            "<img src=\"a.jpg\" alt=\"\"><figcaption>Chợ</figcaption>",
        ),
        ("{% include figure.html src=\"/a.jpg\" caption=\"x\" %}", "<img src=\"/a.jpg\""),
        (
            "{% include image.html url='/a.jpg' description='x' %}",
            "<img src=\"/a.jpg\" alt=\"\"><figcaption>x",
        ),
        ("{{ figure(src=\"a.jpg\", alt=\"b\") }}", "<img src=\"a.jpg\" alt=\"b\">"),
        ("{{< youtube abc >}}", "href=\"https://www.youtube.com/watch?v=abc\""),
        ("{{< youtube id=\"abc\" title=\"x\" >}}", "href=\"https://www.youtube.com/watch?v=abc\""),
        ("{{ youtube(id=\"abc\") }}", "href=\"https://www.youtube.com/watch?v=abc\""),
        ("{% include youtube.html id='abc' %}", "href=\"https://www.youtube.com/watch?v=abc\""),
        (
            "{% include video id=\"abc\" provider=\"youtube\" %}",
            "href=\"https://www.youtube.com/watch?v=abc\"",
        ),
        ("{% youtube abc %}", "href=\"https://www.youtube.com/watch?v=abc\""),
        ("{{< vimeo 76979871 >}}", "href=\"https://vimeo.com/76979871\""),
        ("{{< x user=\"bantin\" id=\"9\" >}}", "href=\"https://x.com/bantin/status/9\""),
        ("{{< gist spf13 7896402 >}}", "href=\"https://gist.github.com/spf13/7896402\""),
        ("{{< video src=\"a.mp4\" >}}", "<video src=\"a.mp4\">"),
    ] {
        let (html, notes) = both(tag);
        assert!(html.contains(part), "{tag}: {html}");
        assert_eq!(notes, Vec::<String>::new(), "{tag}");
    }
}

#[test]
fn links_lead_where_they_lead() {
    for (markdown, out) in [
        ("[a]({{< ref \"posts/cho-noi.md\" >}})", "[a](posts/cho-noi.md)"),
        ("[a]({{< relref \"cho-noi#x\" >}})", "[a](cho-noi.md#x)"),
        ("[a]({% post_url 2023-08-11-cho-noi %})", "[a](2023-08-11-cho-noi.md)"),
        ("[a]({% link _posts/2023-08-11-cho-noi.md %})", "[a](_posts/2023-08-11-cho-noi.md)"),
        ("![a]({{ site.baseurl }}/a.jpg)", "![a](/a.jpg)"),
        ("![a]({{ \"/a.jpg\" | relative_url }})", "![a](/a.jpg)"),
        ("![a]({{ '/a.jpg' | prepend: site.baseurl }})", "![a](/a.jpg)"),
        ("[a]({{ get_url(path=\"@/x.md\") }})", "[a](@/x.md)"),
    ] {
        assert_eq!(both(markdown), (out.to_owned(), vec![]));
    }
}

#[test]
fn all_else_is_left_out_and_named() {
    let (out, notes) = both(
        "Một {{ page.x }} {% if a %}hai{% endif %}{{< notice tip >}}\nBa.\n{{< /notice >}}{# ẩn #}",
    );
    assert_eq!(out, "Một  hai\nBa.\n");
    assert_eq!(notes.len(), 3, "{notes:?}");
    assert!(notes.iter().any(|note| note.contains("{{ page.x }}")), "{notes:?}");
    assert_eq!(both("a{% comment %}b {{ c }}{% endcomment %}d{: .x}"), ("ad".to_owned(), vec![]));
    assert_eq!(
        both("![c](a.png){:width=\"50\"} [l](https://x){:target=\"_blank\"}"),
        ("![c](a.png) [l](https://x)".to_owned(), vec![])
    );
    assert_eq!(both("A\n\n* TOC\n{:toc}\n\nB"), ("A\n\n\n\nB".to_owned(), vec![]));
}

#[test]
fn code_stays_as_it_is() {
    for same in [
        "```\n{{ a }}\n{% b %}\n```\n",
        "Viết `{{ a }}` hay ``{% ` %}``.",
        "{ a } {{ b",
        "# Đầu {#id}\n",
        "~~~ liquid\n{{ a }}\n~~~",
    ] {
        assert_eq!(both(same), (same.to_owned(), vec![]), "{same}");
    }
    let code = "~~~~~~ ruby\n{{ a }}\n~~~~~~";
    assert!(both("{% highlight ruby %}\n{{ a }}\n{% endhighlight %}").0.contains(code));
    assert!(
        both("{{< highlight ruby \"linenos=table\" >}}\n{{ a }}\n{{< / highlight >}}")
            .0
            .contains("{{ a }}")
    );
    assert_eq!(both("{% raw %}{{ a }}{% endraw %}").0, "{{ a }}");
}

/// Looked for from each to the end of the text, this would take hours.
#[test]
fn blocks_that_are_never_closed_are_looked_for_once() {
    let mut dropped = Vec::new();
    let open = "{{< highlight a >}}\n<!-- b\n";
    let text = rendered(&open.repeat(100_000), &mut dropped);
    assert!(!text.contains("{{<"), "a template is shown");
}

#[test]
fn what_is_commented_out_stays_out() {
    let picture = "{{< figure src=\"a.jpg\" >}}";
    for (markdown, rest) in [
        (format!("Một <!-- {picture} --> hai"), "Một  hai"),
        (format!("Một\n\n<!--\n\n{picture}\n\n-->\n\nhai"), "Một\n\n\n\nhai"),
        ("Một <!--{% include figure.html src=\"a.jpg\" %}-->".to_string(), "Một "),
        (format!("Một {{{{< comment >}}}}{picture}{{{{< /comment >}}}}hai"), "Một hai"),
        (format!("<!-- a --><!-- {picture} -->"), "<!-- a -->"),
    ] {
        assert_eq!(both(&markdown), (rest.to_owned(), vec![]), "{markdown}");
    }
    // Code shows a comment as it is written, and one without a template stays one.
    for same in ["`<!-- {{ a }} -->`", "```\n<!-- {{ a }} -->\n```\n", "<!--more--> `{{`"] {
        assert_eq!(both(same), (same.to_owned(), vec![]), "{same}");
    }
    assert!(both(&format!("a < b <!--> {picture}")).0.contains("<img"));
}

#[test]
fn many_tags_that_are_never_closed_take_no_time() {
    let text = "{{< {% ` {: ".repeat(30_000) + &"a".repeat(300_000);
    assert_eq!(rendered(&text, &mut Vec::new()), text);
}
