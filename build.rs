//! What splitting the app's WebAssembly needs of the linker. `cargo xtask build` asks for it by `--cfg split`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(split)");
    if std::env::var_os("CARGO_CFG_SPLIT").is_some() {
        // Of the app alone: programs that are not split would ship them.
        println!("cargo::rustc-link-arg-bin=app=--emit-relocs");
    }
}
