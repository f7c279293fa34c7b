//! What is found when the files that a template names are packaged.
use super::Code;

codes! {
    /// A function's `bootstrap` cannot be run.
    ///
    /// A runtime of the family `provided` starts the file `bootstrap` of the code. Zip files keep the mode of a file, so it
    /// must be executable before it is packaged ("Building a custom runtime" in the developer guide of Lambda). The key of
    /// an artifact comes from names and contents, not from modes: delete what was packaged under it before you package again.
    BOOTSTRAP_NOT_EXECUTABLE: "bootstrap-not-executable" Warning;
    /// An artifact is larger than Lambda accepts.
    ///
    /// The code of a function and its layers have at most 250 MB (262,144,000 bytes) when they are unzipped ("Lambda quotas" in
    /// the developer guide of Lambda). A file `.samcignore` leaves files out.
    LARGE_ARTIFACT: "large-artifact" Warning;
    /// What the template names cannot be packaged.
    ///
    /// A path of code, of a layer, a definition or a nested template leads to nothing, to the wrong kind of file, out of the
    /// project, or in a circle of links. `samc package` cannot make an artifact of it. What a build makes is named by the
    /// template that the build wrote, `.aws-sam/build/template.yaml`.
    MISSING_ARTIFACT: "missing-artifact" Error;
    /// Code is packaged that looks as if it was not built.
    ///
    /// There is a list of dependencies, or the project file of a compiled language, and nothing that a build makes of it. `sam
    /// build` installs and compiles, and writes the template `.aws-sam/build/template.yaml`, which names the results ("sam
    /// build" in the developer guide of SAM). Nothing is said where the runtime is of another language, where layers may bring
    /// what is missing, where the handler is in the folder of a bundler, or with `SkipBuild` in `Metadata`.
    UNBUILT_CODE: "unbuilt-code" Warning;
    /// A function's image is not in a registry.
    ///
    /// Images go to Amazon ECR by `docker push`, which takes Docker. `samc package` works offline, and accepts an image by its
    /// address there ("ImageUri" in the developer guide of SAM).
    UNPUSHED_IMAGE: "unpushed-image" Error;
}
