//! What the fields of front matter are called, by us, by Hugo, Jekyll, Zola and others: the first that is there counts.

pub const TITLE: [&str; 2] = ["title", "headline"];
pub const PUBLISHED: [&str; 16] = [
    "published",
    "date",
    "published_at",
    "publishedAt",
    "publishDate",
    "publish_date",
    "pubDate",
    "pub_date",
    "pubDatetime",
    "datePublished",
    "date_published",
    "published_date",
    "created",
    "created_at",
    "createdAt",
    "extra.date",
];
pub const UPDATED: [&str; 16] = [
    "updated",
    "lastmod",
    "last_modified_at",
    "updated_at",
    "updatedAt",
    "updatedDate",
    "updated_date",
    "modified",
    "modified_at",
    "modified_date",
    "modDatetime",
    "dateModified",
    "date_modified",
    "last_updated",
    "lastUpdated",
    "last_update",
];
pub const LEAD: [&str; 12] = [
    "lead",
    "description",
    "summary",
    "excerpt",
    "custom_excerpt",
    "sapo",
    "intro",
    "teaser",
    "extra.lead",
    "extra.summary",
    "params.lead",
    "params.summary",
];
pub const AUTHORS: [&str; 9] = [
    "authors",
    "author",
    "byline",
    "taxonomies.authors",
    "taxonomies.author",
    "extra.authors",
    "extra.author",
    "params.authors",
    "params.author",
];
pub const TAGS: [&str; 4] = ["tags", "keywords", "tag", "taxonomies.tags"];
pub const CATEGORIES: [&str; 4] =
    ["categories", "category", "taxonomies.categories", "taxonomies.category"];
pub const LANG: [&str; 4] = ["lang", "language", "locale", "languageCode"];
pub const SOURCE: [&str; 6] =
    ["source", "canonical_url", "canonicalURL", "canonicalUrl", "canonical", "original_url"];
pub const TRANSLATION: [&str; 3] = ["translation", "translation_key", "translationKey"];
pub const IMAGE: [&str; 25] = [
    "image",
    "cover",
    "featured_image",
    "featuredImage",
    "feature_image",
    "heroImage",
    "hero_image",
    "hero",
    "cover_image",
    "coverImage",
    "images",
    "thumbnail",
    "banner",
    "ogImage",
    "og_image",
    "header.image",
    "header.teaser",
    "extra.cover",
    "extra.image",
    "extra.cover_image",
    "extra.thumbnail",
    "params.cover",
    "params.image",
    "params.featured_image",
    "photo",
];
