//! Browser entry of the app: mount, nothing else.

fn main() {
    bantin::browser::reveal_on_panic("failed");
    leptos::mount::mount_to_body(bantin::app::Root);
}
