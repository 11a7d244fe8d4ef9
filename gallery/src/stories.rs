//! Stories of a paper, as its pages are given them.

use bantin_model::list::{Feed, FeedExtension, ItemExtension, ItemRating, VERSION};
use bantin_model::{
    Article, Block, FeedItem, Image, Inline, Link, Listed, PageLink, RatingSummary, Related,
    RelatedReason, Slug, Summary, Tag, Translation,
};

use crate::papers::Paper;

/// RFC 3339.
pub const PUBLISHED: &str = "2023-08-11T11:50:00+07:00";
pub const UPDATED: &str = "2023-08-12T07:05:00+07:00";
/// How a middling story is rated.
pub const VOTES: [u64; 5] = [3, 4, 11, 40, 62];

pub fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

pub fn link(text: &str) -> Link {
    Link::new(text).unwrap()
}

impl Paper {
    /// Story number `number`: every fourth is without a picture, every fifth without a lead.
    pub fn story(&self, number: usize) -> Summary {
        let shape = ["wide", "square", "wide", "tall"][number % 4];
        let sections = self.sections();
        let voice = self.voice;
        Summary {
            slug: slug(&format!("story-{number}")),
            url: link(&format!("https://news.example/articles/story-{number}/")),
            lang: voice.lang.to_owned(),
            title: voice.titles[number % voice.titles.len()].to_owned(),
            lead: if number % 5 == 4 { String::new() } else { voice.lead.to_owned() },
            section: sections[number % sections.len()].clone(),
            published: format!("2023-08-{:02}T11:50:00+07:00", 28 - number % 28),
            image: (number % 4 != 3).then(|| self.image(shape)),
            listed: Some(Box::new(self.listed())),
        }
    }

    pub fn stories(&self, numbers: std::ops::Range<usize>) -> Vec<Summary> {
        numbers.map(|number| self.story(number)).collect()
    }

    /// A story that has nothing but what it must have.
    pub fn bare_story(&self) -> Summary {
        Summary {
            lead: String::new(),
            section: "none".to_owned(),
            image: None,
            listed: None,
            ..self.story(4)
        }
    }

    fn listed(&self) -> Listed {
        let mut authors = self.authors();
        authors.truncate(1);
        let rating = ItemRating { average: Some(4.3), count: 120 };
        Listed { authors, updated: Some(UPDATED.to_owned()), views: 12_345, rating }
    }

    /// A list of these stories.
    pub fn feed(&self, stories: Vec<Summary>, bantin: FeedExtension) -> Feed {
        Feed {
            version: VERSION.to_owned(),
            title: self.site.name.clone(),
            home_page_url: self.site.url.clone(),
            feed_url: self.site.url.clone(),
            next_url: None,
            description: None,
            language: Some(self.voice.lang.to_owned()),
            icon: None,
            favicon: None,
            items: stories.into_iter().map(item).collect(),
            bantin,
        }
    }

    /// Other news for each of the reasons there are, more than are shown at once.
    pub fn related(&self) -> Vec<Related> {
        let reasons = [RelatedReason::Related, RelatedReason::Section, RelatedReason::Latest];
        let related = |number: usize| Related {
            reason: reasons[number % reasons.len()],
            summary: self.story(number),
        };
        (0..9).map(related).collect()
    }

    pub fn page_link(&self, number: usize) -> PageLink {
        let Summary { slug, lang, title, .. } = self.story(number);
        PageLink { slug, lang, title }
    }

    /// An article with everything that one may have, and this body.
    pub fn article(&self, body: Vec<Block>) -> Article {
        let story = self.story(0);
        let tag = |name: &&str| Tag { id: "tag".to_owned(), name: (*name).to_owned() };
        let translation = |lang: &str| Translation {
            lang: lang.to_owned(),
            slug: slug("elsewhere"),
            url: link("https://news.example/articles/elsewhere/"),
        };
        Article {
            rating: RatingSummary::of(story.slug.clone(), VOTES, None),
            slug: story.slug,
            earlier: vec![slug("before")],
            url: story.url,
            lang: story.lang,
            title: story.title,
            lead: story.lead,
            section: story.section,
            tags: self.voice.places.iter().map(tag).collect(),
            authors: self.authors(),
            published: PUBLISHED.to_owned(),
            updated: Some(UPDATED.to_owned()),
            source: Some(link("https://www.elsewhere.example/first/stood/here.html")),
            views: 12_345,
            image: Some(self.image("wide")),
            body,
            crops: Vec::new(),
            translations: ["es", "fr"].map(translation).to_vec(),
            related: self.related(),
            newer: Some(self.page_link(1)),
            older: Some(self.page_link(3)),
        }
    }

    /// The same with nothing but what an article must have.
    pub fn bare_article(&self) -> Article {
        Article {
            earlier: Vec::new(),
            lead: String::new(),
            section: "none".to_owned(),
            tags: Vec::new(),
            authors: Vec::new(),
            updated: None,
            source: None,
            views: 0,
            image: None,
            translations: Vec::new(),
            rating: RatingSummary::empty(slug("bare")),
            related: Vec::new(),
            newer: None,
            older: None,
            ..self.article(vec![self.paragraph()])
        }
    }

    pub fn paragraph(&self) -> Block {
        Block::Paragraph { text: vec![Inline::text(self.voice.text)] }
    }
}

fn item(summary: Summary) -> FeedItem {
    let listed = summary.listed.unwrap();
    FeedItem {
        id: summary.url.as_str().to_owned(),
        url: summary.url,
        title: summary.title,
        content_text: summary.lead.clone(),
        summary: summary.lead,
        image: summary.image.as_ref().map(|image: &Image| image.src.clone()),
        date_published: summary.published,
        date_modified: listed.updated,
        authors: listed.authors,
        tags: Vec::new(),
        language: summary.lang,
        bantin: ItemExtension {
            slug: summary.slug,
            section: summary.section,
            views: listed.views,
            rating: listed.rating,
            image: summary.image,
        },
    }
}
