//! The pictures of an article, large, one at a time.
//!
//! Accessibility: a modal dialog with a name, which says which picture of how many is seen. Arrow keys turn the way that
//! pages turn, as a finger's swipe does; Escape, the button and a click beside the picture leave.

use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use super::use_edition;
use crate::browser;

/// A finger that moves so many pixels to a side turns the page.
const SWIPE: i32 = 40;

#[component]
pub fn Viewer(
    /// How many pictures there are.
    count: usize,
    /// Which of them is seen, from 0.
    seen: RwSignal<usize>,
    /// Where it is put.
    picture: NodeRef<html::Figure>,
    /// Told that the reader leaves.
    on_leave: Callback<()>,
) -> impl IntoView {
    let messages = use_edition().messages();
    let dialog = NodeRef::<html::Dialog>::new();
    let close = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // Refused only for one that is open already.
            let _ = dialog.show_modal();
        }
    });
    let turn = move |is_on: bool| {
        let at = seen.get_untracked();
        let next =
            if is_on { at.checked_add(1).filter(|at| *at < count) } else { at.checked_sub(1) };
        let Some(next) = next else { return };
        seen.set(next);
        // The button that leads further is switched off now, and would let go of the focus.
        if (next == 0 || next + 1 == count)
            && let Some(close) = close.get_untracked()
        {
            browser::focus_on(&close);
        }
    };
    let by_key = move |event: KeyboardEvent| match &*event.key() {
        "ArrowRight" => turn(!browser::is_reversed()),
        "ArrowLeft" => turn(browser::is_reversed()),
        _ => {}
    };
    let beside = move |event: web_sys::MouseEvent| {
        if event.target() == event.current_target() {
            on_leave.run(());
        }
    };
    let pressed = StoredValue::new(None);
    let press =
        move |event: PointerEvent| pressed.set_value(event.is_primary().then(|| event.client_x()));
    let let_go = move |event: PointerEvent| {
        let moved = pressed.get_value().map_or(0, |from| event.client_x() - from);
        if moved.abs() > SWIPE {
            turn((moved < 0) != browser::is_reversed());
        }
    };
    view! {
        <dialog
            node_ref=dialog
            aria-label=messages.viewer
            class="viewer"
            on:keydown=by_key
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                on_leave.run(());
            }
            on:click=beside
            on:pointerdown=press
            on:pointerup=let_go
        >
            <p role="status" class="viewer-count">
                {move || format!("{} / {count}", seen.get() + 1)}
            </p>
            <figure node_ref=picture class="viewer-photo"></figure>
            <button
                type="button"
                title=messages.photo_before
                aria-label=messages.photo_before
                disabled=move || seen.get() == 0
                class="viewer-before"
                on:click=move |_| turn(false)
            >
                {"‹"}
            </button>
            <button
                type="button"
                title=messages.photo_after
                aria-label=messages.photo_after
                disabled=move || seen.get() + 1 == count
                class="viewer-after"
                on:click=move |_| turn(true)
            >
                {"›"}
            </button>
            <button
                node_ref=close
                type="button"
                title=messages.close
                aria-label=messages.close
                autofocus
                class="viewer-close"
                on:click=move |_| on_leave.run(())
            >
                {"×"}
            </button>
        </dialog>
    }
}
