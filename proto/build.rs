//! Compiles the .proto files in pure Rust: a new machine has no `protoc`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=carabiner");
    let files = ["carabiner/v1/workflow.proto", "carabiner/v1/worker.proto"];
    let descriptors = protox::compile(files, ["."])?;
    tonic_prost_build::configure()
        .bytes(".")
        .compile_fds(descriptors)?;
    Ok(())
}
