//! Streams of the browser as streams of Rust and back: what `server_fn` calls of the crate
//! `wasm-streams`, in whose place this stands (`[patch.crates-io]` in the workspace).
//!
//! That crate makes its sources and sinks exported classes. The linker keeps exports whether anybody
//! calls them or not, and with them the machinery of promises: 3.7 kB of Brotli in every page that
//! never streams anything (ADR 6). Here they are closures, which go when nobody calls them.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use futures_util::{Stream, StreamExt, stream};
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{ReadableStreamDefaultController, ReadableStreamDefaultReader};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = ReadableStream, extends = web_sys::ReadableStream)]
    type FromSource;

    #[wasm_bindgen(constructor, js_class = ReadableStream)]
    fn new(source: &Object) -> FromSource;
}

/// A `ReadableStream`.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

type Items = Pin<Box<dyn Stream<Item = Result<JsValue, JsValue>>>>;

impl ReadableStream {
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// A stream of the browser that gives what `items` gives, as it is asked for.
    pub fn from_stream(items: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        let items: Rc<RefCell<Option<Items>>> = Rc::new(RefCell::new(Some(Box::pin(items))));
        let pull = move |controller: ReadableStreamDefaultController| -> Promise {
            let items = Rc::clone(&items);
            future_to_promise(async move {
                // The browser asks for the next only when it has this one.
                let Some(mut stream) = items.take() else { return Ok(JsValue::UNDEFINED) };
                match stream.next().await {
                    Some(Ok(item)) => {
                        items.replace(Some(stream));
                        controller.enqueue_with_chunk(&item)?;
                    }
                    Some(Err(error)) => controller.error_with_e(&error),
                    None => controller.close()?,
                }
                Ok(JsValue::UNDEFINED)
            })
        };
        let pull = Closure::<dyn FnMut(ReadableStreamDefaultController) -> Promise>::new(pull);
        let source = Object::new();
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&source, &"pull".into(), &pull.into_js_value());
        Self(FromSource::new(&source).unchecked_into())
    }

    /// What the browser's stream gives, until it ends or fails.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> {
        let reader = self.0.get_reader().unchecked_into::<ReadableStreamDefaultReader>();
        stream::unfold(Some(reader), |reader| async {
            let reader = reader?;
            let result = match JsFuture::from(reader.read()).await {
                Ok(result) => result,
                Err(error) => return Some((Err(error), None)),
            };
            let field = |name: &str| Reflect::get(&result, &name.into()).unwrap_or_default();
            (!field("done").is_truthy()).then(|| (Ok(field("value")), Some(reader)))
        })
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn what_goes_in_comes_out_and_an_error_ends_it() {
        let items = stream::iter([Ok(1.into()), Ok(2.into()), Err("no".into()), Ok(3.into())]);
        let through = ReadableStream::from_raw(ReadableStream::from_stream(items).into_raw());
        let out: Vec<Result<JsValue, JsValue>> = through.into_stream().collect().await;
        assert_eq!(out.last(), Some(&Err("no".into())));
        assert!(!out.contains(&Ok(3.into())));

        let items = stream::iter([Ok(1.into()), Ok(2.into())]);
        let out: Vec<_> = ReadableStream::from_stream(items).into_stream().collect().await;
        assert_eq!(out, [Ok(1.into()), Ok(2.into())]);
    }
}
