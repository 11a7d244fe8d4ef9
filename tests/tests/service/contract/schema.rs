//! The OpenAPI document as a judge of answers.

use serde_json::{Value, json};

use crate::contract::SLUG;

/// The schemas of the document, with every unknown field refused.
pub fn strict(document: &Value) -> Value {
    let mut document = document.clone();
    fn close(schema: &mut Value) {
        match schema {
            Value::Object(object) => {
                let is_plain = object.contains_key("properties") && !object.contains_key("allOf");
                if is_plain && !object.contains_key("additionalProperties") {
                    object.insert("unevaluatedProperties".into(), json!(false));
                }
                for value in object.values_mut() {
                    close(value);
                }
            }
            Value::Array(values) => values.iter_mut().for_each(close),
            _ => {}
        }
    }
    // Where shapes are joined (allOf, tagged variants), the joining schema closes them, not the parts.
    let schemas = document["components"]["schemas"].as_object_mut().unwrap();
    for name in [
        "Site",
        "Section",
        "Article",
        "Author",
        "PageLink",
        "Month",
        "Feed",
        "FeedItem",
        "FeedExtension",
        "ItemExtension",
        "ItemRating",
        "RatingSummary",
        "Reader",
        "Problem",
    ] {
        if let Some(schema) = schemas.get_mut(name) {
            close(schema);
        }
    }
    document
}

pub fn validate(document: &Value, schema: &Value, instance: &Value, what: &str) {
    let mut root = strict(document);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root.as_object_mut().unwrap().extend(schema.as_object().unwrap().clone());
    let validator = jsonschema::validator_for(&root).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(instance)
        .map(|error| format!("{} at {}", error, error.instance_path))
        .collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

/// An address for a path of the document.
pub fn filled(path: &str) -> String {
    let (id, page) = if path.contains("/language/") {
        ("vi", "1")
    } else if path.contains("/tag/") {
        ("giao-thong", "1")
    } else if path.contains("/author/") {
        ("thu-ha", "1")
    } else if path.contains("/month/") {
        ("2023-08", "1")
    } else {
        ("thoi-su", "1")
    };
    let slug = if path.contains("/pages/") { "toa-soan" } else { SLUG };
    // A question is no part of a path.
    let question = match path {
        "/api/v1/search" => "?q=cau".to_owned(),
        // The address of the sample newsroom.
        "/api/v1/oembed" => format!("?url=http://127.0.0.1:8080/articles/{SLUG}/"),
        _ => String::new(),
    };
    let path = path.to_owned() + &question;
    let path = path.replace("{name}", &bantin_model::search::shard_of("cau"));
    let path = path.replace("{source}", "bao");
    path.replace("{slug}", slug).replace("{id}", id).replace("{page}", page)
}
